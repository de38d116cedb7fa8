//! Things the app noticed.

use crate::{Timestamp, ids::InsightId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum InsightKind {
    /// η crossed into another regime.
    RegimeChange,
    /// What would move η most.
    StrongestLever,
    /// A skill that has not been used for long.
    StaleSkill,
    /// Two things the person said do not fit.
    Contradiction,
    /// What the last week brought.
    WeeklySummary,
}

/// Something the app noticed and tells once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Insight {
    /// Its id.
    pub id: InsightId,
    /// Grows with each change.
    pub version: u64,
    /// What was noticed.
    pub kind: InsightKind,
    /// One sentence.
    pub text: String,
    /// When.
    pub created_at: Timestamp,
    /// When the person read it.
    pub read_at: Option<Timestamp>,
    /// When the person put it away.
    pub dismissed_at: Option<Timestamp>,
}
