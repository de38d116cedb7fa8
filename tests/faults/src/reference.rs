//! The same faults against Socket.IO 4.8.4 with connection state recovery, in real processes behind
//! the same proxy. Cases about what it does not have are not run, and say so.

mod pair;

use crate::{
    cases::{Case, stall},
    proxy::{Direction, Flow, Weather},
    verdict::Tally,
};
use anyhow::{Result, bail};
use pair::{EVENT, Pair};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde::Serialize;
use std::{path::Path, time::Duration};
use tokio::time::sleep;

/// How it was set up, in words.
pub(crate) const SETUP: &str = "Socket.IO 4.8.4: server and client from npm, connection state \
    recovery on with the documentation's two minutes, in-memory adapter, default transports and \
    heartbeats; events go from the server to one client, case E from the client to the server with \
    acknowledgements, three retries and an id against repeats, as the documentation recommends. It \
    reconnects after 0.1 to 0.5 s instead of 1 to 5 s. What a process wrote down counts as applied \
    even if it was killed after; an emit whose answer was lost with the server is made again";

/// Why a case is not run, if it is not.
pub(crate) fn not_run(case: &Case) -> Option<&'static str> {
    match case.letter {
        'K' => Some("it has no tokens of its own"),
        'L' | 'O' => Some("it keeps nothing on a disk"),
        'M' => Some("it keeps no secrets"),
        'N' => Some("it has no jobs"),
        _ => None,
    }
}

/// What the runs of a case gave.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct Measured {
    /// The counts.
    #[serde(flatten)]
    pub(crate) tally: Tally,
    /// How often the proxy cut the line.
    pub(crate) cuts: u64,
    /// Runs in which it never came to an end; what had not come by then is missing.
    pub(crate) unfinished: u64,
}

/// One run.
pub(crate) async fn run(case: &Case, number: u64, folder: &Path, seed: u64) -> Result<Measured> {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut pair = Pair::start(folder).await?;
    let chance = &mut chance;
    match case.letter {
        'A' => cuts(&mut pair, number, chance).await?,
        'B' => before_the_first_event(&mut pair).await?,
        'C' => server_killed(&mut pair, (5, 15), chance).await?,
        'D' => outage(&mut pair, number).await?,
        'E' => changes(&mut pair, chance).await?,
        'F' => server_killed(&mut pair, (10, 8), chance).await?,
        'G' => client_killed(&mut pair, chance).await?,
        'I' => sleeps(&mut pair).await?,
        'J' => stalled(&mut pair, number).await?,
        letter => bail!("case {letter} is not run for the reference"),
    }
    pair.end().await
}

fn between(chance: &mut StdRng, milliseconds: std::ops::Range<u64>) -> Duration {
    Duration::from_millis(chance.random_range(milliseconds))
}

async fn cuts(pair: &mut Pair, number: u64, chance: &mut StdRng) -> Result<()> {
    pair.proxy.weather(match number % 3 {
        0 => Weather::FAIR,
        1 => Weather { delay: Duration::from_millis(40), ..Weather::FAIR },
        _ => Weather { down: Flow::Drip(512), ..Weather::FAIR },
    });
    let emitting = pair.emit(Duration::from_secs(20));
    for cut in 1..=30 {
        pair.proxy.cut_after(Direction::Down, chance.random_range(1..20_000));
        pair.proxy.until_cut(cut).await;
        sleep(between(chance, 0..200)).await;
    }
    emitting.await?
}

async fn before_the_first_event(pair: &mut Pair) -> Result<()> {
    pair.proxy.cut_before(EVENT, 10);
    let emitting = pair.emit(Duration::from_secs(5));
    pair.proxy.until_cut(10).await;
    emitting.await?
}

async fn server_killed(
    pair: &mut Pair,
    (times, seconds): (u64, u64),
    chance: &mut StdRng,
) -> Result<()> {
    let emitting = pair.emit(Duration::from_secs(seconds));
    for _ in 0..times {
        sleep(between(chance, 100..seconds * 1_000 / times)).await;
        pair.restart_server().await?;
    }
    emitting.await?
}

async fn outage(pair: &mut Pair, number: u64) -> Result<()> {
    pair.proxy.weather(if number % 3 == 1 { Weather::CLOSED } else { Weather::BLACK_HOLE });
    match number % 3 {
        0 => {}
        1 => pair.proxy.cut(),
        _ => pair.proxy.half_open(),
    }
    let emitting = pair.emit(Duration::from_mins(1));
    sleep(Duration::from_secs(85)).await;
    pair.proxy.cut();
    pair.proxy.weather(Weather::FAIR);
    emitting.await?
}

async fn changes(pair: &mut Pair, chance: &mut StdRng) -> Result<()> {
    pair.count_changes();
    let Pair { proxy, client, .. } = pair;
    let cutting = async {
        for cut in 1..=30 {
            let direction = if chance.random_bool(0.5) { Direction::Down } else { Direction::Up };
            proxy.cut_after(direction, chance.random_range(1..1_500));
            proxy.until_cut(cut).await;
            sleep(between(chance, 0..200)).await;
        }
        anyhow::Ok(())
    };
    tokio::try_join!(client.send_changes(Duration::from_secs(25)), cutting)?;
    Ok(())
}

async fn client_killed(pair: &mut Pair, chance: &mut StdRng) -> Result<()> {
    let emitting = pair.emit(Duration::from_secs(10));
    for _ in 0..10 {
        sleep(between(chance, 50..900)).await;
        pair.restart_client().await?;
    }
    emitting.await?
}

async fn sleeps(pair: &mut Pair) -> Result<()> {
    let emitting = pair.emit(Duration::from_secs(40));
    for seconds in [3, 25] {
        sleep(Duration::from_secs(4)).await;
        pair.client.process().signal("STOP").await?;
        pair.proxy.half_open();
        sleep(Duration::from_secs(seconds)).await;
        pair.client.process().signal("CONT").await?;
    }
    emitting.await?
}

async fn stalled(pair: &mut Pair, number: u64) -> Result<()> {
    let time = stall::time(number);
    let emitting = pair.emit(time * 3 / 4);
    if number.is_multiple_of(2) {
        pair.client.process().signal("STOP").await?;
        sleep(time).await;
        pair.client.process().signal("CONT").await?;
    } else {
        pair.proxy.weather(Weather { down: Flow::Hold, ..Weather::FAIR });
        sleep(time).await;
        pair.proxy.weather(Weather::FAIR);
    }
    emitting.await?
}
