//! The Escape Index and its parts, as computed by the physics crate.

use super::{ConstraintKind, SkillStatus};
use crate::{
    Timestamp,
    ids::{ConstraintId, SkillId},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is believed about a skill's level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Belief {
    /// First parameter of the Beta distribution.
    pub alpha: f64,
    /// Second parameter.
    pub beta: f64,
    /// Mean level, 0 to 10.
    pub level: f64,
    /// 10 % quantile of the level, 0 to 10.
    pub low: f64,
    /// 90 % quantile, 0 to 10.
    pub high: f64,
    /// n / (n + 2), n being the evidence mass after decay; 0 to 1.
    pub confidence: f64,
}

/// The range η is in. Lower bounds belong to the upper regime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Regime {
    /// Not enough is known for a verdict.
    Unknown,
    /// η < 0.7
    Falling,
    /// 0.7 ≤ η < 0.9
    Approaching,
    /// 0.9 ≤ η < 1.1
    Threshold,
    /// 1.1 ≤ η < 1.5
    Escaping,
    /// η ≥ 1.5
    Free,
}

/// What is missing for a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
#[ts(export)]
pub enum Missing {
    /// More confirmed skills.
    Skills {
        /// How many more.
        needed: u32,
    },
    /// Direction has not been asked about.
    Direction,
    /// Constraints have not been asked about.
    Constraints,
    /// Dependants have not been asked about.
    Dependants,
}

/// Where a skill's share of the week comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum UtilisationSource {
    /// The person gave hours.
    Stated,
    /// Hours of the projects that use it.
    Projects,
    /// Nobody said; an equal share of what is left.
    Assumed,
}

/// One skill's part in thrust.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ThrustTerm {
    /// Which skill.
    pub skill_id: SkillId,
    /// Its name.
    pub name: String,
    /// Its status.
    pub status: SkillStatus,
    /// Mean level, 0 to 10.
    pub level: f64,
    /// Share of the week, 0 to 1.
    pub utilisation: f64,
    /// Where that share comes from.
    pub source: UtilisationSource,
    /// Strategic weight, 0.5 to 1.5.
    pub weight: f64,
    /// A·level·utilisation·weight / (G·M): its part of η.
    pub contribution: f64,
}

/// T = A · Σ level·utilisation·weight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Thrust {
    /// T, alignment applied.
    pub value: f64,
    /// The sum before alignment.
    pub raw: f64,
    /// A, 0 to 1.
    pub alignment: f64,
    /// Whether A is assumed because no project is active.
    pub alignment_assumed: bool,
    /// One row a skill, largest contribution first.
    pub terms: Vec<ThrustTerm>,
}

/// One constraint's part in gravity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct GravityTerm {
    /// Which constraint.
    pub constraint_id: ConstraintId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ConstraintKind,
    /// kind weight · severity.
    pub value: f64,
}

/// G = 1 + Σ kind weight · severity, 1 to 10.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Gravity {
    /// G.
    pub value: f64,
    /// Whether it was cut at 10.
    pub at_limit: bool,
    /// Its parts besides the 1.
    pub terms: Vec<GravityTerm>,
}

/// One part of mass.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
#[ts(export)]
pub enum MassTerm {
    /// Active projects beyond the first.
    Projects {
        /// How many beyond the first.
        count: u32,
        /// 0.15 each.
        value: f64,
    },
    /// People who depend on the person.
    Dependants {
        /// How many.
        count: u32,
        /// 0.10 each.
        value: f64,
    },
    /// Weekly hours beyond 40.
    Hours {
        /// How many beyond 40.
        hours: f64,
        /// 0.02 each.
        value: f64,
    },
}

/// M = 1 + projects + dependants + hours, 1 to 10.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Mass {
    /// M.
    pub value: f64,
    /// Whether it was cut at 10.
    pub at_limit: bool,
    /// Its parts besides the 1.
    pub terms: Vec<MassTerm>,
}

/// η = T / (G · M), with its doubt and what it is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EscapeIndex {
    /// For which moment.
    pub at: Timestamp,
    /// η from what is confirmed so far.
    pub value: f64,
    /// 10 % quantile.
    pub low: f64,
    /// 90 % quantile.
    pub high: f64,
    /// The range η is in, or unknown.
    pub regime: Regime,
    /// What a verdict still needs; empty when the regime is known.
    pub missing: Vec<Missing>,
    /// Confirmed and edited skills.
    pub confirmed_skills: u32,
    /// T and its parts.
    pub thrust: Thrust,
    /// G and its parts.
    pub gravity: Gravity,
    /// M and its parts.
    pub mass: Mass,
}
