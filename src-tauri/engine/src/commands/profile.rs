//! Findings, skills, projects, constraints and the life state. A change is checked here by the same
//! rules as on the server, so that only what can be carried out is kept.

use crate::core::Core;
use protocol::{
    ConstraintId, FindingId, Problem, ProjectId, Reply, SessionId, SkillId, Write,
    records::{Decision, FindingEdit},
    write::{
        ConstraintChange, DecideFindings, NewConstraint, NewProject, NewSkill, ProjectChange,
        SkillChange, StateChange,
    },
};

/// Findings in one decision at most.
const DECIDED: usize = 200;

impl Core {
    pub(super) async fn list_findings(&self, session: SessionId) -> Result<Reply, Problem> {
        Ok(Reply::Findings { findings: self.store.findings(Some(session)).await? })
    }

    pub(super) async fn list_skills(&self) -> Result<Reply, Problem> {
        let skills = self.store.profile().await?.skills;
        Ok(Reply::Skills { skills: skills.into_iter().map(|s| self.skill_view(s)).collect() })
    }

    pub(super) async fn list_projects(&self) -> Result<Reply, Problem> {
        Ok(Reply::Projects { projects: self.store.profile().await?.projects })
    }

    pub(super) async fn list_constraints(&self) -> Result<Reply, Problem> {
        Ok(Reply::Constraints { constraints: self.store.profile().await?.constraints })
    }

    pub(super) async fn preview_physics(&self, findings: Vec<FindingId>) -> Result<Reply, Problem> {
        let profile = self.store.preview(findings, self.clock.now()).await?;
        Ok(Reply::Physics { index: Box::new(self.index_of(profile).await?) })
    }

    pub(super) async fn decide_findings(
        &self,
        ids: Vec<FindingId>,
        decision: Decision,
        edit: Option<FindingEdit>,
    ) -> Result<Reply, Problem> {
        if ids.is_empty() || ids.len() > DECIDED {
            return Err(Problem::invalid("ids", "Decide about 1 to 200 findings at a time."));
        }
        match (&edit, decision) {
            (None, Decision::Edited) => {
                return Err(Problem::invalid("edit", "Say what was changed."));
            }
            (Some(edit), _) => profile::check_edit(edit)?,
            (None, _) => {}
        }
        for id in &ids {
            if self.store.finding(*id).await?.is_none() {
                return Err(Problem::not_found("finding"));
            }
        }
        self.keep(Write::DecideFindings(DecideFindings { ids, decision, edit })).await
    }

    pub(super) async fn create_skill(&self, body: NewSkill) -> Result<Reply, Problem> {
        let id = SkillId(self.ids.next());
        profile::new_skill(id, &body, self.clock.now())?;
        self.keep(Write::CreateSkill { id, body }).await
    }

    pub(super) async fn update_skill(
        &self,
        id: SkillId,
        body: SkillChange,
    ) -> Result<Reply, Problem> {
        let skill = self.store.skill(id).await?;
        let mut skill = skill.ok_or_else(|| Problem::not_found("skill"))?;
        profile::change_skill(&mut skill, &body, self.clock.now())?;
        self.keep(Write::UpdateSkill { id, body }).await
    }

    pub(super) async fn create_project(&self, body: NewProject) -> Result<Reply, Problem> {
        let id = ProjectId(self.ids.next());
        profile::new_project(id, &body, self.clock.now())?;
        self.keep(Write::CreateProject { id, body }).await
    }

    pub(super) async fn update_project(
        &self,
        id: ProjectId,
        body: ProjectChange,
    ) -> Result<Reply, Problem> {
        let project = self.store.project(id).await?;
        let mut project = project.ok_or_else(|| Problem::not_found("project"))?;
        profile::change_project(&mut project, &body, self.clock.now())?;
        self.keep(Write::UpdateProject { id, body }).await
    }

    pub(super) async fn create_constraint(&self, body: NewConstraint) -> Result<Reply, Problem> {
        let id = ConstraintId(self.ids.next());
        profile::new_constraint(id, &body, self.clock.now())?;
        self.keep(Write::CreateConstraint { id, body }).await
    }

    pub(super) async fn update_constraint(
        &self,
        id: ConstraintId,
        body: ConstraintChange,
    ) -> Result<Reply, Problem> {
        let constraint = self.store.constraint(id).await?;
        let mut constraint = constraint.ok_or_else(|| Problem::not_found("constraint"))?;
        profile::change_constraint(&mut constraint, &body, self.clock.now())?;
        self.keep(Write::UpdateConstraint { id, body }).await
    }

    pub(super) async fn update_state(&self, body: StateChange) -> Result<Reply, Problem> {
        let mut state = self.store.profile().await?.state;
        profile::change_state(&mut state, &body, self.clock.now())?;
        self.keep(Write::UpdateState { body }).await
    }
}
