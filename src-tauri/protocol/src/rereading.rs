//! A session read again with the extractor as it is now: what would be different, shown first, and
//! applied at the person's word.

use crate::{
    ids::{FindingId, IdempotencyKey, SessionId},
    records::Finding,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The most findings that one rereading brings; what is more comes with the next one.
pub const REREAD: usize = 300;

/// A suggestion that the extractor sees otherwise now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChangedFinding {
    /// As it is stored.
    pub before: Finding,
    /// As it would be.
    pub after: Finding,
}

/// `GET /v1/sessions/{id}/rereading?after=&without_model=`: what would be different in the messages
/// that were read for it. Nothing is stored.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RereadPart {
    /// Found now and not before, undecided.
    pub new: Vec<Finding>,
    /// Suggestions that are found otherwise.
    pub changed: Vec<ChangedFinding>,
    /// Suggestions that are no longer found.
    pub gone: Vec<Finding>,
    /// Give this as `after` for the messages that are left; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// What would be different in a session if it were read now. Whatever the person decided about is in
/// none of the lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Rereading {
    /// Names it; applying it is sent under this key.
    pub id: IdempotencyKey,
    /// The session.
    pub session_id: SessionId,
    /// Found now and not before.
    pub new: Vec<Finding>,
    /// Suggestions that are found otherwise.
    pub changed: Vec<ChangedFinding>,
    /// Suggestions that are no longer found.
    pub gone: Vec<Finding>,
    /// How many differences are left out because there are too many for once.
    pub left_out: u32,
}

/// `POST /v1/sessions/{id}/rereading`: make it so. What was decided about meanwhile stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApplyRereading {
    /// New findings, and changed ones as they are to be; up to [`REREAD`].
    pub found: Vec<Finding>,
    /// Suggestions that are no longer found; up to [`REREAD`].
    pub gone: Vec<FindingId>,
}
