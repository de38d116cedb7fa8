//! Bodies of the REST interface under `/v1` that are not records or writes.

use crate::{
    Timestamp,
    ids::{DeviceId, ServerId, UserId},
    position::ChannelPosition,
};
use serde::{Deserialize, Serialize};

/// The header that names an attempt to change something.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// The header that says the stored result of an earlier attempt came back.
pub const IDEMPOTENCY_REPLAYED: &str = "idempotency-replayed";
/// The header with the position a read was taken at, `epoch:seq`.
pub const CHANNEL_POSITION: &str = "channel-position";
/// The header with the id of the event at that position, where there is one: whoever resumes with it
/// notices a log that was set back and grew.
pub const CHANNEL_EVENT: &str = "channel-event";

/// `POST /v1/auth/embedded`: the desktop's own server knows it by a secret both hold.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EmbeddedSignIn {
    /// The secret.
    pub secret: String,
    /// Which installation.
    pub device: DeviceId,
}

/// `POST /v1/auth/register` and `POST /v1/auth/login`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignIn {
    /// The account's name, 1 to 200 characters.
    pub name: String,
    /// The password, 8 to 1,000 characters.
    pub password: String,
    /// Which installation.
    pub device: DeviceId,
}

/// `POST /v1/auth/refresh` and `POST /v1/auth/logout`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Refresh {
    /// The refresh token.
    pub refresh_token: String,
}

/// What signing in and refreshing give.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tokens {
    /// A JWT for `Authorization: Bearer`.
    pub access_token: String,
    /// When it expires, by the server's clock.
    pub access_expires_at: Timestamp,
    /// Gives the next pair, once.
    pub refresh_token: String,
    /// Whose.
    pub user_id: UserId,
    /// The database behind the server.
    pub server_id: ServerId,
    /// The server's clock.
    pub now: Timestamp,
}

/// What a write gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// Where its effect is in the log; once the desktop has this position, the write is done.
    pub position: ChannelPosition,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The records.
    pub items: Vec<T>,
    /// Give this as `before` for the next part; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
}

/// `GET /v1/jobs/{id}/text`: the text as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobText {
    /// The generation that wrote its end.
    pub r#gen: u32,
    /// The text.
    pub text: String,
    /// Whether more will come.
    pub open: bool,
}

/// `GET /healthz`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// The database behind the server.
    pub server_id: ServerId,
    /// The program's version.
    pub version: String,
}
