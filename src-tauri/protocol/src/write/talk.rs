//! What a person does in a session, as it is sent.

use crate::{
    ids::{MessageId, SessionId},
    records::{PermissionMode, SessionKind, Voice},
};
use serde::{Deserialize, Serialize};

/// A message as its writer makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMessage {
    /// Made by the writer.
    pub id: MessageId,
    /// 1 byte to 64 KiB.
    pub text: String,
}

/// `POST /v1/sessions`. There is no session without a first message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateSession {
    /// Made by the desktop.
    pub id: SessionId,
    /// What it is for.
    pub kind: SessionKind,
    /// What happens to its findings.
    pub permission: PermissionMode,
    /// The first message.
    pub first_message: NewMessage,
}

/// `POST /v1/sessions/{id}/messages`. Writing to a paused session resumes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostMessage {
    /// The message.
    pub message: NewMessage,
    /// Always true here: false exactly for the message that creates a session.
    pub resume: bool,
    /// The answer of which it is another version. What came after that answer stays as it is, beside
    /// the new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<MessageId>,
}

/// `POST /v1/sessions/{id}/regenerate`: another version of a reply. The first one stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regenerate {
    /// The reply.
    pub message: MessageId,
    /// The id of the new one, made by whoever asks for it.
    pub reply: MessageId,
}

/// `POST /v1/sessions/{id}/shown`: which version of a message is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowVersion {
    /// The version to show.
    pub message: MessageId,
    /// The newest version known to whoever chose. When there is a newer one, the choice was made
    /// without it and is refused.
    pub newest: MessageId,
}

/// `PATCH /v1/sessions/{id}`. An absent field stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateSession {
    /// 1 to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What happens to its findings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<PermissionMode>,
    /// Who words its questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
}
