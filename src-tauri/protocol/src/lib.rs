//! The types that cross a boundary: desktop to server, and Rust to the interface.
//!
//! Only shapes live here, with the few conversions that are part of a shape (an id from text, a
//! channel from its name). What is done with them belongs to the other crates. Everything that the
//! interface sees is exported to TypeScript under `ui/src/bindings`.

pub mod ambient;
pub mod app_event;
pub mod command;
pub mod connection;
pub mod error;
pub mod event;
pub mod frame;
pub mod ids;
pub mod import;
pub mod models;
mod patch;
pub mod position;
pub mod preferences;
pub mod records;
pub mod reply;
pub mod rereading;
pub mod rest;
pub mod write;

pub use ambient::{Clock, Ids, SystemClock, SystemIds};
pub use app_event::{Announcement, AppEvent, HostRequest};
pub use command::Command;
pub use error::{ErrorCode, Problem};
pub use event::{Envelope, Event, RawEvent};
pub use ids::{
    ConnectionId, ConstraintId, DeviceId, Epoch, EventId, EvidenceId, FindingId, IdempotencyKey,
    InsightId, JobId, MessageId, ProjectId, ServerId, SessionId, SkillId, UserId,
};
pub use position::{Channel, ChannelPosition};
pub use reply::Reply;
pub use write::Write;

/// A moment, RFC 3339 on the wire, UTC.
pub type Timestamp = jiff::Timestamp;

/// The longest message text, in bytes of UTF-8 (64 KiB).
pub const MESSAGE_TEXT_LIMIT: usize = 64 * 1024;
