//! What the person works on.

use super::Evidence;
use crate::{
    Timestamp,
    ids::{ProjectId, SkillId},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a project stands. Only active ones count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ProjectStatus {
    /// Found, not yet decided.
    Suggested,
    /// Worked on.
    Active,
    /// Put aside.
    Paused,
    /// Finished.
    Done,
    /// It was not one.
    Rejected,
}

/// How much a project matters to where the person wants to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ProjectWeight {
    /// 0.5
    Minor,
    /// 1.0
    #[default]
    Normal,
    /// 1.5
    Key,
}

/// Something the person works on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// Grows with each change.
    pub version: u64,
    /// Its name as shown.
    pub name: String,
    /// Where it stands.
    pub status: ProjectStatus,
    /// How far it is, 0 to 1; absent when it has no end.
    pub progress: Option<f64>,
    /// How much it matters.
    pub weight: ProjectWeight,
    /// Hours a week it takes, 0 to 168.
    pub weekly_hours: Option<f64>,
    /// How well it fits the direction, 0 to 1.
    pub alignment: Option<f64>,
    /// The skills it uses.
    pub skill_ids: Vec<SkillId>,
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
