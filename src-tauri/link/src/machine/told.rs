//! What of the status is worth telling again: every change, but neither each event of a replay nor
//! the rounding between two clocks.

use protocol::{Timestamp, app_event::LinkStatus};
use std::time::Duration;

/// While catching up the status is told anew after so many events.
const BEHIND_STEP: u64 = 100;
/// A retry that moves by less is the same retry.
const ROUNDING: Duration = Duration::from_millis(500);

#[derive(Debug, Default)]
pub(super) struct Told {
    last: LinkStatus,
}

impl Told {
    /// The status, if it differs enough from what was told last.
    pub(super) fn news(&mut self, status: LinkStatus) -> Option<LinkStatus> {
        let last = &self.last;
        let same_behind = (status.behind == 0) == (last.behind == 0)
            && status.behind.abs_diff(last.behind) < BEHIND_STEP;
        let same_rest =
            LinkStatus { behind: last.behind, retry_at: last.retry_at, ..status.clone() } == *last;
        if same_behind && same_rest && is_same_moment(status.retry_at, last.retry_at) {
            return None;
        }
        self.last = status.clone();
        Some(status)
    }
}

fn is_same_moment(one: Option<Timestamp>, other: Option<Timestamp>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.duration_since(other).unsigned_abs() < ROUNDING,
        (one, other) => one == other,
    }
}
