//! A desktop that takes nothing in while events flow.

use super::Outcome;
use crate::{
    proxy::{Flow, Weather},
    world::{CHANGES, Setting, World},
};
use anyhow::Result;
use std::time::Duration;
use tokio::time::{Instant, sleep};

const SHORT: Duration = Duration::from_secs(20);
const LONG: Duration = Duration::from_mins(10);
const LONG_CHANGES: u64 = 12_000;
/// Longer than a client's own heartbeat, so that it dials anew, more than once, while it reads
/// nothing.
const FIRST_STALL: Duration = Duration::from_secs(100);
const WARM_UP: Duration = Duration::from_secs(8);
const GROWTH: [&str; 2] = [
    "KiB by which the server's memory grew in ten minutes in which the socket was not read",
    "KiB by which the server's memory grew in ten minutes in which the process stood still",
];
const GLANCE: Duration = Duration::from_millis(200);

/// The first run of each kind takes its full time.
pub(crate) fn is_long(number: u64) -> bool {
    number < 2
}

/// How long the reader of this run is stalled.
pub(crate) fn time(number: u64) -> Duration {
    if is_long(number) { LONG } else { SHORT }
}

/// J: the process stands still, or its socket is not read, by turns;
/// in the first run of each kind for ten minutes.
pub(super) async fn reader(setting: Setting, number: u64) -> Result<Outcome> {
    let (time, changes) = (time(number), if is_long(number) { LONG_CHANGES } else { CHANGES });
    let mut world = World::start(&setting).await?;
    // What a server needs once for so much, it needs before: its caches grow with the database, and
    // with as many lines as are there at once. So the long stalls come after a shorter one.
    let mut keys = world.write_some(changes, WARM_UP).await??;
    world.settle().await?;
    let asleep = number.is_multiple_of(2);
    if is_long(number) {
        stall(&mut world, asleep).await?;
        keys.extend(world.write_some(CHANGES, FIRST_STALL).await??);
        go_on(&mut world, asleep).await?;
        world.settle().await?;
    }
    stall(&mut world, asleep).await?;
    let writing = world.write_some(changes, time * 3 / 4);
    let grown = growth(&mut world, time).await?;
    go_on(&mut world, asleep).await?;
    keys.extend(writing.await??);
    let verdict = world.verdict(&keys).await?;
    let note = format!(
        "stalled for {} s while {changes} changes are made (stopped, or its socket not read, by \
         turns)",
        time.as_secs()
    );
    let outcome = Outcome::of(&mut world, verdict).note(note);
    // A short stall comes to a server that has not been through one.
    let is_told = is_long(number);
    Ok(if is_told { outcome.measure(GROWTH[usize::from(asleep)], grown) } else { outcome })
}

/// From now on the desktop takes nothing in: its process stands still, or its socket is not read.
async fn stall(world: &mut World, asleep: bool) -> Result<()> {
    if asleep {
        return world.desktop.process().signal("STOP").await;
    }
    world.proxy.weather(Weather { down: Flow::Hold, ..Weather::FAIR });
    Ok(())
}

async fn go_on(world: &mut World, asleep: bool) -> Result<()> {
    if asleep {
        return world.desktop.process().signal("CONT").await;
    }
    world.proxy.weather(Weather::FAIR);
    Ok(())
}

/// By how many KiB the server's memory grows at most in this time.
async fn growth(world: &mut World, time: Duration) -> Result<u64> {
    let before = world.server.process().memory()?;
    let mut most = before;
    let until = Instant::now() + time;
    while Instant::now() < until {
        sleep(GLANCE).await;
        most = most.max(world.server.process().memory()?);
    }
    Ok(most - before)
}
