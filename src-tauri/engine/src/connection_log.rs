//! What happened to the connection, the last 200 steps of it, in memory. From the link's own account
//! of it only what its status says is known here.

use protocol::{
    Timestamp,
    app_event::{LinkState, LinkStatus, Transport},
    connection::{ConnectionEntry, ConnectionStep},
};
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

/// Steps that are kept.
const KEPT: usize = 200;

#[derive(Debug, Default)]
struct Ring {
    next: u64,
    entries: VecDeque<ConnectionEntry>,
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

/// The steps that lie between two statuses.
pub(crate) fn steps(before: &LinkStatus, now: &LinkStatus) -> Vec<ConnectionStep> {
    let mut steps = Vec::new();
    if before.transport.is_some() && now.transport.is_none() {
        steps.push(ConnectionStep::Closed { code: None });
    }
    if now.attempt > before.attempt
        && let Some(problem) = &now.problem
    {
        steps.push(ConnectionStep::Failed { problem: problem.clone() });
    }
    if let Some(transport) = now.transport.filter(|_| now.transport != before.transport) {
        steps.push(ConnectionStep::Live { transport });
    }
    if now.state == LinkState::Connecting && before.state != LinkState::Connecting {
        steps.push(ConnectionStep::Dialling { transport: Transport::WebSocket });
    }
    if let Some(retry_at) = now.retry_at.filter(|_| now.attempt != before.attempt) {
        steps.push(ConnectionStep::Waiting { retry_at });
    }
    steps
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
