//! Numbers about a session: η where it is known, and what the session brought.

use crate::{
    branches,
    storage::{StorageError, View},
};
use physics::Inputs;
use protocol::{
    Timestamp,
    records::{
        Constraint, Decision, Finding, LifeState, Message, Project, Role, Session, SessionSummary,
        Skill,
    },
};
use uuid::Uuid;

/// η as it is stored now, or `None` while the regime is unknown.
pub(super) fn known_eta(view: &View<'_>, now: Timestamp) -> Result<Option<f64>, StorageError> {
    let skills = view.all::<Skill>()?;
    let projects = view.all::<Project>()?;
    let constraints = view.all::<Constraint>()?;
    let state = view.get::<LifeState>(Uuid::nil())?.unwrap_or_default();
    let inputs =
        Inputs { skills: &skills, projects: &projects, constraints: &constraints, state: &state };
    Ok(physics::known_eta(&inputs, now))
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What a session brought in what is shown of it, with what was decided about the rest.
pub(crate) fn summary(
    view: &View<'_>,
    session: &Session,
    eta_before: Option<f64>,
    now: Timestamp,
) -> Result<SessionSummary, StorageError> {
    let tree = branches::tree(view, session)?;
    let mut messages = view.children::<Message>(session.id.0)?;
    let mut findings = view.children::<Finding>(session.id.0)?;
    messages.retain(|message| tree.is_shown(message.ordinal));
    let is_shown = |id| messages.iter().any(|message| message.id == id);
    findings.retain(|it| it.decision != Decision::Suggested || is_shown(it.quote.message_id));
    findings.retain(|finding| !finding.withdrawn);
    let answers: Vec<&Message> = messages.iter().filter(|m| m.role == Role::User).collect();
    let words = answers.iter().map(|m| m.text().split_whitespace().count()).sum();
    let minutes = match (messages.first(), messages.last()) {
        (Some(first), Some(last)) => {
            last.created_at.duration_since(first.created_at).as_mins().max(0)
        }
        _ => 0,
    };
    let decided = |wanted: &[Decision]| {
        small(findings.iter().filter(|finding| wanted.contains(&finding.decision)).count())
    };
    Ok(SessionSummary {
        answers: small(answers.len()),
        words: small(words),
        minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
        suggested: small(findings.len()),
        confirmed: decided(&[Decision::Confirmed, Decision::Edited]),
        rejected: decided(&[Decision::Rejected]),
        eta_before,
        eta_after: known_eta(view, now)?,
    })
}
