//! What somebody knows who sees every action of a machine and what is told to it, and what must hold
//! of it at any moment.

use crate::bench::EPOCH;
use link::{Output, machine::Action};
use proptest::prelude::*;
use protocol::{
    Channel,
    app_event::{LinkState, Transport},
    frame::{ClientFrame, ServerFrame},
};
use std::{collections::BTreeMap, time::Duration};

/// How far a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Dialled,
    Open,
    Ready,
}

#[derive(Debug, Clone, Copy)]
struct Connection {
    attempt: u64,
    transport: Transport,
    stage: Stage,
    heard_at: Duration,
    last_ping: Duration,
    /// A request is under way.
    is_asked: bool,
}

impl Connection {
    fn new(attempt: u64, transport: Transport) -> Self {
        let (heard_at, last_ping) = (Duration::ZERO, Duration::ZERO);
        Self { attempt, transport, stage: Stage::Dialled, heard_at, last_ping, is_asked: false }
    }

    fn is_socket(&self) -> bool {
        self.transport == Transport::WebSocket
    }
}

#[derive(Debug, Default)]
pub(crate) struct Observer {
    is_embedded: bool,
    places: BTreeMap<Channel, u64>,
    connection: Option<Connection>,
    climb: Option<Connection>,
    pub(crate) is_ended: bool,
    woken_at: Option<Duration>,
    failed_at: Option<Duration>,
    /// Until then there is a reason to dial without a delay.
    excused_until: Duration,
}

impl Observer {
    pub(crate) fn new(is_embedded: bool) -> Self {
        Self { is_embedded, ..Self::default() }
    }

    /// Something happened that is a reason to dial without a delay: at once, or when sleep was
    /// noticed and a probe stayed without an answer, or when a server that drains is left.
    pub(crate) fn excuse(&mut self, at: Duration) {
        self.excused_until = at + Duration::from_secs(21);
    }

    pub(crate) fn wakes(&mut self, at: Duration) {
        self.woken_at = Some(at);
    }

    pub(crate) fn is_live(&self) -> bool {
        self.connection.is_some_and(|connection| connection.stage == Stage::Ready)
    }

    pub(crate) fn place(&self, channel: Channel) -> Option<u64> {
        self.places.get(&channel).copied()
    }

    pub(crate) fn follows(&mut self, channel: Channel, seq: u64) {
        self.places.insert(channel, seq);
    }

    pub(crate) fn leaves(&mut self, channel: Channel) {
        self.places.remove(&channel);
    }

    /// The connection on which a frame can come now.
    pub(crate) fn hears_frame(&mut self, frame: &ServerFrame, at: Duration) -> Option<u64> {
        let connection = self.connection.as_mut().filter(|one| one.stage >= Stage::Open)?;
        if matches!(frame, ServerFrame::Ready { .. }) && connection.stage == Stage::Open {
            (connection.stage, connection.last_ping) = (Stage::Ready, at);
        }
        self.hears(at)
    }

    /// The connection on which something can come now: then it lives.
    pub(crate) fn hears(&mut self, at: Duration) -> Option<u64> {
        let connection = self.connection.as_mut().filter(|one| one.stage >= Stage::Open)?;
        connection.heard_at = at;
        self.woken_at = None;
        Some(connection.attempt)
    }

    pub(crate) fn opens(&mut self) -> Option<u64> {
        let connection = self.connection.as_mut().filter(|one| one.stage == Stage::Dialled)?;
        connection.stage = Stage::Open;
        Some(connection.attempt)
    }

    /// The present connection ends; what is to come waits.
    pub(crate) fn ends(&mut self, at: Duration) -> Option<u64> {
        let connection = self.connection.take()?;
        (self.woken_at, self.failed_at) = (None, Some(at));
        Some(connection.attempt)
    }

    /// A poll can be answered.
    pub(crate) fn answers(&mut self, at: Duration) -> Option<u64> {
        let is_poll = |one: &&mut Connection| one.transport == Transport::LongPoll && one.is_asked;
        self.connection.as_mut().filter(is_poll)?.is_asked = false;
        self.hears(at)
    }

    pub(crate) fn climb_opens(&mut self) -> Option<u64> {
        let climb = self.climb.as_mut()?;
        climb.stage = Stage::Open;
        Some(climb.attempt)
    }

    /// The socket beside the connection is about to take its place.
    pub(crate) fn climb_is_greeted(&mut self, at: Duration) {
        if let Some(climb) = &mut self.climb {
            (climb.stage, climb.heard_at, climb.last_ping) = (Stage::Ready, at, at);
            self.woken_at = None;
        }
    }

    pub(crate) fn climb_ends(&mut self) -> Option<u64> {
        self.climb.take().map(|climb| climb.attempt)
    }

    pub(crate) fn see(&mut self, at: Duration, actions: &[Action]) -> Result<(), TestCaseError> {
        for action in actions {
            match action {
                Action::Dial { attempt, transport, .. } => self.dials(at, *attempt, *transport)?,
                Action::Close { attempt } => self.closes(at, *attempt)?,
                Action::Authorise { attempt } => {
                    let is_ready = self
                        .connection
                        .is_some_and(|one| one.is_socket() && one.attempt == *attempt);
                    prop_assert!(is_ready && self.is_live());
                }
                Action::Send { attempt, frame } => self.sends(at, *attempt, frame)?,
                Action::Tell(output) => self.is_told(output)?,
            }
        }
        self.is_alive(at)
    }

