//! B1: one publisher, many subscribers: events delivered per second of the server's processor time,
//! and how late they come. Ours is durable, with positions and acknowledgements; the reference is
//! socket.io, which keeps nothing. The same client program speaks to both.

mod publisher;
mod round;
mod server;
mod speech;
mod subscriber;

use crate::report::{Outcome, Spread};
use anyhow::{Context, Result};
use round::{Load, Pace, Round, round};
use server::Kind;

const SUBSCRIBERS: [usize; 2] = [100, 500];
/// Deliveries of a round, about.
const DELIVERIES: u64 = 300_000;
/// Deliveries a second at a steady pace, which both can keep up with.
const STEADY: u64 = 20_000;
/// Events under way at most when the publisher goes as fast as it may.
const UNDER_WAY: usize = 64;
const REPEATS: usize = 3;
/// Of the reference's events per second of processor time.
const WANTED: f64 = 4.0;
/// Why it is missed where it is, as a profile of the server says.
const WHY: &str = "with few subscribers the publishing counts: each event is a request of its own \
    with its key and a durable commit, where the reference keeps nothing. At a steady pace an event \
    waits for its commit and for the wake that it shares with all that came within 4 ms, and its \
    delivery is one write to one socket on both sides.";

/// Both sides under one load.
struct Pair {
    ours: Vec<Round>,
    theirs: Vec<Round>,
}

impl Pair {
    async fn measure(load: Load) -> Result<Self> {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..REPEATS {
            theirs.push(round(Kind::SocketIo, load).await?);
            ours.push(round(Kind::Ours, load).await?);
        }
        Ok(Self { ours, theirs })
    }

    fn medians(&self, figure: impl Fn(&Round) -> f64) -> Result<(f64, f64)> {
        Ok((spread(&self.ours, &figure)?.median, spread(&self.theirs, &figure)?.median))
    }

    fn notes(&self, load: Load) -> Result<Vec<String>> {
        let Load { subscribers, events, pace } = load;
        let pace = match pace {
            Pace::Steady(rate) => format!("{rate} events/s"),
            Pace::Flood(under_way) => format!("{under_way} events under way"),
        };
        let (ours, theirs) = self.medians(|round| round.rate)?;
        let (late, their_late) = self.medians(|round| round.late)?;
        let mut notes = vec![format!(
            "**{subscribers} subscribers, {events} events, {pace}: {:.2} × events per second of \
             processor time, {:.2} × p99**",
            ours / theirs,
            late / their_late,
        )];
        for (name, rounds) in [("ours", &self.ours), ("socket.io", &self.theirs)] {
            let words = |what: &str, unit: &str, figure: fn(&Round) -> f64| {
                Ok::<_, anyhow::Error>(
                    spread(rounds, figure)?.words(&format!("{name}, {what}"), unit),
                )
            };
            notes.push(words("rate", "events/s of server processor time", |round| round.rate)?);
            notes.push(words("delay p50", "ms", |round| round.median)?);
            notes.push(words("delay p99", "ms", |round| round.late)?);
            notes.push(words("lasted", "s", |round| round.lasted)?);
            notes.push(words("server", "s of processor time", |round| round.server)?);
            notes.push(words("clients", "s of processor time", |round| round.client)?);
            notes.push(format!("{name}: {} bytes an event on the socket", rounds[0].bytes));
        }
        Ok(notes)
    }
}

fn spread(rounds: &[Round], figure: impl Fn(&Round) -> f64) -> Result<Spread> {
    Spread::of(rounds.iter().map(figure).collect())
}

pub(crate) async fn run() -> Result<Outcome> {
    let mut notes = Vec::new();
    let mut met = true;
    let mut first = None;
    for subscribers in SUBSCRIBERS {
        let each = u64::try_from(subscribers)?;
        let events = DELIVERIES / each;
        let flood = Load { subscribers, events, pace: Pace::Flood(UNDER_WAY) };
        let pair = Pair::measure(flood).await?;
        let (ours, theirs) = pair.medians(|round| round.rate)?;
        met &= ours >= WANTED * theirs;
        first.get_or_insert((ours, theirs));
        notes.extend(pair.notes(flood)?);
        let steady = Load { subscribers, events: events / 2, pace: Pace::Steady(STEADY / each) };
        let pair = Pair::measure(steady).await?;
        let (late, their_late) = pair.medians(|round| round.late)?;
        met &= late < their_late;
        notes.extend(pair.notes(steady)?);
    }
    if !met {
        notes.push(format!("missed: {WHY}"));
    }
    let (ours, reference) = first.context("there is a load")?;
    Ok(Outcome {
        ours,
        reference,
        ratio: ours / reference,
        unit: format!(
            "events/s of server processor time ({} subscribers, {UNDER_WAY} events under way; \
             reference: socket.io 4.8.4)",
            SUBSCRIBERS[0],
        ),
        goal: format!(
            "≥ {WANTED} × the reference at each size, and a lower p99 at a steady pace, while durable"
        ),
        met,
        notes,
    })
}
