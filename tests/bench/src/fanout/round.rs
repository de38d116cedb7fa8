//! One server, its subscribers and one publisher, from start to end.

use super::{
    publisher::Publisher,
    server::{self, Kind, Running},
    subscriber::{self, Record},
};
use anyhow::{Context, Result, ensure};
use std::{
    sync::{Arc, atomic::AtomicU64},
    time::{Duration, Instant},
};
use tokio::{
    sync::{Barrier, Semaphore},
    task::JoinSet,
    time::timeout,
};

/// Events that are sent before anything is counted.
const WARMING: u64 = 100;
const PATIENCE: Duration = Duration::from_mins(2);

/// How fast the publisher goes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pace {
    /// So many events a second.
    Steady(u64),
    /// As fast as it may with so many events under way. An event is under way until one of the
    /// subscribers has it.
    Flood(usize),
}

/// What is asked of a server.
#[derive(Debug, Clone, Copy)]
pub(super) struct Load {
    pub(super) subscribers: usize,
    pub(super) events: u64,
    pub(super) pace: Pace,
}

/// What one round found.
pub(super) struct Round {
    /// Events delivered per second of the server's processor time.
    pub(super) rate: f64,
    /// Processor time of the server, in seconds.
    pub(super) server: f64,
    /// Processor time of this program meanwhile, in seconds.
    pub(super) client: f64,
    /// How long it took, in seconds.
    pub(super) lasted: f64,
    /// How late half of the events were at most, in milliseconds.
    pub(super) median: f64,
    /// How late all but one in a hundred were at most, in milliseconds.
    pub(super) late: f64,
    /// Of an event on the socket.
    pub(super) bytes: usize,
}

/// When each event was published, in microseconds of one clock for all.
pub(super) struct Times {
    began: Instant,
    pub(super) published: Vec<AtomicU64>,
}

impl Times {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    fn new(events: u64) -> Self {
        let published = (0..events).map(|_| 0.into()).collect();
        Self { began: Instant::now(), published }
    }

    pub(super) fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

pub(super) async fn round(kind: Kind, load: Load) -> Result<Round> {
    let running = Running::start(kind).await?;
    let events = WARMING + load.events;
    let times = Arc::new(Times::new(events));
    let room = Arc::new(Semaphore::new(match load.pace {
        Pace::Steady(_) => usize::try_from(events)?,
        Pace::Flood(under_way) => under_way,
    }));
    let mut readers = JoinSet::new();
    let ready = Arc::new(Barrier::new(load.subscribers + 1));
    for index in 0..load.subscribers {
        let record = Record {
            events,
            times: Arc::clone(&times),
            ready: Arc::clone(&ready),
            arrived: (index == 0).then(|| Arc::clone(&room)),
        };
        readers.spawn(subscriber::read(running.speech(), record));
    }
    tokio::select! {
        waited = timeout(PATIENCE, ready.wait()) => {
            waited.context("not all subscribers are there")?;
        }
        Some(ended) = readers.join_next() => {
            ended??;
        }
    }
    let publisher = Arc::new(Publisher::new(&running, load.pace, room).await?);
    let publishing = async {
        publisher.publish(0..WARMING, &times).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let before = (running.processor_time()?, server::own_processor_time()?, times.now());
        publisher.publish(WARMING..events, &times).await?;
        Ok(before)
    };
    // A subscriber that fails ends the round.
    let both = async { tokio::try_join!(publishing, collect(readers)) };
    let ((server, client, began), (delays, bytes)) =
        timeout(PATIENCE, both).await.context("events are missing")??;
    let lasted = Duration::from_micros(times.now() - began).as_secs_f64();
    let server = running.processor_time()? - server;
    let client = server::own_processor_time()? - client;
    let delivered = u32::try_from(delays.len())?;
    let wanted = load.events * u64::try_from(load.subscribers)?;
    ensure!(u64::from(delivered) == wanted, "events are missing");
    let at = |share: usize| f64::from(delays[(delays.len() - 1) * share / 100]) / 1_000.0;
    let (median, late) = (at(50), at(99));
    Ok(Round { rate: f64::from(delivered) / server, server, client, lasted, median, late, bytes })
}

/// All delays but those of the first events, sorted, and the size of an event.
async fn collect(mut readers: JoinSet<Result<subscriber::Read>>) -> Result<(Vec<u32>, usize)> {
    let (mut delays, mut bytes) = (Vec::new(), 0);
    while let Some(read) = readers.join_next().await {
        let read = read??;
        bytes = read.bytes;
        delays.extend(read.delays.into_iter().skip(usize::try_from(WARMING)?));
    }
    delays.sort_unstable();
    Ok((delays, bytes))
}
