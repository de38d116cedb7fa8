//! Time and ids as a test wants them.

use jiff::SignedDuration;
use protocol::{Clock, Ids, Timestamp, ids::hashed};
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};
use uuid::{Builder, Uuid};

/// A clock that stands until it is moved.
#[derive(Debug)]
pub struct SetClock(Mutex<Timestamp>);

impl SetClock {
    /// A clock that shows this.
    pub fn new(now: Timestamp) -> Self {
        Self(Mutex::new(now))
    }

    /// Move it forward, or back.
    ///
    /// # Panics
    ///
    /// Beyond the range of time.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.checked_add(by).expect("tests stay within the range of time");
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ids in order, the same in every run; different names give different ids.
#[derive(Debug)]
pub struct CountingIds {
    name: String,
    next: AtomicU64,
}

/// 2026-01-01, in milliseconds since 1970.
const START: u64 = 1_767_225_600_000;

impl CountingIds {
    /// Ids of this name, from the first.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), next: AtomicU64::new(START) }
    }
}

impl Ids for CountingIds {
    fn next(&self) -> Uuid {
        let millisecond = self.next.fetch_add(1, Ordering::Relaxed);
        let hash = hashed(&[&self.name, &millisecond.to_string()]);
        let mut chance = [0; 10];
        chance.copy_from_slice(&hash.as_bytes()[..10]);
        Builder::from_unix_timestamp_millis(millisecond, &chance).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_of_version_7_in_order_and_unlike_those_of_another_name() {
        let (ids, others) = (CountingIds::new("a"), CountingIds::new("b"));
        let (first, second) = (ids.next(), ids.next());
        assert_eq!(first.get_version_num(), 7);
        assert!(first < second);
        assert_ne!(first, others.next());
        assert_eq!(first, CountingIds::new("a").next());
    }
}
