//! How long to wait before the next try, longer after each failure, with chance in it so that not
//! all lanes come at once.

use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::time::Duration;

const FIRST: Duration = Duration::from_millis(500);
const MOST: Duration = Duration::from_secs(30);

/// Failures in a row.
#[derive(Debug)]
pub(crate) struct Backoff {
    failures: u32,
    chance: StdRng,
}

impl Backoff {
    pub(crate) fn new(seed: u64) -> Self {
        Self { failures: 0, chance: StdRng::seed_from_u64(seed) }
    }

    /// After one more failure: how long to wait, between half and all of a time that doubles from
    /// 0.5 s to 30 s.
    pub(crate) fn next(&mut self) -> Duration {
        let whole = FIRST.saturating_mul(2_u32.saturating_pow(self.failures)).min(MOST);
        self.failures = self.failures.saturating_add(1).min(16);
        whole.mul_f64(self.chance.random_range(0.5..=1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_half_a_minute_and_stay_there() {
        let mut backoff = Backoff::new(7);
        let waits: Vec<Duration> = (0..40).map(|_| backoff.next()).collect();
        assert!(waits[0] <= FIRST && waits[0] >= FIRST / 2);
        assert!(waits[3] > waits[0]);
        assert!(waits.iter().skip(10).all(|wait| *wait <= MOST && *wait >= MOST / 2));
    }
}
