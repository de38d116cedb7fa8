//! Projects: made by hand, supported by findings, changed and decided on.

use crate::{
    FieldError,
    decision::{accepted, set_back, settle, stated_hours},
    evidence::{self, Standing},
    field,
};
use protocol::{
    ProjectId, SkillId, Timestamp,
    records::{Decision, Finding, FindingEdit, Project, ProjectStatus, ProjectWeight, Replaced},
    write::{NewProject, ProjectChange},
};

/// The level of the person's own word on a project; projects have no level of their own.
const OWN_WORD_LEVEL: f64 = 1.0;
/// The most skills a project names.
const SKILL_LIMIT: usize = 500;

/// A project entered by hand: active.
pub fn new_project(id: ProjectId, body: &NewProject, at: Timestamp) -> Result<Project, FieldError> {
    let mut project = suggested(id, field::name("name", &body.name)?, at);
    set_status(&mut project, ProjectStatus::Active, at);
    Ok(project)
}

fn suggested(id: ProjectId, name: String, at: Timestamp) -> Project {
    Project {
        id,
        version: 0,
        name,
        status: ProjectStatus::Suggested,
        progress: None,
        weight: ProjectWeight::Normal,
        weekly_hours: None,
        alignment: None,
        skill_ids: Vec::new(),
        evidence: Vec::new(),
        withdrawn: false,
        created_at: at,
        updated_at: at,
    }
}

/// The project with this finding's evidence, once; a suggested one when there is none, or none but a
/// withdrawn one.
///
/// New evidence suggests a rejected project once more.
pub fn support_project(existing: Option<Project>, finding: &Finding, id: ProjectId) -> Project {
    let mut project =
        existing.unwrap_or_else(|| suggested(id, finding.name.clone(), finding.created_at));
    if std::mem::take(&mut project.withdrawn) {
        project.name.clone_from(&finding.name);
    }
    let before = project.evidence.len();
    evidence::support(&mut project.evidence, finding);
    if project.evidence.len() != before {
        if project.status == ProjectStatus::Rejected {
            refresh(&mut project);
        }
        project.updated_at = project.updated_at.max(finding.created_at);
    }
    project
}

/// Changes the fields that are present. A status is the person's word on the project as a whole;
/// `suggested` takes that word back.
pub fn change_project(
    project: &mut Project,
    change: &ProjectChange,
    at: Timestamp,
) -> Result<(), FieldError> {
    let name = change.name.as_deref().map(|name| field::name("name", name)).transpose()?;
    let progress = change.progress.map(|value| field::share("progress", value)).transpose()?;
    let alignment = change.alignment.map(|value| field::share("alignment", value)).transpose()?;
    let hours = change.weekly_hours.map(|hours| field::hours("weekly_hours", hours)).transpose()?;
    let skill_ids = change.skill_ids.as_deref().map(distinct).transpose()?;
    let before = project.clone();
    if let Some(name) = name {
        project.name = name;
    }
    project.progress = progress.or(project.progress);
    project.alignment = alignment.or(project.alignment);
    project.weekly_hours = hours.or(project.weekly_hours);
    project.weight = change.weight.unwrap_or(project.weight);
    if let Some(skill_ids) = skill_ids {
        project.skill_ids = skill_ids;
    }
    if let Some(status) = change.status {
        set_status(project, status, at);
    }
    if *project != before {
        project.updated_at = at;
        project.withdrawn = false;
    }
    Ok(())
}

fn distinct(ids: &[SkillId]) -> Result<Vec<SkillId>, FieldError> {
    if ids.len() > SKILL_LIMIT {
        let message = "A project names at most 500 skills.";
        return Err(FieldError { field: "skill_ids", message });
    }
    let mut distinct = Vec::with_capacity(ids.len());
    for id in ids {
        if !distinct.contains(id) {
            distinct.push(*id);
        }
    }
    Ok(distinct)
}

fn set_status(project: &mut Project, status: ProjectStatus, at: Timestamp) {
    let word = match status {
        ProjectStatus::Suggested => Decision::Suggested,
        ProjectStatus::Active | ProjectStatus::Paused | ProjectStatus::Done => Decision::Confirmed,
        ProjectStatus::Rejected => Decision::Rejected,
    };
    evidence::set_own_word(&mut project.evidence, project.id.0, word, OWN_WORD_LEVEL, at);
    project.status = status;
    refresh(project);
}

/// The person's word on a finding of this project. See [`crate::decide`].
pub(crate) fn decide(
    finding: &mut Finding,
    project: &mut Project,
    decision: Decision,
    edit: FindingEdit,
    at: Timestamp,
) {
    let before = project.clone();
    take_back(finding, project);
    let replaced = Replaced {
        name: Some(project.name.clone()),
        hours_per_week: project.weekly_hours,
        ..Replaced::default()
    };
    settle(finding, decision, edit, replaced);
    evidence::decide(&mut project.evidence, finding);
    if accepted(finding) {
        project.weekly_hours = stated_hours(finding).or(project.weekly_hours);
    }
    if let Some(name) = finding.edit.as_ref().and_then(|edit| edit.name.as_ref()) {
        project.name.clone_from(name);
    }
    refresh(project);
    project.withdrawn = false;
    if *project != before {
        project.updated_at = at;
    }
}

/// A suggestion of this project is taken back. See [`crate::withdraw`].
pub(crate) fn withdraw(finding: &Finding, project: &mut Project, at: Timestamp) {
    let before = project.clone();
    evidence::withdraw(&mut project.evidence, finding);
    refresh(project);
    let is_untouched = project.progress.is_none()
        && project.weekly_hours.is_none()
        && project.alignment.is_none()
        && project.weight == ProjectWeight::Normal
        && project.skill_ids.is_empty();
    project.withdrawn =
        is_untouched && project.evidence.is_empty() && project.status == ProjectStatus::Suggested;
    if *project != before {
        project.updated_at = at;
    }
}

fn take_back(finding: &Finding, project: &mut Project) {
    let Some(edit) = finding.edit.as_ref().filter(|_| accepted(finding)) else { return };
    let Some(replaced) = edit.replaced.clone() else { return };
    if let Some(name) = replaced.name {
        set_back(&mut project.name, edit.name.clone(), name);
    }
    set_back(&mut project.weekly_hours, stated_hours(finding).map(Some), replaced.hours_per_week);
}

/// Derives the status from what was said. Paused and done are the person's word and stay while
/// the project is accepted.
fn refresh(project: &mut Project) {
    project.status = match evidence::standing(&project.evidence) {
        Standing::Accepted => match project.status {
            ProjectStatus::Suggested | ProjectStatus::Active | ProjectStatus::Rejected => {
                ProjectStatus::Active
            }
            kept @ (ProjectStatus::Paused | ProjectStatus::Done) => kept,
        },
        Standing::Open => ProjectStatus::Suggested,
        Standing::Rejected => ProjectStatus::Rejected,
    };
}
