//! What the index is computed from.

use protocol::records::{
    Constraint, ConstraintStatus, LifeState, Project, ProjectStatus, Skill, SkillStatus,
};

/// A person's records. Only confirmed and edited skills, active projects and active constraints
/// count; the others may be here.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// Skills.
    pub skills: &'a [Skill],
    /// Projects.
    pub projects: &'a [Project],
    /// Constraints.
    pub constraints: &'a [Constraint],
    /// Direction, dependants, hours.
    pub state: &'a LifeState,
}

impl<'a> Inputs<'a> {
    /// The skills that count, in the order of their ids.
    pub(crate) fn counted_skills(&self) -> Vec<&'a Skill> {
        let mut counted: Vec<&Skill> = self
            .skills
            .iter()
            .filter(|skill| matches!(skill.status, SkillStatus::Confirmed | SkillStatus::Edited))
            .collect();
        counted.sort_by_key(|skill| skill.id);
        counted
    }

    /// The projects that count, in the order of their ids.
    pub(crate) fn active_projects(&self) -> Vec<&'a Project> {
        let mut active: Vec<&Project> = self
            .projects
            .iter()
            .filter(|project| project.status == ProjectStatus::Active)
            .collect();
        active.sort_by_key(|project| project.id);
        active
    }

    /// The constraints that count, in the order of their ids.
    pub(crate) fn active_constraints(&self) -> Vec<&'a Constraint> {
        let mut active: Vec<&Constraint> = self
            .constraints
            .iter()
            .filter(|constraint| constraint.status == ConstraintStatus::Active)
            .collect();
        active.sort_by_key(|constraint| constraint.id);
        active
    }
}
