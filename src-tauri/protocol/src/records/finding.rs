//! What the extractor found in a message.

use super::{Category, ConstraintKind, Decision, EvidenceKind, Quote};
use crate::{
    Timestamp,
    ids::{ConstraintId, FindingId, ProjectId, SkillId},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum FindingKind {
    /// Something the person can do.
    Skill,
    /// Something the person works on.
    Project,
    /// Something that holds the person back.
    Constraint,
    /// Where the person wants to go.
    Direction,
}

/// The record that a finding is evidence for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
#[ts(export)]
pub enum FindingTarget {
    /// A skill.
    Skill(SkillId),
    /// A project.
    Project(ProjectId),
    /// A constraint.
    Constraint(ConstraintId),
    /// The life state's direction.
    Direction,
}

/// What the person changed when accepting a finding. An absent field stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct FindingEdit {
    /// Another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    /// Another category (skills).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub category: Option<Category>,
    /// Another level, 0 to 1 (skills), or severity, 0 to 1 (constraints).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub level: Option<f64>,
    /// What the decision replaced. Filled in where the decision is applied; ignored when sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub replaced: Option<Replaced>,
}

/// What the target of a finding was before the finding was accepted, so that undo can bring it
/// back. An absent field was absent there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Replaced {
    /// The name; of a life state, the direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    /// The category (skills).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub category: Option<Category>,
    /// The own level, 0 to 1 (skills), or the severity, 0 to 1 (constraints).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub level: Option<f64>,
    /// The hours a week (skills, projects).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub hours_per_week: Option<f64>,
}

/// Something found at one place of one message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Finding {
    /// A hash of message, place, kind and normal form.
    pub id: FindingId,
    /// Grows with each change.
    pub version: u64,
    /// What it is about.
    pub kind: FindingKind,
    /// Its name as shown.
    pub name: String,
    /// The skill's area.
    pub category: Option<Category>,
    /// The constraint's kind.
    pub constraint_kind: Option<ConstraintKind>,
    /// Claimed level of a skill, or severity of a constraint, 0 to 1.
    pub level: Option<f64>,
    /// Hours a week the person said it takes.
    pub hours_per_week: Option<f64>,
    /// How much it weighs as evidence.
    pub evidence: EvidenceKind,
    /// The extractor's calibrated chance that this is right, 0 to 1.
    pub probability: f64,
    /// The words it rests on.
    pub quote: Quote,
    /// The record it supports.
    pub target: FindingTarget,
    /// The person's word on it.
    pub decision: Decision,
    /// What the person changed when accepting it, with what that replaced.
    pub edit: Option<FindingEdit>,
    /// Whether it was suggested and taken back because reading the session again did not find it any
    /// more. It is kept so that a decision that comes later still counts.
    #[serde(default)]
    pub withdrawn: bool,
    /// When it was found.
    pub created_at: Timestamp,
}
