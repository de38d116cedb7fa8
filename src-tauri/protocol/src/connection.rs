//! The log of the connection: what happened to it and when, for people who want to know why the app
//! is or was not live. Holds no address and no text.

use crate::{Problem, Timestamp, app_event::Transport, frame::ResyncReason};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something that happened to the connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(export)]
pub enum ConnectionStep {
    /// A try began.
    Dialling {
        /// By which way.
        transport: Transport,
    },
    /// Frames flow.
    Live {
        /// By which way.
        transport: Transport,
    },
    /// The connection ended.
    Closed {
        /// The close code, when one came.
        code: Option<u16>,
    },
    /// A try failed.
    Failed {
        /// Why.
        problem: Problem,
    },
    /// The next try was set.
    Waiting {
        /// When it comes.
        retry_at: Timestamp,
    },
    /// The machine slept.
    Slept {
        /// For how long, in seconds.
        seconds: u64,
    },
    /// The machine has a network.
    NetworkUp,
    /// The machine has none.
    NetworkDown,
    /// The person asked for a try now.
    RetryAsked,
    /// The access token was renewed.
    TokenRenewed,
    /// The server is about to stop.
    Draining {
        /// When the next try comes.
        until: Timestamp,
    },
    /// A channel is read whole.
    Resynced {
        /// Its name.
        channel: String,
        /// Why.
        reason: ResyncReason,
    },
    /// The server ended it for good.
    Ended {
        /// The close code.
        code: u16,
    },
}

/// A step with its number and moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ConnectionEntry {
    /// From 1 since the program started.
    pub number: u64,
    /// When, by this machine's clock.
    pub at: Timestamp,
    /// What.
    pub step: ConnectionStep,
}
