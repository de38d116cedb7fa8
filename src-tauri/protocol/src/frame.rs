//! The JSON text frames of the socket, subprotocol `rt.v1`, and the requests by which the same frames
//! come as server-sent events or by long polls.

use crate::{
    Timestamp,
    event::Envelope,
    ids::{ConnectionId, DeviceId, Epoch, EventId, ServerId, UserId},
    position::Channel,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// The name of this protocol in the WebSocket handshake.
pub const SUBPROTOCOL: &str = "rt.v1";
/// The version in `hello`.
pub const VERSION: u32 = 1;

/// A wish to follow a channel, from where the client stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The log.
    pub ch: Channel,
    /// The history the client knows; absent when it knows none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<Epoch>,
    /// The last event the client has.
    #[serde(default)]
    pub seq: u64,
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<EventId>,
}

/// What the desktop says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum ClientFrame {
    /// First of all, within 10 s.
    Hello {
        /// [`VERSION`].
        v: u32,
        /// Which installation.
        device: DeviceId,
        /// Program and version, for the logs.
        client: String,
        /// What to follow.
        subs: Vec<Subscription>,
    },
    /// Follow one more channel, or follow it again from another place.
    Sub(Subscription),
    /// Follow it no longer.
    Unsub {
        /// The log.
        ch: Channel,
    },
    /// Everything up to these numbers is stored here.
    Ack {
        /// Number by channel.
        pos: BTreeMap<Channel, u64>,
    },
    /// Are you there?
    Ping {
        /// Comes back in the pong.
        n: u64,
    },
    /// A fresh access token for this connection.
    Auth {
        /// The token.
        token: String,
    },
    /// The person is writing in a followed session, or has stopped. Holds for 10 s.
    Typing {
        /// The session's channel.
        ch: Channel,
        /// Whether they are.
        on: bool,
    },
}

/// How the server answers a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionMode {
    /// Stored events follow, then live ones.
    Replay,
    /// Nothing is missing; live from here.
    Live,
}

/// Why the client must read the whole resource again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ResyncReason {
    /// The client had no position.
    First,
    /// The log has another history.
    Epoch,
    /// The events are no longer kept.
    Trimmed,
    /// The client is further than the log.
    Ahead,
    /// The log was set back and grew again.
    Rewound,
}

/// What the server allows on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Largest frame it takes, in bytes.
    pub frame_in: u32,
    /// Largest frame it sends, in bytes.
    pub frame_out: u32,
    /// Channels on one connection.
    pub channels: u32,
    /// Events it sends without an ack.
    pub unacked_events: u32,
    /// Bytes it sends without an ack.
    pub unacked_bytes: u32,
}

/// Bounds for the client's next connection, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReconnectAdvice {
    /// Not sooner than.
    pub min_ms: u64,
    /// Not later than.
    pub max_ms: u64,
}

