//! Access tokens that are good for seconds.

use super::Outcome;
use crate::{
    proxy::Weather,
    server::Extras,
    world::{Setting, World},
};
use anyhow::Result;
use std::time::Duration;
use tokio::time::sleep;

/// How long a token is good, in seconds.
const GOOD: u64 = 3;

/// K: the line is down for longer than the token is good, three times; in between the token is
/// renewed on the open line.
pub(super) async fn expire_while_cut(setting: Setting) -> Result<Outcome> {
    let extras = Extras(vec![String::from("--token-seconds"), GOOD.to_string()]);
    let mut world = World::start(&Setting { extras, ..setting }).await?;
    let writing = world.write(Duration::from_secs(25));
    for _ in 0..3 {
        sleep(Duration::from_secs(GOOD)).await;
        world.proxy.weather(Weather::CLOSED);
        world.proxy.cut();
        sleep(Duration::from_secs(GOOD + 2)).await;
        world.proxy.weather(Weather::FAIR);
        world.retry_now().await?;
    }
    let verdict = world.verdict(&writing.await??).await?;
    let note = format!("tokens good for {GOOD} s; three cuts of {} s", GOOD + 2);
    Ok(Outcome::of(&mut world, verdict).note(note))
}
