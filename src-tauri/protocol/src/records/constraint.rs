//! What holds the person back.

use super::Evidence;
use crate::{Timestamp, ids::ConstraintId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The kind of a constraint; its weight in gravity is in the physics crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ConstraintKind {
    /// Debt, low pay, no reserve.
    Financial,
    /// Illness, pain, exhaustion.
    Health,
    /// Duties to others.
    Obligation,
    /// Too few hours.
    Time,
    /// Place, workplace, commute.
    Environment,
    /// Not trusting oneself.
    Doubt,
    /// What pulls attention away.
    Distraction,
}

/// Where a constraint stands. Only active ones count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ConstraintStatus {
    /// Found, not yet decided.
    Suggested,
    /// It holds.
    Active,
    /// It is over.
    Resolved,
    /// It was not one.
    Rejected,
}

/// Something that holds the person back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Constraint {
    /// Its id.
    pub id: ConstraintId,
    /// Grows with each change.
    pub version: u64,
    /// Its kind.
    pub kind: ConstraintKind,
    /// Its name as shown.
    pub name: String,
    /// How heavy it is, 0 to 1.
    pub severity: f64,
    /// Where it stands.
    pub status: ConstraintStatus,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// Whether it was only suggested and nothing suggests it any more. It is shown nowhere until
    /// something does.
    #[serde(default)]
    pub withdrawn: bool,
    /// Since when it is known.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
