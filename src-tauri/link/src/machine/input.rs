//! What goes into the connection's state machine and what comes out of it.

use crate::Output;
use protocol::{
    Channel, Problem, Timestamp,
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

/// Why a dial did not lead to an open socket.
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
/// ignored when it is not the present one.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Connect, and stay connected.
    Start,
    /// Disconnect for good.
    Stop,
    /// The person asks to try now.
    RetryNow,
    /// Follow a channel from a place, or again from another place.
    Follow(Subscription),
    /// Follow it no longer.
    Unfollow(Channel),
    /// Everything up to these numbers is stored.
    Acknowledge(BTreeMap<Channel, u64>),
    /// The socket is open.
    Opened {
        /// The dial.
        attempt: u64,
    },
    /// There will be no socket.
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
    /// A frame came that this version does not know. It is a sign of life.
    Unreadable {
        /// The dial.
        attempt: u64,
    },
    /// The socket is closed.
    Closed {
        /// The dial.
        attempt: u64,
        /// The close code, when there was a close frame.
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

/// Something to do, in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Open a socket. There is none now.
    Dial {
        /// Its number; goes into every input about it.
        attempt: u64,
        /// Whether the token must be renewed before.
        renew: bool,
    },
    /// Send a frame on the open socket.
    Send(ClientFrame),
    /// Send a fresh access token on the open socket.
    Authorise,
    /// Close the socket, or give up the dial.
    Close,
    /// Tell the owner.
    Tell(Output),
}
