//! What goes into the machine of a connection and what comes out of it.

use super::subscription::Next;
use crate::storage::{Page, Standing};
use protocol::{
    Channel, ConnectionId, Epoch, ServerId, Timestamp,
    frame::{ServerFrame, Subscription},
};
use std::{collections::BTreeMap, time::Duration};

/// Now, on both clocks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// Since the connection began; never goes back.
    pub(crate) elapsed: Duration,
    /// The time of day.
    pub(crate) wall: Timestamp,
}

/// What comes to the connection.
#[derive(Debug)]
pub(crate) enum Input {
    /// A text frame.
    Text(String),
    /// Any sign of life without content.
    Life,
    /// A frame that is not text, or larger than allowed.
    Unreadable,
    /// Time has passed.
    Tick,
    /// Channels have moved.
    Moved(Vec<(Channel, Epoch, u64)>),
    /// The answer to [`Action::Judge`].
    Judged {
        /// The log.
        channel: Channel,
        /// Of the question.
        ticket: u64,
        /// How it stands.
        standing: Standing,
    },
    /// The answer to [`Action::Read`].
    Paged {
        /// The log.
        channel: Channel,
        /// Of the question.
        ticket: u64,
        /// What came.
        page: Page,
    },
    /// The answer to [`Action::ReadTops`].
    Tops {
        /// Of the ping.
        n: u64,
        /// Where the channels stand.
        tops: BTreeMap<Channel, (Epoch, u64)>,
    },
    /// The answer to [`Action::CheckToken`]: good until then, or the close code.
    Token(Result<Timestamp, u16>),
    /// The storage failed or the connection is no longer wanted.
    End(u16),
    /// The server is about to stop.
    Drain,
}

/// What is to be done, in order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    /// Send a frame.
    Send(ServerFrame),
    /// Send an event's frame.
    Event(String),
    /// Close the socket; nothing follows.
    Close(u16),
    /// Find out where a subscription stands.
    Judge {
        /// From where.
        wish: Subscription,
        /// Comes back.
        ticket: u64,
    },
    /// Read the next events.
    Read {
        /// What and from where.
        next: Next,
        /// At most this many.
        limit: u32,
    },
    /// Read where channels stand, for a pong.
    ReadTops {
        /// Of the ping.
        n: u64,
        /// Which.
        channels: Vec<Channel>,
    },
    /// Check a fresh access token.
    CheckToken(String),
}

/// What a connection is given at its beginning.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    /// Its id.
    pub(crate) conn: ConnectionId,
    /// The database behind it.
    pub(crate) server_id: ServerId,
    /// The process.
    pub(crate) node: String,
    /// When its token expires.
    pub(crate) token_exp: Timestamp,
}
