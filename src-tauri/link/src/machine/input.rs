//! What goes into the connection's state machine and what comes out of it.

use crate::Output;
use protocol::{
    Channel, Problem, Timestamp,
    app_event::Transport,
    frame::{ClientFrame, ServerFrame, Subscription},
};
use std::{collections::BTreeMap, time::Duration};

/// The two clocks at the moment of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Monotonic, since the machine's start.
    pub elapsed: Duration,
    /// The time of day; it may jump.
    pub wall: Timestamp,
}

impl Now {
    /// The time of day at a later moment of the monotonic clock.
    pub(super) fn wall_at(self, elapsed: Duration) -> Timestamp {
        let left = elapsed.saturating_sub(self.elapsed);
        self.wall.checked_add(left).unwrap_or(Timestamp::MAX)
    }
}

/// Why a dial did not lead to a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialFailure {
    /// Nothing answered, or not this protocol.
    Unreachable,
    /// The server asks to come later.
    Busy {
        /// Not sooner than this.
        retry_after: Duration,
    },
    /// The server does not take the token (HTTP 401).
    Unauthorized,
    /// The server refuses to sign this person in.
    Refused(Problem),
}

/// Something that happened. Those with an `attempt` belong to the dial of that number and are
/// ignored when it leads nowhere any more.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Connect, and stay connected.
    Start,
    /// Disconnect for good.
    Stop,
    /// The person asks to try now.
    RetryNow,
    /// The machine has a network, or another than before.
    NetworkUp,
    /// The machine has no network.
    NetworkDown,
    /// The access token was replaced by a fresh one.
    TokenRenewed,
    /// Follow a channel from a place, or again from another place.
    Follow(Subscription),
    /// Follow it no longer.
    Unfollow(Channel),
    /// Everything up to these numbers is stored.
    Acknowledge(BTreeMap<Channel, u64>),
    /// `hello` can be said.
    Opened {
        /// The dial.
        attempt: u64,
    },
    /// There will be no connection, or no further request on it.
    DialFailed {
        /// The dial.
        attempt: u64,
        /// Why.
        failure: DialFailure,
    },
    /// A frame came.
    Frame {
        /// The dial.
        attempt: u64,
        /// What it says.
        frame: Box<ServerFrame>,
        /// Its size in bytes.
        bytes: usize,
    },
    /// Something came that says no more than that the other side lives: a frame that this version
    /// does not know, an empty line.
    Heard {
        /// The dial.
        attempt: u64,
    },
    /// The long poll that the last `hello` began is answered, and all its frames were given.
    Answered {
        /// The dial.
        attempt: u64,
    },
    /// The connection is closed.
    Closed {
        /// The dial.
        attempt: u64,
        /// The close code, when there was one.
        code: Option<u16>,
    },
    /// A fresh token was sent over the socket.
    Authorised {
        /// The dial.
        attempt: u64,
        /// How long it is valid.
        valid_for: Duration,
    },
    /// There was no fresh token to send.
    NotAuthorised {
        /// The dial.
        attempt: u64,
    },
    /// Time has passed: [`Machine::next_deadline`](super::Machine::next_deadline) was reached.
    Tick,
}

impl Input {
    /// What a text that came says; what this version does not know is a sign of life.
    pub fn read(attempt: u64, text: &str) -> Self {
        match serde_json::from_str(text) {
            Ok(frame) => Self::Frame { attempt, frame: Box::new(frame), bytes: text.len() },
            Err(_) => Self::Heard { attempt },
        }
    }

    /// The dial it belongs to.
    pub(super) fn attempt(&self) -> Option<u64> {
        match self {
            Self::Opened { attempt }
            | Self::DialFailed { attempt, .. }
            | Self::Frame { attempt, .. }
            | Self::Heard { attempt }
            | Self::Answered { attempt }
            | Self::Closed { attempt, .. }
            | Self::Authorised { attempt, .. }
            | Self::NotAuthorised { attempt } => Some(*attempt),
            Self::Start
            | Self::Stop
            | Self::RetryNow
            | Self::NetworkUp
            | Self::NetworkDown
            | Self::TokenRenewed
            | Self::Follow(_)
            | Self::Unfollow(_)
            | Self::Acknowledge(_)
            | Self::Tick => None,
        }
    }
}

/// Something to do, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Open a connection. There is none now, or this one is a try to get back to a WebSocket
    /// beside one by a slower transport.
    Dial {
        /// Its number; goes into every input about it.
        attempt: u64,
        /// How frames are to come.
        transport: Transport,
        /// Whether the token must be renewed before.
        renew: bool,
    },
    /// Send a frame. On a slower transport only `hello` is sent, as often as the places or the
    /// token change and after each answered poll; it replaces the request before.
    Send {
        /// The connection.
        attempt: u64,
        /// What to say.
        frame: ClientFrame,
    },
    /// Send a fresh access token on a socket.
    Authorise {
        /// The connection.
        attempt: u64,
    },
    /// Close the connection, or give up the dial.
    Close {
        /// Which.
        attempt: u64,
    },
    /// Tell the owner.
    Tell(Output),
}
