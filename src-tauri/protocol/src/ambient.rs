//! Time and ids enter the program here and nowhere else; everything takes a [`Clock`] and an
//! [`Ids`], so tests decide both.

use crate::Timestamp;
use std::fmt::Debug;
use uuid::Uuid;

/// Tells the time of day. Never used to order events.
pub trait Clock: Debug + Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Makes ids.
pub trait Ids: Debug + Send + Sync {
    /// A new one; later ones sort after earlier ones as far as the clock goes forward.
    fn next(&self) -> Uuid;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where time enters")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// `UUIDv7` from the machine's clock and random numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "the one place where ids are made")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}
