//! The time of day in a simulated world: it follows tokio's clock, jumps for all when the world
//! sleeps, and is wrong on one machine when somebody sets it.

use jiff::SignedDuration;
use protocol::{Clock, Timestamp};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// 2026-01-05 08:00, in seconds since 1970.
const MORNING: i64 = 1_767_600_000;

/// The right time.
#[derive(Debug)]
pub(crate) struct Sun {
    began: Instant,
    slept: Mutex<Duration>,
}

impl Sun {
    /// It is morning.
    pub(crate) fn new() -> Self {
        Self { began: Instant::now(), slept: Mutex::default() }
    }

    /// All machines sleep at once: no clock but the one on the wall goes on.
    pub(crate) fn sleep(&self, time: Duration) {
        *self.slept.lock().unwrap_or_else(PoisonError::into_inner) += time;
    }

    fn now(&self) -> Timestamp {
        let slept = *self.slept.lock().unwrap_or_else(PoisonError::into_inner);
        let morning = Timestamp::from_second(MORNING).expect("the morning is within range");
        morning + (self.began.elapsed() + slept)
    }
}

/// The clock of one machine.
#[derive(Debug)]
pub(crate) struct WallClock {
    sun: Arc<Sun>,
    wrong: Mutex<SignedDuration>,
}

impl WallClock {
    pub(crate) fn new(sun: Arc<Sun>) -> Self {
        Self { sun, wrong: Mutex::new(SignedDuration::ZERO) }
    }

    /// Somebody sets it, so far from the right time.
    pub(crate) fn set_wrong(&self, by: SignedDuration) {
        *self.wrong.lock().unwrap_or_else(PoisonError::into_inner) = by;
    }
}

impl Clock for WallClock {
    fn now(&self) -> Timestamp {
        let wrong = *self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        self.sun.now().checked_add(wrong).expect("clocks are wrong by hours")
    }
}
