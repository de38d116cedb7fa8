//! When to try again. All randomness of the state machine is here, from one seed.

use protocol::frame::ReconnectAdvice;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::time::Duration;

/// The step of the first delay.
const STEP: Duration = Duration::from_secs(1);
/// Delays without advice are not shorter.
const MIN: Duration = Duration::from_secs(1);
/// Delays without advice are not longer.
const MAX: Duration = Duration::from_secs(30);
/// No advice holds for longer.
pub(super) const ADVICE_LIMIT: Duration = Duration::from_mins(10);

/// Delays between dials, longer after each failure.
#[derive(Debug)]
pub(super) struct Delays {
    random: StdRng,
    failures: u32,
    min: Duration,
    max: Duration,
}

impl Delays {
    pub(super) fn new(seed: u64) -> Self {
        Self { random: StdRng::seed_from_u64(seed), failures: 0, min: MIN, max: MAX }
    }

    /// Failed tries in a row.
    pub(super) fn failures(&self) -> u32 {
        self.failures
    }

    pub(super) fn failed(&mut self) {
        self.failures = self.failures.saturating_add(1);
    }

    pub(super) fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// The server's bounds for the coming delays.
    pub(super) fn advise(&mut self, advice: ReconnectAdvice) {
        self.min = milliseconds(advice.min_ms);
        self.max = milliseconds(advice.max_ms).max(self.min);
    }

    /// `min(30 s, 1 s + U(0, min(29 s, 1 s·2ⁿ)))` after `n` failures, with the server's bounds in
    /// place of 1 s and 30 s when it gave some. The draw comes last, so that no two clients are
    /// pressed together at a bound.
    pub(super) fn next(&mut self) -> Duration {
        let doubled = STEP.saturating_mul(2_u32.saturating_pow(self.failures));
        let spread = doubled.min(self.max.saturating_sub(self.min));
        self.min + self.up_to(spread)
    }

    /// Never sooner than asked, and spread over a tenth more, at least a second.
    pub(super) fn after(&mut self, asked: Duration) -> Duration {
        let asked = asked.min(ADVICE_LIMIT);
        asked + self.up_to((asked / 10).max(STEP))
    }

    /// From a range of milliseconds.
    pub(super) fn within(&mut self, range: (u64, u64)) -> Duration {
        let (from, to) = (milliseconds(range.0), milliseconds(range.1));
        let low = from.min(to);
        low + self.up_to(from.max(to).saturating_sub(low))
    }

    /// Ten percent less to ten percent more.
    pub(super) fn around(&mut self, middle: Duration) -> Duration {
        middle * 9 / 10 + self.up_to(middle / 5)
    }

    /// Uniform from zero.
    pub(super) fn up_to(&mut self, limit: Duration) -> Duration {
        let nanoseconds = u64::try_from(limit.as_nanos()).unwrap_or(u64::MAX);
        Duration::from_nanos(self.random.random_range(0..=nanoseconds))
    }
}

/// Bounded, so that no number of a server leads out of the clock's range.
fn milliseconds(count: u64) -> Duration {
    Duration::from_millis(count).min(ADVICE_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn delays_keep_the_formula(seed: u64, failures in 0_u32..80) {
            let mut delays = Delays::new(seed);
            for _ in 0..failures {
                delays.failed();
            }
            let delay = delays.next();
            let bound = 2_u64.saturating_pow(failures).min(29);
            prop_assert!(delay >= Duration::from_secs(1));
            prop_assert!(delay <= Duration::from_secs(1 + bound));
        }

        #[test]
        fn the_server_sets_the_bounds(seed: u64, min_ms: u64, max_ms: u64, failures in 0_u32..40) {
            let mut delays = Delays::new(seed);
            delays.advise(ReconnectAdvice { min_ms, max_ms });
            for _ in 0..failures {
                delays.failed();
            }
            let delay = delays.next();
            prop_assert!(delay >= milliseconds(min_ms));
            prop_assert!(delay <= milliseconds(max_ms.max(min_ms)));
        }
    }

    #[test]
    fn delays_are_spread_and_not_pressed_to_a_bound() {
        let mut delays = Delays::new(7);
        (0..10).for_each(|_| delays.failed());
        let drawn: Vec<_> = (0..1_000).map(|_| delays.next()).collect();
        let late = drawn.iter().filter(|delay| **delay > Duration::from_millis(29_710)).count();
        assert!(late < 30, "{late} of 1000 are in the last hundredth");
        let early = drawn.iter().filter(|delay| **delay < Duration::from_millis(15_500)).count();
        assert!((400..600).contains(&early), "{early} of 1000 are in the first half");
    }
}
