//! What happens by chance, decided by a seed and a name, so that one part's draws never change those
//! of another.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::{
    ops::Range,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// A source of chance that may be shared.
#[derive(Debug)]
pub(crate) struct Chance(Mutex<ChaCha8Rng>);

impl Chance {
    /// The one of this seed and name.
    pub(crate) fn new(seed: u64, name: &str) -> Self {
        let (high, low) = protocol::ids::hashed(&[name]).as_u64_pair();
        let mut random = ChaCha8Rng::seed_from_u64(seed ^ high);
        random.set_stream(low);
        Self(Mutex::new(random))
    }

    fn random(&self) -> MutexGuard<'_, ChaCha8Rng> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True in one of so many cases.
    pub(crate) fn one_in(&self, count: u32) -> bool {
        self.random().random_range(0..count) == 0
    }

    /// Less than `limit`, which is not zero.
    pub(crate) fn below(&self, limit: usize) -> usize {
        self.random().random_range(0..limit)
    }

    /// So many milliseconds.
    pub(crate) fn millis(&self, range: Range<u64>) -> Duration {
        Duration::from_millis(self.random().random_range(range))
    }

    /// One of them.
    ///
    /// # Panics
    ///
    /// When there are none.
    pub(crate) fn pick<'a, T>(&self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// One of them, each as likely as its weight.
    pub(crate) fn weighted<T: Copy>(&self, all: &[(u32, T)]) -> T {
        let total = all.iter().map(|(weight, _)| weight).sum();
        let mut left = self.random().random_range(0..total);
        for (weight, one) in all {
            if left < *weight {
                return *one;
            }
            left -= weight;
        }
        all[0].1
    }

    /// Another seed.
    pub(crate) fn seed(&self) -> u64 {
        self.random().random()
    }

    /// In another order.
    pub(crate) fn shuffle<T>(&self, all: &mut [T]) {
        for place in (1..all.len()).rev() {
            all.swap(place, self.below(place + 1));
        }
    }
}
