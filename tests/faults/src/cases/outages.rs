//! A line that is down for longer than anything waits.

use super::Outcome;
use crate::{
    proxy::Weather,
    world::{Setting, World},
};
use anyhow::Result;
use std::time::Duration;
use tokio::time::sleep;

/// Longer than a dead connection goes unnoticed (43 s), than the server waits for a silent client
/// (75 s) and for an ack (60 s); meanwhile more events come than may be un-acked (512).
const OUTAGE: Duration = Duration::from_secs(85);

/// D: connections stand and nothing comes through, nobody answers, or the server's side alone is
/// gone: by turns.
pub(super) async fn long(setting: Setting, number: u64) -> Result<Outcome> {
    let mut world = World::start(&setting).await?;
    let before = world.proxy.cuts();
    match number % 3 {
        0 => world.proxy.weather(Weather::BLACK_HOLE),
        1 => {
            world.proxy.weather(Weather::CLOSED);
            world.proxy.cut();
        }
        _ => {
            world.proxy.weather(Weather::BLACK_HOLE);
            world.proxy.half_open();
        }
    }
    let writing = world.write(Duration::from_mins(1));
    sleep(OUTAGE).await;
    // Whatever still stands goes with the outage.
    world.proxy.cut();
    let verdict = world.verdict(&writing.await??).await?;
    let cuts = world.proxy.cuts() - before;
    let note = format!(
        "{} s with a black hole, nobody answering, or a half-open line, by turns",
        OUTAGE.as_secs()
    );
    Ok(Outcome { cuts, ..Outcome::of(&mut world, verdict) }.note(note))
}
