//! Numbers about a session: η where it is known, and what the session brought.

use super::{
    memory::Interview,
    touched::{Everything, Profile},
};
use crate::{
    branches,
    storage::{StorageError, View},
};
use physics::Inputs;
use protocol::{
    Timestamp,
    records::{Decision, EscapeIndex, EtaRange, Finding, Message, Role, Session, SessionSummary},
};
use serde::{Deserialize, Serialize};

/// Decides the draws behind an interval. The same for all, so that two intervals differ only where
/// what is known does.
const SEED: u64 = 0;

/// η with its interval.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Eta {
    /// It; absent while the regime is unknown.
    pub(crate) value: Option<f64>,
    /// Its interval.
    pub(crate) range: Option<EtaRange>,
}

impl Eta {
    /// η of a profile as it will be.
    pub(crate) fn of(
        view: &View<'_>,
        profile: &mut Profile,
        now: Timestamp,
    ) -> Result<Self, StorageError> {
        let Everything { skills, projects, constraints, state } = profile.everything(view)?;
        let inputs = Inputs {
            skills: &skills,
            projects: &projects,
            constraints: &constraints,
            state: &state,
        };
        if physics::known_eta(&inputs, now).is_none() {
            return Ok(Self::default());
        }
        let EscapeIndex { value, low, high, .. } = physics::escape_index(&inputs, now, SEED);
        Ok(Self { value: Some(value), range: Some(EtaRange { low, high }) })
    }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What a session brought in what is shown of it, with what was decided about the rest. `decided`
/// are findings that are not stored yet, `after` is η with them.
pub(crate) fn summary(
    view: &View<'_>,
    session: &Session,
    decided: &[Finding],
    after: Eta,
) -> Result<SessionSummary, StorageError> {
    let before = view.get::<Interview>(session.id.0)?.map(|kept| kept.before()).unwrap_or_default();
    let tree = branches::tree(view, session)?;
    let mut messages = view.children::<Message>(session.id.0)?;
    let mut findings = view.children::<Finding>(session.id.0)?;
    for finding in &mut findings {
        if let Some(now) = decided.iter().find(|now| now.id == finding.id) {
            finding.clone_from(now);
        }
    }
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
    let count = |wanted: &[Decision]| {
        small(findings.iter().filter(|finding| wanted.contains(&finding.decision)).count())
    };
    Ok(SessionSummary {
        answers: small(answers.len()),
        words: small(words),
        minutes: u32::try_from(minutes).unwrap_or(u32::MAX),
        suggested: small(findings.len()),
        confirmed: count(&[Decision::Confirmed, Decision::Edited]),
        rejected: count(&[Decision::Rejected]),
        eta_before: before.value,
        eta_after: after.value,
        range_before: before.range,
        range_after: after.range,
    })
}
