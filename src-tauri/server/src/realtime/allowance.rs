//! How many questions a client may ask: each costs a read, so a client that floods is closed.

use std::time::Duration;

/// Questions that may come at once.
const BURST: u32 = 512;
/// Questions that may come each second in the long run.
const EACH_SECOND: u32 = 20;

/// What is left of a client's questions.
#[derive(Debug)]
pub(super) struct Allowance {
    /// The moment from which on it would be full again.
    full_at: Duration,
}

impl Allowance {
    pub(super) fn new() -> Self {
        Self { full_at: Duration::ZERO }
    }

    /// Take one. Gives whether there was one.
    pub(super) fn take(&mut self, now: Duration) -> bool {
        let one = Duration::from_secs(1) / EACH_SECOND;
        let full_at = self.full_at.max(now) + one;
        let allowed = full_at <= now + one * BURST;
        if allowed {
            self.full_at = full_at;
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_ends_at_the_burst_and_comes_back_slowly() {
        let mut allowance = Allowance::new();
        let now = Duration::from_secs(100);
        assert_eq!((0..1_000).filter(|_| allowance.take(now)).count(), 512);
        let later = now + Duration::from_secs(1);
        assert_eq!((0..1_000).filter(|_| allowance.take(later)).count(), 20);
    }
}
