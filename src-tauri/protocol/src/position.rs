//! Where in which log: the one cursor that sockets, polls and reads share.

use crate::ids::{Epoch, EventId, JobId, SessionId, UserId};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};
use thiserror::Error;
use ts_rs::TS;

/// A log that can be followed. Its name is `user:{id}`, `session:{id}` or `job:{id}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(export, type = "string")]
pub enum Channel {
    /// Everything about one person but the words: skills, projects, state, session lists, jobs.
    User(UserId),
    /// The messages of one session.
    Session(SessionId),
    /// The progress and text of one job.
    Job(JobId),
}

/// A channel's name could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a channel is named user:ID, session:ID or job:ID")]
pub struct ChannelNameError;

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user:{id}"),
            Self::Session(id) => write!(f, "session:{id}"),
            Self::Job(id) => write!(f, "job:{id}"),
        }
    }
}

impl FromStr for Channel {
    type Err = ChannelNameError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let (kind, id) = name.split_once(':').ok_or(ChannelNameError)?;
        let id = id.parse().map_err(|_| ChannelNameError)?;
        match kind {
            "user" => Ok(Self::User(UserId(id))),
            "session" => Ok(Self::Session(SessionId(id))),
            "job" => Ok(Self::Job(JobId(id))),
            _ => Err(ChannelNameError),
        }
    }
}

impl Serialize for Channel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Channel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map_err(de::Error::custom)
    }
}

/// A place in a channel: the last event that was taken in. `seq` counts from 1; 0 is the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChannelPosition {
    /// The log.
    pub channel: Channel,
    /// The history of that log in which `seq` counts.
    pub epoch: Epoch,
    /// The number of the last event taken in.
    pub seq: u64,
    /// The id of that event, when known; lets the server notice a log that was set back and grew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<EventId>,
}
