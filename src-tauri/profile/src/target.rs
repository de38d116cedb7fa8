//! The record that a finding is evidence for, and the id it has.

use protocol::{
    UserId, ids,
    records::{Constraint, FindingKind, LifeState, Project, Skill},
};
use uuid::Uuid;

/// The record that a finding supports, to be changed together with it.
#[derive(Debug)]
pub enum Target<'a> {
    /// A skill.
    Skill(&'a mut Skill),
    /// A project.
    Project(&'a mut Project),
    /// A constraint.
    Constraint(&'a mut Constraint),
    /// The life state's direction.
    Direction(&'a mut LifeState),
}

/// The id of the record that findings of this kind and normal form support. Equal arguments give
/// equal ids everywhere, so that two findings of one skill meet in one record.
pub fn target_id(user: UserId, kind: FindingKind, normal_form: &str) -> Uuid {
    let kind = match kind {
        FindingKind::Skill => "skill",
        FindingKind::Project => "project",
        FindingKind::Constraint => "constraint",
        FindingKind::Direction => "direction",
    };
    ids::hashed(&["target", &user.to_string(), kind, normal_form])
}
