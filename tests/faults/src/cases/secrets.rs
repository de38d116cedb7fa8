//! Tokens that cannot be kept.

mod bus;

use super::{Outcome, between};
use crate::world::{Setting, World};
use anyhow::{Result, ensure};
use bus::Bus;
use std::time::Duration;
use tokio::time::sleep;

/// The kind of run in which the system's keyring works.
const UNLOCKED: u64 = 4;

/// M: no keyring, one that never answers, one that refuses, and the system's own locked, unlocked
/// and away, by turns. The desktop is killed twice, so that nothing is left but the password.
pub(super) async fn unkept(setting: Setting, number: u64) -> Result<Outcome> {
    let kinds = if bus::is_there() { 6 } else { 3 };
    let kind = number % kinds;
    let (secrets, bus) = match kind {
        0 => ("absent", None),
        1 => ("locked", None),
        2 => ("broken", None),
        3 => ("system", Some(Bus::with_locked_keyring(&setting.folder).await?)),
        UNLOCKED => ("system", Some(Bus::with_keyring(&setting.folder).await?)),
        _ => ("system", Some(Bus::alone(&setting.folder).await?)),
    };
    let environment = bus.as_ref().map(Bus::environment).unwrap_or_default();
    let mut world = World::start(&Setting { secrets, environment, ..setting }).await?;
    let writing = world.write(Duration::from_secs(15));
    for _ in 0..2 {
        let lives = between(&mut world.chance, 1_000..4_000);
        sleep(lives).await;
        world.desktop.kill().await?;
        world.desktop.run().await?;
    }
    let verdict = world.verdict(&writing.await??).await?;
    let said = world.desktop.process().said();
    let present = said.contains("the system's keyring was tried present=true");
    ensure!(present == (kind == UNLOCKED), "the system's keyring is not as this run wants it");
    let real = if kinds > 3 { "and gnome-keyring locked, unlocked and away" } else { "" };
    let note = format!("no keyring, one that never answers, one that refuses, {real} by turns");
    Ok(Outcome::of(&mut world, verdict).note(note))
}
