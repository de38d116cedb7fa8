//! What a skill, project or constraint rests on.

use super::Decision;
use crate::{
    Timestamp,
    ids::{EvidenceId, FindingId, MessageId, SessionId},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How much weight a piece of evidence has; the strengths are in the physics crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum EvidenceKind {
    /// Somebody says they can.
    SelfClaim,
    /// A story with situation, action and result.
    Story,
    /// A link, commit or document.
    Artefact,
    /// Another person's word.
    Attestation,
    /// The person confirmed the skill.
    Confirmation,
}

/// The exact words something rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Quote {
    /// The session they were said in.
    pub session_id: SessionId,
    /// The message.
    pub message_id: MessageId,
    /// First character, in Unicode scalar values of the message's text.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// The words: exactly `text[start..end]`.
    pub text: String,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Evidence {
    /// Its id; for what was extracted, the id of the finding.
    pub id: EvidenceId,
    /// The finding it comes from.
    pub finding_id: Option<FindingId>,
    /// How much it weighs.
    pub kind: EvidenceKind,
    /// The level it claims, 0 to 1.
    pub level: f64,
    /// When it was given.
    pub at: Timestamp,
    /// The words it rests on.
    pub quote: Option<Quote>,
    /// The person's word on it. Rejected evidence does not count.
    pub decision: Decision,
}
