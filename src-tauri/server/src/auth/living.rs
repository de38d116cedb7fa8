//! Sign-ins that were found alive and have not ended since, so that not every request asks the
//! database. One process writes the database, so it sees every end.

use std::{
    collections::HashSet,
    sync::{Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// Sign-ins that are remembered at a time.
const MOST: usize = 4_096;

/// The sign-ins known to be alive.
#[derive(Debug, Default)]
pub(super) struct Living {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    families: HashSet<Uuid>,
    /// How many have ended.
    ended: u64,
}

impl Living {
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `None` when it is known to be alive; otherwise what to remember it with, once it was looked
    /// up.
    pub(super) fn doubt(&self, family: Uuid) -> Option<u64> {
        let known = self.lock();
        (!known.families.contains(&family)).then_some(known.ended)
    }

    /// It was found alive by a look that began at `doubt`. What ended meanwhile may be this one.
    pub(super) fn remember(&self, family: Uuid, doubt: u64) {
        let mut known = self.lock();
        if known.ended == doubt {
            if known.families.len() >= MOST {
                known.families.clear();
            }
            known.families.insert(family);
        }
    }

    /// It has ended.
    pub(super) fn end(&self, family: Uuid) {
        let mut known = self.lock();
        known.families.remove(&family);
        known.ended += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);

    #[test]
    fn who_was_found_alive_is_asked_for_no_more_until_it_ends() {
        let living = Living::default();
        let doubt = living.doubt(ONE).unwrap();
        living.remember(ONE, doubt);
        assert_eq!(living.doubt(ONE), None);
        assert!(living.doubt(OTHER).is_some());
        living.end(ONE);
        assert!(living.doubt(ONE).is_some());
    }

    #[test]
    fn an_end_during_the_look_is_not_overlooked() {
        let living = Living::default();
        let doubt = living.doubt(ONE).unwrap();
        living.end(ONE);
        living.remember(ONE, doubt);
        assert!(living.doubt(ONE).is_some());
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let living = Living::default();
        for number in 0..10_000 {
            living.remember(Uuid::from_u128(number), 0);
        }
        assert!(living.lock().families.len() <= MOST);
    }
}
