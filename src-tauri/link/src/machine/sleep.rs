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

    /// Whether the machine slept since the last look: the time of day ran ahead of the monotonic
    /// clock, or no look came for a long time on systems whose monotonic clock counts sleep.
    pub(super) fn slept(&mut self, now: Now) -> bool {
        let Some(last) = self.last.replace(now) else { return false };
        let elapsed = now.elapsed.saturating_sub(last.elapsed);
        wall_between(last.wall, now.wall).saturating_sub(elapsed) > JUMP || elapsed > LOOK + JUMP
    }
}

fn wall_between(earlier: Timestamp, later: Timestamp) -> Duration {
    Duration::try_from(later.duration_since(earlier)).unwrap_or_default()
}
