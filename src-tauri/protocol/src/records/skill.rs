//! What the person can do.

use super::{Category, Evidence};
use crate::{Timestamp, ids::SkillId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a skill stands. Only confirmed and edited ones count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SkillStatus {
    /// Found, not yet decided.
    Suggested,
    /// Right as it stands.
    Confirmed,
    /// Right after a change by the person.
    Edited,
    /// Not theirs.
    Rejected,
}

/// What a skill was before the person changed it, so that undo can bring it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SkillEdit {
    /// Its name before.
    pub name: String,
    /// Its category before.
    pub category: Category,
    /// Its own level before, 0 to 1.
    pub level: Option<f64>,
}

/// Something the person can do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Skill {
    /// Its id.
    pub id: SkillId,
    /// Grows with each change.
    pub version: u64,
    /// Its name as shown.
    pub name: String,
    /// Its area.
    pub category: Category,
    /// Where it stands.
    pub status: SkillStatus,
    /// The level the person set, 0 to 1; re-centres the belief's prior.
    pub level: Option<f64>,
    /// Hours a week the person said it is used, 0 to 168.
    pub hours_per_week: Option<f64>,
    /// Whether the person entered it by hand.
    pub by_hand: bool,
    /// What it was before the person changed it.
    pub before_edit: Option<SkillEdit>,
    /// When the person confirmed it.
    pub confirmed_at: Option<Timestamp>,
    /// The last day it was in use, where known.
    pub last_used_at: Option<Timestamp>,
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
