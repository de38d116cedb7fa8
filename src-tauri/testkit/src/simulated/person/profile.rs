//! What the person changes about skills, projects, constraints and direction.

use super::{Deed, NAMES, Person};
use protocol::{
    Command, Reply,
    records::{Category, ConstraintKind, ConstraintStatus, Decision, ProjectStatus, ProjectWeight},
    write::{
        ConstraintChange, NewConstraint, NewProject, NewSkill, ProjectChange, SkillChange,
        StateChange,
    },
};

impl Person {
    pub(super) async fn profile(&mut self, at: usize, deed: Deed) -> Option<Command> {
        let fresh = self.chance.one_in(2);
        let name = format!("{} {}", self.chance.pick(NAMES), self.chance.below(40));
        let share = [0.25, 0.5, 0.75][self.chance.below(3)];
        Some(match deed {
            Deed::Skill => {
                let known = match self.ask(at, Command::ListSkills).await? {
                    Ok(Reply::Skills { skills }) if !fresh => skills,
                    _ => Vec::new(),
                };
                if known.is_empty() {
                    let skill = NewSkill { name, category: Category::CraftAndTrades, level: share };
                    return Some(Command::CreateSkill { skill });
                }
                let id = self.chance.pick(&known).skill.id;
                Command::UpdateSkill { id, change: self.skill_change(name, share) }
            }
            Deed::Project => {
                let known = match self.ask(at, Command::ListProjects).await? {
                    Ok(Reply::Projects { projects }) if !fresh => projects,
                    _ => Vec::new(),
                };
                if known.is_empty() {
                    return Some(Command::CreateProject { project: NewProject { name } });
                }
                let id = self.chance.pick(&known).id;
                Command::UpdateProject { id, change: self.project_change(name, share) }
            }
            Deed::Constraint => {
                let known = match self.ask(at, Command::ListConstraints).await? {
                    Ok(Reply::Constraints { constraints }) if !fresh => constraints,
                    _ => Vec::new(),
                };
                if known.is_empty() {
                    let kind = ConstraintKind::Financial;
                    let constraint = NewConstraint { name, kind, severity: share };
                    return Some(Command::CreateConstraint { constraint });
                }
                let id = self.chance.pick(&known).id;
                Command::UpdateConstraint { id, change: self.constraint_change(name, share) }
            }
            _ => Command::UpdateState { change: self.state_change(name) },
        })
    }

    pub(super) fn skill_change(&self, name: String, share: f64) -> SkillChange {
        match self.chance.below(4) {
            0 => SkillChange { name: Some(name), ..SkillChange::default() },
            1 => SkillChange { level: Some(share), ..SkillChange::default() },
            2 => SkillChange { hours_per_week: Some(8.0), ..SkillChange::default() },
            _ => {
                let decisions = [Decision::Confirmed, Decision::Rejected, Decision::Suggested];
                let decision = Some(*self.chance.pick(&decisions));
                SkillChange { decision, ..SkillChange::default() }
            }
        }
    }

    pub(super) fn project_change(&self, name: String, share: f64) -> ProjectChange {
        match self.chance.below(4) {
            0 => ProjectChange { name: Some(name), ..ProjectChange::default() },
            1 => ProjectChange { progress: Some(share), ..ProjectChange::default() },
            2 => {
                ProjectChange { weight: Some(ProjectWeight::default()), ..ProjectChange::default() }
            }
            _ => {
                let all = [ProjectStatus::Active, ProjectStatus::Paused];
                ProjectChange { status: Some(*self.chance.pick(&all)), ..ProjectChange::default() }
            }
        }
    }

    pub(super) fn constraint_change(&self, name: String, share: f64) -> ConstraintChange {
        match self.chance.below(3) {
            0 => ConstraintChange { name: Some(name), ..ConstraintChange::default() },
            1 => ConstraintChange { severity: Some(share), ..ConstraintChange::default() },
            _ => {
                let status = Some(ConstraintStatus::Active);
                ConstraintChange { status, ..ConstraintChange::default() }
            }
        }
    }

    pub(super) fn state_change(&self, name: String) -> StateChange {
        match self.chance.below(3) {
            0 => StateChange { direction: Some(name), ..StateChange::default() },
            1 => StateChange { dependants: Some(2), ..StateChange::default() },
            _ => StateChange { weekly_hours: Some(38.5), ..StateChange::default() },
        }
    }
}
