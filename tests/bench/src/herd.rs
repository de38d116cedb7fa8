//! B12: ten thousand clients lose one server at the same moment and come back, in virtual time: how
//! many of them knock within 100 ms once it answers again, and how long until nearly all are back.
//! Ours are the link's own state machines; the references are the delays that others publish.

mod clients;

use crate::report::{Outcome, Spread};
use anyhow::Result;
use clients::{Client, Delays, links};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    time::{Duration, Instant},
};

const CLIENTS: usize = 10_000;
const REPEATS: u64 = 20;
/// Outages with the share of clients that may knock within [`WINDOW`] at most, in percent.
const OUTAGES: [(Duration, f64); 2] =
    [(Duration::from_mins(1), 1.0), (Duration::from_secs(3), 6.0)];
const WINDOW: Duration = Duration::from_millis(100);
/// One way to the server, in microseconds; each client keeps its own.
const WAY: std::ops::Range<u64> = 2_500..75_000;
const NEARLY_ALL: usize = CLIENTS * 95 / 100;

/// What an outage led to, once the server answered again.
struct Return {
    /// Most clients within [`WINDOW`], in percent of all.
    peak: f64,
    /// Until [`NEARLY_ALL`] are back, in seconds.
    back: f64,
}

/// The server is gone from 0 to `outage`. A knock comes a way after its dial; what became of it is
/// known a way later.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts are small")]
fn outage(outage: Duration, seed: u64, clients: &mut [impl Client]) -> Return {
    let mut random = StdRng::seed_from_u64(seed);
    let ways: Vec<Duration> =
        clients.iter().map(|_| Duration::from_micros(random.random_range(WAY))).collect();
    let mut dials: BinaryHeap<Reverse<(Duration, usize)>> = clients
        .iter_mut()
        .zip(&ways)
        .enumerate()
        .map(|(index, (client, way))| Reverse((client.cut(*way), index)))
        .collect();
    let (mut knocks, mut back) = (Vec::new(), Vec::new());
    while let Some(Reverse((at, index))) = dials.pop() {
        let knocked = at + ways[index];
        let known = knocked + ways[index];
        if knocked < outage {
            dials.push(Reverse((clients[index].refused(known), index)));
        } else {
            knocks.push(knocked.saturating_sub(outage));
            back.push(known.saturating_sub(outage));
        }
    }
    back.sort_unstable();
    let share = 100.0 / clients.len() as f64;
    Return { peak: densest(knocks) as f64 * share, back: back[NEARLY_ALL - 1].as_secs_f64() }
}

/// The most moments within any [`WINDOW`].
fn densest(mut moments: Vec<Duration>) -> usize {
    moments.sort_unstable();
    let mut first = 0;
    let mut most = 0;
    for (index, moment) in moments.iter().enumerate() {
        while moment.saturating_sub(moments[first]) >= WINDOW {
            first += 1;
        }
        most = most.max(index + 1 - first);
    }
    most
}

fn repeated(lasting: Duration, delays: Option<Delays>) -> Result<(Spread, Spread)> {
    let (mut peaks, mut backs) = (Vec::new(), Vec::new());
    for seed in 0..REPEATS {
        let Return { peak, back } = match delays {
            Some(delays) => outage(lasting, seed, &mut delays.clients(CLIENTS, seed)),
            None => outage(lasting, seed, &mut links(CLIENTS, seed)),
        };
        peaks.push(peak);
        backs.push(back);
    }
    Ok((Spread::of(peaks)?, Spread::of(backs)?))
}

#[expect(clippy::disallowed_methods, reason = "says how long it took")]
pub(crate) fn run() -> Result<Outcome> {
    let began = Instant::now();
    let mut notes = vec![format!(
        "{CLIENTS} clients, all cut at once, each with its own way of {} to {} ms to the server, \
         dials refused while it is gone; densest {} ms after it answers again",
        WAY.start / 1_000,
        WAY.end / 1_000,
        WINDOW.as_millis(),
    )];
    let mut met = true;
    let mut rows = Vec::new();
    for (lasting, most) in OUTAGES {
        let seconds = lasting.as_secs();
        let (ours, back) = repeated(lasting, None)?;
        met &= ours.median <= most;
        notes.push(ours.words(&format!("{seconds} s, ours, peak"), "% of clients"));
        notes.push(back.words(&format!("{seconds} s, ours, 95 % back"), "s"));
        let mut references = Vec::new();
        for delays in Delays::ALL {
            let (peak, back) = repeated(lasting, Some(delays))?;
            let name = delays.name();
            notes.push(peak.words(&format!("{seconds} s, {name}, peak"), "% of clients"));
            notes.push(back.words(&format!("{seconds} s, {name}, 95 % back"), "s"));
            references.push(peak.median);
        }
        rows.push((ours.median, references));
    }
    notes.push(format!("took {:.1} s of real time", began.elapsed().as_secs_f64()));
    let (ours, references) = rows.swap_remove(0);
    let reference = references[0];
    Ok(Outcome {
        ours,
        reference,
        ratio: ours / reference,
        unit: String::from("% of clients within 100 ms after 60 s (reference: socket.io's delays)"),
        goal: String::from("≤ 1 % after 60 s, ≤ 6 % after 3 s"),
        met,
        notes,
    })
}
