//! Cases in which a process is killed with `kill -9` and started again.

use super::{Outcome, between};
use crate::world::{Setting, World};
use anyhow::Result;
use std::time::Duration;
use tokio::time::sleep;

/// C: the server dies in a stream, stays away for a while and comes back.
pub(super) async fn server(setting: Setting) -> Result<Outcome> {
    let mut world = World::start(&setting).await?;
    let writing = world.write(Duration::from_secs(15));
    for _ in 0..5 {
        let lives = between(&mut world.chance, 500..2_500);
        sleep(lives).await;
        world.server.process().kill().await?;
        let away = between(&mut world.chance, 0..1_500);
        sleep(away).await;
        world.server.start().await?;
        world.retry_now().await?;
    }
    let verdict = world.verdict(&writing.await??).await?;
    Ok(Outcome::of(&mut world, verdict))
}

/// F: the server dies at any instant under a constant load of writes, and comes back at once.
pub(super) async fn server_in_a_commit(setting: Setting) -> Result<Outcome> {
    let mut world = World::start(&setting).await?;
    let writing = world.write(Duration::from_secs(8));
    for _ in 0..10 {
        let lives = between(&mut world.chance, 100..900);
        sleep(lives).await;
        world.server.restart().await?;
    }
    let keys = writing.await??;
    let mut verdict = world.verdict(&keys).await?;
    if let Some(damage) = world.server.damage()? {
        verdict.tally.missing += 1;
        verdict.wrong.push(format!("the server's database is damaged: {damage}"));
    }
    let again = world.author.sent_again();
    Ok(Outcome::of(&mut world, verdict).measure("tries sent again with their keys", again))
}

/// G: the desktop dies while it takes events in, and comes back at once.
pub(super) async fn desktop(setting: Setting) -> Result<Outcome> {
    let mut world = World::start(&setting).await?;
    let writing = world.write(Duration::from_secs(10));
    for _ in 0..10 {
        let lives = between(&mut world.chance, 50..900);
        sleep(lives).await;
        world.desktop.kill().await?;
        world.desktop.run().await?;
    }
    let verdict = world.verdict(&writing.await??).await?;
    Ok(Outcome::of(&mut world, verdict))
}