    fn dials(
        &mut self,
        at: Duration,
        attempt: u64,
        transport: Transport,
    ) -> Result<(), TestCaseError> {
        prop_assert!(!self.is_ended, "it dialled after the end");
        let is_socket = transport == Transport::WebSocket;
        prop_assert!(is_socket || !self.is_embedded, "the own server is reached by sockets");
        let dial = Connection::new(attempt, transport);
        if let Some(connection) = self.connection {
            prop_assert!(self.is_live() && !connection.is_socket(), "it dialled twice at once");
            prop_assert!(is_socket && self.climb.is_none(), "it dialled thrice at once");
            self.climb = Some(dial);
            return Ok(());
        }
        let soonest = self.failed_at.take().map_or(at, |failed| failed + Duration::from_secs(1));
        prop_assert!(at <= self.excused_until || at >= soonest, "it dialled without a delay");
        self.connection = Some(dial);
        Ok(())
    }

    fn closes(&mut self, at: Duration, attempt: u64) -> Result<(), TestCaseError> {
        if self.climb.is_some_and(|climb| climb.attempt == attempt) {
            self.climb = None;
            return Ok(());
        }
        prop_assert_eq!(self.connection.map(|one| one.attempt), Some(attempt), "nothing to close");
        if self.climb.is_some_and(|climb| climb.stage == Stage::Ready) {
            self.connection = self.climb.take();
            return Ok(());
        }
        (self.connection, self.woken_at, self.failed_at) = (None, None, Some(at));
        Ok(())
    }

    fn sends(
        &mut self,
        at: Duration,
        attempt: u64,
        frame: &ClientFrame,
    ) -> Result<(), TestCaseError> {
        let is_hello = matches!(frame, ClientFrame::Hello { .. });
        if let Some(climb) = self.climb.filter(|climb| climb.attempt == attempt) {
            prop_assert!(climb.stage == Stage::Open && is_hello);
            return Ok(());
        }
        let Some(connection) = &mut self.connection else {
            return Err(TestCaseError::fail("there is nothing to send on"));
        };
        prop_assert_eq!(connection.attempt, attempt);
        prop_assert!(connection.stage >= Stage::Open, "it is not open");
        if connection.is_socket() {
            let is_ready = connection.stage == Stage::Ready;
            prop_assert_eq!(is_hello, !is_ready, "only ready is a permission to send");
        } else {
            prop_assert!(is_hello, "requests say nothing but hello");
            connection.is_asked = true;
        }
        if let ClientFrame::Ping { .. } = frame {
            connection.last_ping = at;
        }
        Ok(())
    }

    fn is_told(&mut self, output: &Output) -> Result<(), TestCaseError> {
        match output {
            Output::Event(event) => {
                let place = self.places.get_mut(&event.channel);
                prop_assert!(place.is_some(), "nobody follows this channel");
                let place = place.expect("it was checked");
                prop_assert_eq!(event.epoch, EPOCH);
                prop_assert_eq!(event.seq, *place + 1, "a hole or a repeat");
                *place = event.seq;
            }
            Output::Resync { channel, .. } | Output::Refused { channel: Some(channel), .. } => {
                self.places.remove(channel);
            }
            Output::Ended { code } => {
                prop_assert!(*code >= 4500);
                self.is_ended = true;
                prop_assert!(self.connection.is_none() && self.climb.is_none());
            }
            Output::Status(status) => {
                let live = self.connection.filter(|one| one.stage == Stage::Ready);
                prop_assert_eq!(status.transport, live.map(|one| one.transport));
                let expected = match live {
                    Some(one) if one.is_socket() => LinkState::Ready,
                    Some(_) => LinkState::Degraded,
                    None if self.connection.is_some() => LinkState::Connecting,
                    None if status.retry_at.is_some() => LinkState::Waiting,
                    None => LinkState::Offline,
                };
                prop_assert_eq!(status.state, expected);
                prop_assert!(status.retry_at.is_none() || self.connection.is_none());
            }
            Output::Logged(_)
            | Output::Ready { .. }
            | Output::Following { .. }
            | Output::CaughtUp { .. }
            | Output::Refused { channel: None, .. } => {}
        }
        Ok(())
    }

    /// Heartbeats never stop, and a dead connection is noticed in time.
    pub(crate) fn is_alive(&self, at: Duration) -> Result<(), TestCaseError> {
        let Some(connection) = self.connection.filter(|one| one.stage == Stage::Ready) else {
            return Ok(());
        };
        let is_beating = at <= connection.last_ping + Duration::from_secs(33);
        prop_assert!(is_beating || !connection.is_socket(), "the heartbeat stopped");
        prop_assert!(at <= connection.heard_at + Duration::from_secs(43), "it is dead");
        if let Some(woken_at) = self.woken_at {
            prop_assert!(at <= woken_at + Duration::from_secs(10), "dead since it woke up");
        }
        Ok(())
    }
}
