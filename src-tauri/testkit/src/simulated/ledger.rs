//! What the server said to each write, whoever heard it: the book by which no write may take effect
//! twice.

use axum::http::StatusCode;
use protocol::IdempotencyKey;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// What became of one write on the server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// How often it took effect.
    pub(crate) effects: u32,
    /// How often its stored result was given again.
    pub(crate) replays: u32,
    /// The last definite refusal.
    pub(crate) refused: Option<u16>,
    /// Whether it took effect by a copy that the network delivered after the first one was refused.
    pub(crate) by_late_copy: bool,
}

/// The book.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    writes: Mutex<BTreeMap<IdempotencyKey, Outcome>>,
    faults: Mutex<Vec<String>>,
}

impl Ledger {
    /// The server has handled a write.
    pub(crate) fn handled(&self, key: IdempotencyKey, status: StatusCode, replayed: bool) {
        let mut writes = self.writes();
        let outcome = writes.entry(key).or_default();
        if status.is_success() && replayed {
            outcome.replays += 1;
        } else if status.is_success() {
            outcome.effects += 1;
        } else if status.is_client_error() {
            outcome.refused = Some(status.as_u16());
        }
    }

    /// A copy that the network made of a write took effect after the write was refused.
    pub(crate) fn came_late(&self, key: IdempotencyKey) {
        self.writes().entry(key).or_default().by_late_copy = true;
    }

    /// What became of it.
    pub(crate) fn outcome(&self, key: IdempotencyKey) -> Outcome {
        self.writes().get(&key).cloned().unwrap_or_default()
    }

    /// All writes that took effect more than so many times.
    pub(crate) fn more_than(&self, times: u32) -> Vec<(IdempotencyKey, Outcome)> {
        let writes = self.writes();
        let repeated = writes.iter().filter(|(_, outcome)| outcome.effects > times);
        repeated.map(|(key, outcome)| (*key, outcome.clone())).collect()
    }

    /// Something happened that never may.
    pub(crate) fn fault(&self, what: String) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }

    /// What happened that never may.
    pub(crate) fn faults(&self) -> Vec<String> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn writes(&self) -> MutexGuard<'_, BTreeMap<IdempotencyKey, Outcome>> {
        self.writes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
