//! A long day at two desktops, in ordinary weather and without a crash, and what one of them holds in
//! memory at its end.

use super::{
    Failure,
    chance::Chance,
    judge::at_rest,
    line::Outage,
    world::{REST, World, carry_out},
};
use std::{sync::Arc, time::Duration};
use tokio::time::Instant;

const SEED: u64 = 24;
const HOUR: Duration = Duration::from_hours(1);
/// Between two things that the person does, in milliseconds.
const PACE: std::ops::Range<u64> = 5_000..85_000;
/// Between two things that befall the lines, in milliseconds.
const WEATHER: std::ops::Range<u64> = 60_000..1_200_000;
/// Things that the person has done before, so that there are more sessions than a desktop follows: at
/// the first weighing it is no stranger's.
const BEFORE: usize = 450;
/// During which of them the one desktop is away: what queues keep once they were long, a few blocks
/// each, is there from the beginning.
const AWAY: std::ops::Range<usize> = 150..350;
/// Between two of them.
const QUICK: Duration = Duration::from_secs(2);
/// Until both desktops run.
const MOMENT: Duration = Duration::from_secs(30);
/// What is under way comes to its end, and what is kept for a moment only is let go.
const QUIET: Duration = Duration::from_mins(5);
/// Less than it takes until a desktop that has quit starts again.
const GONE: Duration = Duration::from_millis(50);

/// Live through so many hours, and give how many bytes become free when a desktop quits that ran all
/// the time. `weigh` gives the live bytes of the whole program.
///
/// # Errors
///
/// When the desktops do not come to rest, or a desktop ended before.
pub fn day(hours: u32, weigh: fn() -> usize) -> Result<usize, Failure> {
    carry_out(SEED, live(hours, weigh))
}

async fn live(hours: u32, weigh: fn() -> usize) -> Result<usize, String> {
    let world = World::new(SEED, 2);
    let mut person = world.person(SEED);
    let (pace, weather) = (Chance::new(SEED, "pace"), Chance::new(SEED, "trouble"));
    let machine = &world.machines[0];
    tokio::time::sleep(MOMENT).await;
    let first = machine.run().map(|run| Arc::downgrade(&run.engine));
    for deed in 0..BEFORE {
        machine.line.set_outage(AWAY.contains(&deed).then_some(Outage::Known));
        tokio::time::sleep(QUICK).await;
        person.act().await;
    }
    let end = Instant::now() + HOUR * hours;
    let working = async {
        while Instant::now() < end {
            tokio::time::sleep(pace.millis(PACE)).await;
            person.act().await;
        }
    };
    let raging = async {
        while Instant::now() < end {
            tokio::time::sleep(weather.millis(WEATHER)).await;
            world.weather.trouble().await;
        }
    };
    tokio::join!(working, raging);
    world.weather.clear_up();
    let run = loop {
        tokio::time::sleep(QUIET).await;
        // Who is not there now is asked again the next time.
        let _taken_care = person.care(0).await;
        match at_rest(machine) {
            Ok(run) => break run,
            Err(_) if Instant::now() < end + REST => {}
            Err(what) => return Err(format!("no rest: {what}")),
        }
    };
    if first.is_none_or(|first| first.as_ptr() != Arc::as_ptr(&run.engine)) {
        return Err("the desktop did not run all the time".to_owned());
    }
    // What the judge's screen shows is not the desktop's.
    let screen = Arc::clone(&run.screen);
    let with = weigh();
    run.engine.stop().await;
    run.life.end();
    drop(run);
    tokio::time::sleep(GONE).await;
    let without = weigh();
    drop(screen);
    Ok(with.saturating_sub(without))
}
