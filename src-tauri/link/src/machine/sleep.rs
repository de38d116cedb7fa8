//! Notices that the machine slept, by comparing the two clocks at each tick.

use super::Now;
use protocol::Timestamp;
use std::time::Duration;

/// Time between two looks at the clocks.
const LOOK: Duration = Duration::from_secs(5);
/// A larger jump means sleep.
const JUMP: Duration = Duration::from_secs(15);

#[derive(Debug, Default)]
pub(super) struct SleepWatch {
    last: Option<Now>,
}

impl SleepWatch {
    /// A watch that looks for the first time now.
    pub(super) fn from(now: Now) -> Self {
        Self { last: Some(now) }
    }

    /// When to look next.
    pub(super) fn due(&self) -> Duration {
        self.last.map_or(Duration::ZERO, |last| last.elapsed + LOOK)
    }

    /// How long the machine slept since the last look, if it did: the time of day ran ahead of the
    /// monotonic clock, or no look came for a long time on systems whose monotonic clock counts
    /// sleep.
    pub(super) fn slept(&mut self, now: Now) -> Option<Duration> {
        let last = self.last.replace(now)?;
        let elapsed = now.elapsed.saturating_sub(last.elapsed);
        let between = wall_between(last.wall, now.wall);
        let slept = between.saturating_sub(elapsed) > JUMP || elapsed > LOOK + JUMP;
        slept.then_some(between.max(elapsed))
    }
}

fn wall_between(earlier: Timestamp, later: Timestamp) -> Duration {
    Duration::try_from(later.duration_since(earlier)).unwrap_or_default()
}