/// What the server says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum ServerFrame {
    /// The only permission to send.
    Ready {
        /// This socket.
        conn: ConnectionId,
        /// The database behind it.
        server_id: ServerId,
        /// The process, for the logs.
        node: String,
        /// The server's clock.
        now: Timestamp,
        /// Time between pings.
        hb_ms: u64,
        /// Time for a pong.
        pong_ms: u64,
        /// When the token of this socket expires.
        token_exp: Timestamp,
        /// What it allows.
        limits: Limits,
        /// When to come again after a cut.
        reconnect: ReconnectAdvice,
    },
    /// The subscription stands.
    SubOk {
        /// The log.
        ch: Channel,
        /// Its history.
        epoch: Epoch,
        /// Replay or live.
        mode: SubscriptionMode,
        /// The next event that will come.
        from: u64,
        /// The newest event there is.
        top: u64,
    },
    /// An event.
    Ev(Envelope),
    /// The replay has reached the live edge.
    CaughtUp {
        /// The log.
        ch: Channel,
        /// Where it stands.
        seq: u64,
    },
    /// Read the whole resource, then subscribe from the position of that read.
    Resync {
        /// The log.
        ch: Channel,
        /// Why.
        reason: ResyncReason,
    },
    /// I am here.
    Pong {
        /// From the ping.
        n: u64,
        /// The server's clock.
        now: Timestamp,
        /// Epoch and newest number by channel.
        top: BTreeMap<Channel, (Epoch, u64)>,
    },
    /// The server is about to stop: come again after a time drawn from this range.
    Drain {
        /// From and to, in milliseconds.
        in_ms: (u64, u64),
    },
    /// Somebody writes in a session on another device, or has stopped. Holds for 10 s.
    Typing {
        /// The session's channel.
        ch: Channel,
        /// Who.
        user: UserId,
        /// On which installation.
        device: DeviceId,
        /// Whether they are.
        on: bool,
    },
    /// Another device follows a session, or no longer does. Holds for 45 s.
    Presence {
        /// The session's channel.
        ch: Channel,
        /// Whose.
        user: UserId,
        /// Which installation.
        device: DeviceId,
        /// Whether it does.
        on: bool,
    },
    /// Something in a frame was refused; the connection goes on unless a close follows.
    Err {
        /// The close code it would have, or 0.
        code: u16,
        /// Stable name.
        name: String,
        /// Whether the same frame may succeed later.
        retryable: bool,
        /// The channel it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ch: Option<Channel>,
    },
}

/// `POST /v1/stream`: the frames of a connection that follows these channels, as server-sent events.
/// Each event's data is a [`ServerFrame`], its id in the case of [`ServerFrame::Ev`]
/// `epoch:seq:event`. An event named `close` holds a [`StreamEnd`] and is the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamRequest {
    /// Which installation.
    pub device: DeviceId,
    /// Program and version, for the logs.
    pub client: String,
    /// What to follow.
    pub subs: Vec<Subscription>,
}

/// The data of the event that ends a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamEnd {
    /// One of [`close`].
    pub code: u16,
}

/// `POST /v1/poll`: the frames of a connection that follows these channels, as soon as there are any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollRequest {
    /// Which installation.
    pub device: DeviceId,
    /// Program and version, for the logs.
    pub client: String,
    /// What to follow.
    pub subs: Vec<Subscription>,
    /// How long to wait when nothing is due, in milliseconds; at most 25,000.
    pub wait_ms: u64,
}

/// The answer to a [`PollRequest`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PollAnswer {
    /// In order; at most 300 events or 1 MiB.
    pub frames: Vec<ServerFrame>,
    /// One of [`close`], when a socket would have been closed after these frames.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close: Option<u16>,
}

/// Why the server closed a socket. From 4500 on the client does not come again by itself.
pub mod close {
    /// The server drains.
    pub const DRAIN: u16 = 4000;
    /// Nothing was heard from the client for 75 s.
    pub const HEARTBEAT_LOST: u16 = 4001;
    /// No ack for 60 s with data waiting.
    pub const SLOW_CONSUMER: u16 = 4002;
    /// What the connection knew is no longer true.
    pub const STATE_INVALIDATED: u16 = 4003;
    /// The store went back.
    pub const STORE_WENT_BACK: u16 = 4004;
    /// Refresh the token, then come again.
    pub const TOKEN_EXPIRED: u16 = 4005;
    /// Too many frames.
    pub const RATE_LIMITED: u16 = 4006;
    /// No `hello` within 10 s.
    pub const HELLO_DEADLINE: u16 = 4008;
    /// The token is not, or no longer, valid.
    pub const TOKEN_REVOKED: u16 = 4500;
    /// A frame that the protocol does not allow.
    pub const PROTOCOL_VIOLATION: u16 = 4501;
    /// The version in `hello` is not spoken here.
    pub const VERSION_UNSUPPORTED: u16 = 4502;
    /// The account is disabled.
    pub const ACCOUNT_DISABLED: u16 = 4503;
    /// More connections than one person may have.
    pub const TOO_MANY_CONNECTIONS: u16 = 4504;
    /// The same device connected again.
    pub const REPLACED: u16 = 4507;
}
