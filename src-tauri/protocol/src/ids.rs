//! Identifiers. Each is a UUID in its own type, so that a session's id cannot stand for a job's.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};
use ts_rs::TS;
use uuid::Uuid;

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS,
        )]
        #[serde(transparent)]
        #[ts(export, type = "string")]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

identifiers! {
    /// A person's account on a server.
    UserId;
    /// One installation of the desktop that signed in.
    DeviceId;
    /// A server's database, kept for its life; a restored copy keeps it.
    ServerId;
    /// A conversation.
    SessionId;
    /// One message of a session.
    MessageId;
    /// A skill of a person.
    SkillId;
    /// One piece of evidence under a skill, project or constraint.
    EvidenceId;
    /// A project of a person.
    ProjectId;
    /// A constraint of a person.
    ConstraintId;
    /// What the extractor found at one place of one message; a hash of that place and name.
    FindingId;
    /// A piece of long work.
    JobId;
    /// Something the app noticed and tells once.
    InsightId;
    /// A durable event.
    EventId;
    /// One socket.
    ConnectionId;
    /// Names one attempt to change something, so that a repeat changes nothing.
    IdempotencyKey;
    /// One unbroken history of a channel; a new one starts when a log was lost or set back.
    Epoch;
}

/// A UUID (version 8) made of the SHA-256 of `parts`, each preceded by its length in bytes.
///
/// Equal parts give equal ids on every machine, which makes creating by such an id idempotent.
pub fn hashed(parts: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The id of the first question of a session. The desktop shows that question before anything is
/// stored, the server stores it later; both must speak of the same message.
pub fn opening_id(session: SessionId) -> MessageId {
    MessageId(hashed(&["opening", &session.to_string()]))
}
