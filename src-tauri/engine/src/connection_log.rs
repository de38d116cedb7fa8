//! What happened to the connection as the link tells it, the last 200 steps of it, in memory.

use protocol::{
    Timestamp,
    connection::{ConnectionEntry, ConnectionStep},
};
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

/// Steps that are kept.
const KEPT: usize = 200;

#[derive(Debug)]
struct Ring {
    next: u64,
    entries: VecDeque<ConnectionEntry>,
}

impl Default for Ring {
    /// With its whole room, so that it does not grow in the first hours.
    fn default() -> Self {
        Self { next: 0, entries: VecDeque::with_capacity(KEPT) }
    }
}

/// The last steps, oldest first.
#[derive(Debug, Default)]
pub(crate) struct ConnectionLog {
    ring: Mutex<Ring>,
}

impl ConnectionLog {
    /// Keep a step; gives its entry.
    pub(crate) fn log(&self, at: Timestamp, step: ConnectionStep) -> ConnectionEntry {
        let mut ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        ring.next += 1;
        let entry = ConnectionEntry { number: ring.next, at, step };
        if ring.entries.len() == KEPT {
            ring.entries.pop_front();
        }
        ring.entries.push_back(entry.clone());
        entry
    }

    pub(crate) fn entries(&self) -> Vec<ConnectionEntry> {
        let ring = self.ring.lock().unwrap_or_else(PoisonError::into_inner);
        ring.entries.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_two_hundred_steps_are_kept() {
        let log = ConnectionLog::default();
        for _ in 0..201 {
            log.log(Timestamp::UNIX_EPOCH, ConnectionStep::NetworkUp);
        }
        let numbers: Vec<u64> = log.entries().iter().map(|entry| entry.number).collect();
        assert_eq!(numbers, (2..=201).collect::<Vec<u64>>());
    }
}
