//! B1: one publisher, many subscribers: events delivered per second of the server's processor time,
//! and how late they come. Ours is durable, with positions and acknowledgements; the reference is
//! socket.io, which keeps nothing. The same client program speaks to both.

mod publisher;
mod server;
mod speech;
mod subscriber;

use crate::report::{Outcome, Spread};
use anyhow::{Context, Result, ensure};
use publisher::Publisher;
use server::Running;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use subscriber::Record;
use tokio::{sync::Barrier, task::JoinSet, time::timeout};

/// Subscribers, and events published a second.
type Load = (usize, u64);

const LOADS: [Load; 2] = [(100, 200), (500, 50)];
const LASTING: Duration = Duration::from_secs(6);
const REPEATS: usize = 3;
/// Events that are sent before anything is counted.
const WARMING: u64 = 100;
const PATIENCE: Duration = Duration::from_secs(60);
/// Of the reference's events per second of processor time.
const WANTED: f64 = 4.0;

/// Which server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Ours,
    SocketIo,
}

/// What one run found.
struct Round {
    /// Events delivered per second of the server's processor time.
    rate: f64,
    /// Processor time of this program meanwhile, in seconds.
    client: f64,
    server: f64,
    median: f64,
    late: f64,
    bytes: usize,
}

/// When event `n` was published; the same clock for all.
pub(crate) struct Times {
    began: Instant,
    published: Vec<std::sync::atomic::AtomicU64>,
}

impl Times {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    fn new(events: u64) -> Self {
        let published = (0..events).map(|_| 0.into()).collect();
        Self { began: Instant::now(), published }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

async fn round(kind: Kind, (subscribers, per_second): Load) -> Result<Round> {
    let running = Running::start(kind).await?;
    let counted = per_second * LASTING.as_secs();
    let events = WARMING + counted;
    let times = Arc::new(Times::new(events));
    let ready = Arc::new(Barrier::new(subscribers + 1));
    let mut readers = JoinSet::new();
    for _ in 0..subscribers {
        let speech = running.speech();
        let record = Record { events, times: Arc::clone(&times), ready: Arc::clone(&ready) };
        readers.spawn(subscriber::read(speech, record));
    }
    timeout(PATIENCE, ready.wait()).await.context("not all subscribers are there")?;
    let publisher = Arc::new(Publisher::new(&running).await?);
    publisher.publish(0..WARMING, per_second, &times).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (server, client) = (running.processor_time()?, server::own_processor_time()?);
    publisher.publish(WARMING..events, per_second, &times).await?;
    let (mut delays, mut bytes) = (Vec::new(), 0);
    while let Some(read) =
        timeout(PATIENCE, readers.join_next()).await.context("events are missing")?
    {
        let read = read??;
        bytes = read.bytes;
        delays.extend(read.delays.into_iter().skip(usize::try_from(WARMING)?));
    }
    let server = running.processor_time()? - server;
    let client = server::own_processor_time()? - client;
    let delivered = u32::try_from(delays.len())?;
    ensure!(u64::from(delivered) == counted * u64::try_from(subscribers)?, "events are missing");
    delays.sort_unstable();
    let at = |share: usize| f64::from(delays[(delays.len() - 1) * share / 100]) / 1_000.0;
    Ok(Round {
        rate: f64::from(delivered) / server,
        client,
        server,
        median: at(50),
        late: at(99),
        bytes,
    })
}

fn spread(rounds: &[Round], figure: impl Fn(&Round) -> f64) -> Result<Spread> {
    Spread::of(rounds.iter().map(figure).collect())
}

fn notes_of(load: &str, rounds: &[Round]) -> Result<Vec<String>> {
    Ok(vec![
        spread(rounds, |round| round.rate)?.words(load, "events/s of server processor time"),
        spread(rounds, |round| round.median)?.words(&format!("{load}, delay p50"), "ms"),
        spread(rounds, |round| round.late)?.words(&format!("{load}, delay p99"), "ms"),
        spread(rounds, |round| round.server)?
            .words(&format!("{load}, server"), "s of processor time"),
        spread(rounds, |round| round.client)?
            .words(&format!("{load}, clients"), "s of processor time"),
        format!("{load}: {} bytes an event on the socket", rounds[0].bytes),
    ])
}

pub(crate) async fn run() -> Result<Outcome> {
    let mut notes = Vec::new();
    let mut met = true;
    let mut first = None;
    for (subscribers, per_second) in LOADS {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..REPEATS {
            theirs.push(round(Kind::SocketIo, (subscribers, per_second)).await?);
            ours.push(round(Kind::Ours, (subscribers, per_second)).await?);
        }
        let load =
            format!("{subscribers} subscribers, {per_second} events/s, {} s", LASTING.as_secs());
        notes.extend(notes_of(&format!("ours, {load}"), &ours)?);
        notes.extend(notes_of(&format!("socket.io, {load}"), &theirs)?);
        let rate =
            |rounds: &[Round]| spread(rounds, |round| round.rate).map(|spread| spread.median);
        let late =
            |rounds: &[Round]| spread(rounds, |round| round.late).map(|spread| spread.median);
        let (our_rate, their_rate) = (rate(&ours)?, rate(&theirs)?);
        met &= our_rate >= WANTED * their_rate && late(&ours)? < late(&theirs)?;
        notes.push(format!("{subscribers} subscribers: ratio {:.2}", our_rate / their_rate));
        first.get_or_insert((our_rate, their_rate));
    }
    let (ours, reference) = first.context("there is a load")?;
    Ok(Outcome {
        ours,
        reference,
        ratio: ours / reference,
        unit: String::from("events/s of server processor time (100 subscribers, socket.io 4.8.4)"),
        goal: format!("≥ {WANTED} × the reference and a lower p99, while durable, at each size"),
        met,
        notes,
    })
}
