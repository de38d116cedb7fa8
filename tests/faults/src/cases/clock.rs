//! The desktop's time of day jumps, and its machine sleeps.

use super::Outcome;
use crate::world::{Setting, World};
use anyhow::Result;
use std::time::Duration;
use tokio::time::sleep;

const EIGHT_HOURS: i64 = 8 * 3_600;
/// Longer than the watch for sleep looks away, for clocks that go on while the machine sleeps.
const NAP: Duration = Duration::from_secs(25);

/// I: eight hours forward and back, a night with the time of day moved on at the waking, and a nap
/// in which the line went without a word.
pub(super) async fn jumps_and_sleep(setting: Setting) -> Result<Outcome> {
    let mut world = World::start(&setting).await?;
    let writing = world.write(Duration::from_secs(40));
    for seconds in [EIGHT_HOURS, 0, -EIGHT_HOURS, 0] {
        world.desktop.shift_clock(seconds).await?;
        sleep(Duration::from_secs(1)).await;
    }
    sleep_through(&mut world, Duration::from_secs(3), EIGHT_HOURS).await?;
    sleep(Duration::from_secs(5)).await;
    sleep_through(&mut world, NAP, EIGHT_HOURS).await?;
    let verdict = world.verdict(&writing.await??).await?;
    let note = "±8 h awake; asleep (SIGSTOP) for 3 s with +8 h at the waking and for 25 s, \
                each time with the line half-open";
    Ok(Outcome::of(&mut world, verdict).note(note))
}

async fn sleep_through(world: &mut World, time: Duration, woken: i64) -> Result<()> {
    world.desktop.process().signal("STOP").await?;
    world.proxy.half_open();
    sleep(time).await;
    world.desktop.process().signal("CONT").await?;
    world.desktop.shift_clock(woken).await
}
