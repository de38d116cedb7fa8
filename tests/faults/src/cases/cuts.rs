//! Cases in which the line is cut while events stream.

use super::{Outcome, between};
use crate::{
    proxy::{Direction, Flow, Weather},
    world::{Setting, World},
};
use anyhow::Result;
use rand::RngExt;
use std::time::Duration;
use tokio::time::sleep;

const CUTS: u64 = 30;
/// Connections that never get as far as an event.
const EARLY_CUTS: u64 = 10;
/// How the frame of an event begins.
const EVENT: &[u8] = b"{\"t\":\"ev\"";

/// A: cut after a random number of bytes, again and again; by turns on a good, a late and a slow
/// line.
pub(super) async fn in_a_stream(setting: Setting, number: u64) -> Result<Outcome> {
    let mut world = World::start(&setting).await?;
    world.proxy.weather(match number % 3 {
        0 => Weather::FAIR,
        1 => Weather { delay: Duration::from_millis(40), ..Weather::FAIR },
        _ => Weather { down: Flow::Drip(512), ..Weather::FAIR },
    });
    let before = world.proxy.cuts();
    let writing = world.write(Duration::from_secs(20));
    for cut in 1..=CUTS {
        let bytes = world.chance.random_range(1..20_000);
        world.proxy.cut_after(Direction::Down, bytes);
        world.proxy.until_cut(before + cut).await;
        let pause = between(&mut world.chance, 0..200);
        sleep(pause).await;
        world.retry_now().await?;
    }
    let verdict = world.verdict(&writing.await??).await?;
    Ok(Outcome::of(&mut world, verdict)
        .note("on a good line, one 40 ms late, one of 50 KB/s, by turns; after each cut somebody asks to try now"))
}

/// B: no connection gets as far as its first event.
pub(super) async fn before_the_first_event(setting: Setting) -> Result<Outcome> {
    let mut world = World::start(&setting).await?;
    let before = world.proxy.cuts();
    world.proxy.cut_before(EVENT, EARLY_CUTS);
    let writing = world.write(Duration::from_secs(5));
    for cut in 1..=EARLY_CUTS {
        world.proxy.until_cut(before + cut).await;
        let pause = between(&mut world.chance, 0..200);
        sleep(pause).await;
        world.retry_now().await?;
    }
    let verdict = world.verdict(&writing.await??).await?;
    let note = format!("the first {EARLY_CUTS} connections are cut before their first event");
    Ok(Outcome::of(&mut world, verdict).note(note))
}
