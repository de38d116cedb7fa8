//! Numbers about a session: η where it is known, and what the session brought.

use crate::storage::{StorageError, View};
use physics::Inputs;
use protocol::{
    SessionId, Timestamp,
    records::{
        Constraint, Decision, Finding, LifeState, Message, Project, Role, SessionSummary, Skill,
    },
};
use uuid::Uuid;

/// η as it is stored now, or `None` while the regime is unknown.
pub(crate) fn known_eta(view: &View<'_>, now: Timestamp) -> Result<Option<f64>, StorageError> {
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

/// What a session brought.
pub(crate) fn summary(
    view: &View<'_>,
    session: SessionId,
    eta_before: Option<f64>,
    now: Timestamp,
) -> Result<SessionSummary, StorageError> {
    let messages = view.children::<Message>(session.0)?;
    let findings = view.children::<Finding>(session.0)?;
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
