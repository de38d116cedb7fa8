//! Cases in which the line is cut.

use super::Outcome;
use crate::{
    proxy::Direction,
    world::{Setting, World},
};
use anyhow::Result;
use rand::RngExt;
use std::time::Duration;
use tokio::time::sleep;

const CUTS: u64 = 30;

/// A: cut after a random number of bytes, again and again, while events stream.
pub(super) async fn in_a_stream(setting: Setting) -> Result<Outcome> {
    let mut world = World::start(&setting).await?;
    let before = world.proxy.cuts();
    let writing = world.write(Duration::from_secs(20));
    for cut in 1..=CUTS {
        let bytes = world.chance.random_range(1..20_000);
        world.proxy.cut_after(Direction::Down, bytes);
        world.proxy.until_cut(before + cut).await;
        let pause = Duration::from_millis(world.chance.random_range(0..200));
        sleep(pause).await;
        world.retry_now().await?;
    }
    writing.await??;
    let verdict = world.verdict().await?;
    Ok(Outcome::of(&mut world, verdict))
}
