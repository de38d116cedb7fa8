//! The one shape of an error that crosses a boundary: RFC 9457 problem details with a stable code.

use serde::{Deserialize, Serialize};
use std::fmt;
use ts_rs::TS;

/// Stable names of what can go wrong. Programs decide by these and never by text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ErrorCode {
    /// The request could not be read.
    BadRequest,
    /// A field is outside its bounds; `field` names it.
    InvalidField,
    /// A message has no text.
    MessageEmpty,
    /// A message is longer than 64 KiB.
    MessageTooLong,
    /// A body or frame is larger than allowed.
    TooLarge,
    /// No token, or one that is not valid.
    Unauthorized,
    /// The token was valid and has expired.
    TokenExpired,
    /// The token's family was revoked.
    TokenRevoked,
    /// The name or password is wrong.
    WrongCredentials,
    /// The name is taken.
    NameTaken,
    /// The right is missing, or the request came from a foreign page.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// The session is finalized: it takes no more messages.
    SessionFinalized,
    /// The record was changed in between.
    VersionConflict,
    /// The idempotency key was used with other bytes, or is missing.
    IdempotencyConflict,
    /// Too many requests; `retry_after_ms` says when to come again.
    RateLimited,
    /// The outbox is full: 10,000 rows or 50 MiB wait to be sent.
    OutboxFull,
    /// The disk is full or cannot be written.
    StorageFull,
    /// The database is damaged.
    StorageDamaged,
    /// The server cannot be reached now.
    Unavailable,
    /// The server has a fault.
    Internal,
    /// The answer took too long and was ended.
    Stalled,
    /// No model answers at the address.
    ModelUnreachable,
    /// The model's server wants another key.
    ModelRefused,
    /// The model's server does not know the model, or the address leads elsewhere.
    ModelUnknown,
    /// The model's server has too much to do, or the account has no more credit;
    /// `retry_after_ms` says when to come again where the server says it.
    ModelBusy,
    /// The model broke off in the middle of its answer.
    ModelInterrupted,
    /// The model did not answer, or not go on, in time.
    ModelSilent,
    /// What the model gave cannot be used.
    ModelGarbled,
    /// The person closed a dialog; nothing was done.
    Cancelled,
}

/// An error as it crosses a boundary. Its text is safe to log: no message text, token or address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Problem {
    /// What programs decide by.
    pub code: ErrorCode,
    /// One sentence for people.
    pub title: String,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// How long to wait before that, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub retry_after_ms: Option<u64>,
    /// The field that is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub field: Option<String>,
}

impl ErrorCode {
    /// Whether the language model is at fault, without which the interview can go on.
    pub fn is_of_model(self) -> bool {
        match self {
            Self::ModelUnreachable
            | Self::ModelRefused
            | Self::ModelUnknown
            | Self::ModelBusy
            | Self::ModelInterrupted
            | Self::ModelSilent
            | Self::ModelGarbled => true,
            Self::BadRequest
            | Self::InvalidField
            | Self::MessageEmpty
            | Self::MessageTooLong
            | Self::TooLarge
            | Self::Unauthorized
            | Self::TokenExpired
            | Self::TokenRevoked
            | Self::WrongCredentials
            | Self::NameTaken
            | Self::Forbidden
            | Self::NotFound
            | Self::SessionFinalized
            | Self::VersionConflict
            | Self::IdempotencyConflict
            | Self::RateLimited
            | Self::OutboxFull
            | Self::StorageFull
            | Self::StorageDamaged
            | Self::Unavailable
            | Self::Internal
            | Self::Stalled
            | Self::Cancelled => false,
        }
    }
}

impl Problem {
    /// A problem that the same request cannot get past.
    pub fn refused(code: ErrorCode, title: impl Into<String>) -> Self {
        Self { code, title: title.into(), retryable: false, retry_after_ms: None, field: None }
    }

    /// A problem that may pass by itself.
    pub fn temporary(code: ErrorCode, title: impl Into<String>) -> Self {
        Self { retryable: true, ..Self::refused(code, title) }
    }

    /// A field outside its bounds.
    pub fn invalid(field: impl Into<String>, title: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::refused(ErrorCode::InvalidField, title) }
    }

    /// Something that is not there.
    pub fn not_found(what: &str) -> Self {
        Self::refused(ErrorCode::NotFound, format!("There is no such {what}."))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.code, self.title)
    }
}

impl std::error::Error for Problem {}
