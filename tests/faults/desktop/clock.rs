//! The machine's clock, which jumps when told to.

use jiff::SignedDuration;
use protocol::{Clock, SystemClock, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};

/// The machine's time of day and so many seconds.
#[derive(Debug, Default)]
pub(crate) struct ShiftedClock(AtomicI64);

impl ShiftedClock {
    /// From now on so many seconds off.
    pub(crate) fn shift(&self, seconds: i64) {
        self.0.store(seconds, Ordering::Release);
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        let by = SignedDuration::from_secs(self.0.load(Ordering::Acquire));
        let now = SystemClock.now();
        now.checked_add(by).unwrap_or(now)
    }
}
