//! Sign-ins that were found alive a moment ago, so that not every request and every page asks the
//! database. What ends here is known at once; what another server on the same database ends, after
//! that moment.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::Instant;
use uuid::Uuid;

/// For how long it is believed.
const MOMENT: Duration = Duration::from_secs(1);
/// After so long one who asks looks it up anew, while the others go on believing it.
const EARLY: Duration = Duration::from_millis(750);
/// Sign-ins that are remembered at a time.
const MOST: usize = 4_096;

/// The sign-ins known to be alive.
#[derive(Debug, Default)]
pub(super) struct Living {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    found: HashMap<Uuid, Found>,
    /// How many have ended here.
    ended: u64,
}

#[derive(Debug, Clone, Copy)]
struct Found {
    /// When the look began that found it.
    since: Instant,
    /// Whether somebody looks it up anew.
    is_asked: bool,
}

/// When a look into the database began.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Doubt {
    since: Instant,
    ended: u64,
}

impl Living {
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `None` when it is known to be alive; otherwise it must be looked up.
    pub(super) fn doubt(&self, family: Uuid) -> Option<Doubt> {
        let since = Instant::now();
        let mut known = self.lock();
        let is_believed = known.found.get_mut(&family).is_some_and(|found| {
            let age = since - found.since;
            age < EARLY || (age < MOMENT && std::mem::replace(&mut found.is_asked, true))
        });
        (!is_believed).then_some(Doubt { since, ended: known.ended })
    }

    /// It was found alive. What ended since the doubt may be this one.
    pub(super) fn found(&self, family: Uuid, doubt: Doubt) {
        let mut known = self.lock();
        if known.ended == doubt.ended {
            if known.found.len() >= MOST {
                known.found.clear();
            }
            known.found.insert(family, Found { since: doubt.since, is_asked: false });
        }
    }

    /// It has ended.
    pub(super) fn end(&self, family: Uuid) {
        let mut known = self.lock();
        known.found.remove(&family);
        known.ended += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);

    #[tokio::test(start_paused = true)]
    async fn who_was_found_alive_is_looked_up_no_more_until_it_ends() {
        let living = Living::default();
        living.found(ONE, living.doubt(ONE).unwrap());
        assert!(living.doubt(ONE).is_none());
        assert!(living.doubt(OTHER).is_some());
        living.end(ONE);
        assert!(living.doubt(ONE).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_believed_for_a_moment_from_the_beginning_of_the_look() {
        let living = Living::default();
        let doubt = living.doubt(ONE).unwrap();
        tokio::time::advance(MOMENT / 2).await;
        living.found(ONE, doubt);
        assert!(living.doubt(ONE).is_none());
        tokio::time::advance(MOMENT / 2).await;
        assert!(living.doubt(ONE).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn one_looks_it_up_in_good_time_while_the_others_believe_it() {
        let living = Living::default();
        living.found(ONE, living.doubt(ONE).unwrap());
        tokio::time::advance(EARLY).await;
        let doubt = living.doubt(ONE).unwrap();
        assert!(living.doubt(ONE).is_none());
        living.found(ONE, doubt);
        tokio::time::advance(EARLY / 2).await;
        assert!(living.doubt(ONE).is_none());
        tokio::time::advance(EARLY / 2).await;
        assert!(living.doubt(ONE).is_some());
        tokio::time::advance(MOMENT.saturating_sub(EARLY)).await;
        assert!(living.doubt(ONE).is_some(), "the one who was to look it up did not");
    }

    #[tokio::test(start_paused = true)]
    async fn an_end_during_the_look_is_not_overlooked() {
        let living = Living::default();
        let doubt = living.doubt(ONE).unwrap();
        living.end(ONE);
        living.found(ONE, doubt);
        assert!(living.doubt(ONE).is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn it_does_not_grow_for_ever() {
        let living = Living::default();
        for number in 0..10_000 {
            let family = Uuid::from_u128(number);
            living.found(family, living.doubt(family).unwrap());
            assert!(living.lock().found.len() <= MOST);
        }
    }
}
