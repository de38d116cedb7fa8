//! What goes into the machine of a connection and what comes out of it.

use super::{signs::Sign, subscription::Next};
use crate::storage::{Bound, Page, Standing, StoredEvent};
use protocol::{
    Channel, ConnectionId, DeviceId, Epoch, ServerId, Timestamp,
    frame::{ClientFrame, ServerFrame, Subscription},
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

/// How one subscription of an [`Action::Judge`] stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judged {
    /// The log.
    pub(crate) channel: Channel,
    /// Of the question.
    pub(crate) ticket: u64,
    /// How it stands.
    pub(crate) standing: Standing,
}

/// What comes to the connection.
#[derive(Debug)]
pub(crate) enum Input {
    /// A text frame.
    Text(String),
    /// A frame that was read already.
    Frame(ClientFrame),
    /// Any sign of life without content.
    Life,
    /// A frame that is not text, or larger than allowed.
    Unreadable,
    /// Time has passed.
    Tick,
    /// Channels have moved.
    Moved(Vec<(Channel, Epoch, u64)>),
    /// What other devices do in followed sessions.
    Signs(Vec<ServerFrame>),
    /// The answer to [`Action::Judge`].
    Judged(Vec<Judged>),
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
    Event(StoredEvent),
    /// Close the connection; nothing follows.
    Close(u16),
    /// The client has said which installation it is.
    Greet(DeviceId),
    /// Tell the other devices.
    Tell(Sign),
    /// Find out where subscriptions stand, each with a ticket that comes back.
    Judge(Vec<(Subscription, u64)>),
    /// Read the next events.
    Read {
        /// What and from where.
        next: Next,
        /// At most this much.
        bound: Bound,
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

/// How much may be on its way to a client without an ack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    /// Events.
    pub(crate) events: usize,
    /// Bytes. One event may be larger, alone.
    pub(crate) bytes: usize,
    /// Whether the channels that wait divide it among themselves. Otherwise each takes a page in its
    /// turn, which is quicker, but needs a connection that stays.
    pub(crate) is_shared: bool,
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
    /// How much it may have on its way.
    pub(crate) window: Window,
}
