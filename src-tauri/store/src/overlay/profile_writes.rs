//! Unsent writes about the person: decisions, skills, projects, constraints and the life state.

use super::Overlay;
use crate::{Row, StoreError, record};
use profile::Target;
use protocol::{
    ConstraintId, FindingId, ProjectId, SkillId, Timestamp, Write,
    records::{Constraint, Finding, FindingTarget, Project, Skill},
    write::DecideFindings,
};
use rusqlite::Connection;

impl Overlay {
    /// A change that the rules refuse changes nothing here; the server will say why.
    pub(super) fn lay_profile(
        &mut self,
        connection: &Connection,
        row: &Row,
    ) -> Result<(), StoreError> {
        let at = row.created_at;
        match &row.write {
            Write::DecideFindings(body) => self.decide(connection, body, at)?,
            Write::CreateSkill { id, body } => {
                if self.skill(connection, *id)?.is_none()
                    && let Ok(skill) = profile::new_skill(*id, body, at)
                {
                    self.skills.insert(*id, skill);
                }
            }
            Write::CreateProject { id, body } => {
                if self.project(connection, *id)?.is_none()
                    && let Ok(project) = profile::new_project(*id, body, at)
                {
                    self.projects.insert(*id, project);
                }
            }
            Write::CreateConstraint { id, body } => {
                if self.constraint(connection, *id)?.is_none()
                    && let Ok(constraint) = profile::new_constraint(*id, body, at)
                {
                    self.constraints.insert(*id, constraint);
                }
            }
            _ => self.lay_change(connection, row)?,
        }
        Ok(())
    }

    fn lay_change(&mut self, connection: &Connection, row: &Row) -> Result<(), StoreError> {
        let at = row.created_at;
        match &row.write {
            Write::UpdateSkill { id, body } => {
                if let Some(mut skill) = self.skill(connection, *id)?
                    && profile::change_skill(&mut skill, body, at).is_ok()
                {
                    self.skills.insert(*id, skill);
                }
            }
            Write::UpdateProject { id, body } => {
                if let Some(mut project) = self.project(connection, *id)?
                    && profile::change_project(&mut project, body, at).is_ok()
                {
                    self.projects.insert(*id, project);
                }
            }
            Write::UpdateConstraint { id, body } => {
                if let Some(mut constraint) = self.constraint(connection, *id)?
                    && profile::change_constraint(&mut constraint, body, at).is_ok()
                {
                    self.constraints.insert(*id, constraint);
                }
            }
            Write::UpdateState { body } => {
                let mut state = self.state(connection)?;
                if profile::change_state(&mut state, body, at).is_ok() {
                    self.state = Some(state);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn decide(
        &mut self,
        connection: &Connection,
        body: &DecideFindings,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        for id in &body.ids {
            if let Some(finding) = self.finding(connection, *id)? {
                self.decide_one(connection, finding, body, at)?;
            }
        }
        Ok(())
    }

    fn decide_one(
        &mut self,
        connection: &Connection,
        mut finding: Finding,
        body: &DecideFindings,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (decision, edit) = (body.decision, body.edit.as_ref());
        match finding.target {
            FindingTarget::Skill(id) => {
                if let Some(mut skill) = self.skill(connection, id)? {
                    let target = Target::Skill(&mut skill);
                    profile::decide(&mut finding, target, decision, edit, at);
                    self.skills.insert(id, skill);
                }
            }
            FindingTarget::Project(id) => {
                if let Some(mut project) = self.project(connection, id)? {
                    let target = Target::Project(&mut project);
                    profile::decide(&mut finding, target, decision, edit, at);
                    self.projects.insert(id, project);
                }
            }
            FindingTarget::Constraint(id) => {
                if let Some(mut constraint) = self.constraint(connection, id)? {
                    let target = Target::Constraint(&mut constraint);
                    profile::decide(&mut finding, target, decision, edit, at);
                    self.constraints.insert(id, constraint);
                }
            }
            FindingTarget::Direction => {
                let mut state = self.state(connection)?;
                let target = Target::Direction(&mut state);
                profile::decide(&mut finding, target, decision, edit, at);
                self.state = Some(state);
            }
        }
        self.findings.insert(finding.id, finding);
        Ok(())
    }

    pub(crate) fn skill(
        &self,
        connection: &Connection,
        id: SkillId,
    ) -> Result<Option<Skill>, StoreError> {
        match self.skills.get(&id) {
            Some(skill) => Ok(Some(skill.clone())),
            None => record::get(connection, &id.to_string()),
        }
    }

    pub(crate) fn project(
        &self,
        connection: &Connection,
        id: ProjectId,
    ) -> Result<Option<Project>, StoreError> {
        match self.projects.get(&id) {
            Some(project) => Ok(Some(project.clone())),
            None => record::get(connection, &id.to_string()),
        }
    }

    pub(crate) fn constraint(
        &self,
        connection: &Connection,
        id: ConstraintId,
    ) -> Result<Option<Constraint>, StoreError> {
        match self.constraints.get(&id) {
            Some(constraint) => Ok(Some(constraint.clone())),
            None => record::get(connection, &id.to_string()),
        }
    }

    pub(crate) fn finding(
        &self,
        connection: &Connection,
        id: FindingId,
    ) -> Result<Option<Finding>, StoreError> {
        match self.findings.get(&id) {
            Some(finding) => Ok(Some(finding.clone())),
            None => record::get(connection, &id.to_string()),
        }
    }
}
