//! The bodies of writes by which a person enters and changes the records of the profile.

use crate::{
    ids::SkillId,
    records::{Category, ConstraintKind, ConstraintStatus, Decision, ProjectStatus, ProjectWeight},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `POST /v1/skills`: a skill entered by hand counts as confirmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NewSkill {
    /// 1 to 120 characters.
    pub name: String,
    /// Its area.
    pub category: Category,
    /// 0 to 1.
    pub level: f64,
}

/// `PATCH /v1/skills/{id}`. An absent field stays. Last writer wins per field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export, optional_fields)]
pub struct SkillChange {
    /// 1 to 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<f64>,
    /// 0 to 168.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_per_week: Option<f64>,
    /// Confirm, reject, or `suggested` to undo, for the skill as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// `POST /v1/projects`: a project entered by hand is active.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NewProject {
    /// 1 to 120 characters.
    pub name: String,
}

/// `PATCH /v1/projects/{id}`. An absent field stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export, optional_fields)]
pub struct ProjectChange {
    /// 1 to 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ProjectStatus>,
    /// 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<f64>,
    /// How much it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<ProjectWeight>,
    /// 0 to 168.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekly_hours: Option<f64>,
    /// 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alignment: Option<f64>,
    /// The skills it uses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill_ids: Option<Vec<SkillId>>,
}

/// `POST /v1/constraints`: a constraint entered by hand is active.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NewConstraint {
    /// 1 to 120 characters.
    pub name: String,
    /// Its kind.
    pub kind: ConstraintKind,
    /// 0 to 1.
    pub severity: f64,
}

/// `PATCH /v1/constraints/{id}`. An absent field stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export, optional_fields)]
pub struct ConstraintChange {
    /// 1 to 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ConstraintKind>,
    /// 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<f64>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ConstraintStatus>,
}

/// `PATCH /v1/state`. An absent field stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export, optional_fields)]
pub struct StateChange {
    /// Up to 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    /// 0 to 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dependants: Option<u32>,
    /// 0 to 168.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekly_hours: Option<f64>,
}
