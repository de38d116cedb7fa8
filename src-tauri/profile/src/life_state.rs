//! The life state: direction, dependants, hours.

use crate::{
    FieldError,
    decision::{accepted, set_back, settle},
    field,
};
use protocol::{
    Timestamp,
    records::{Decision, Finding, FindingEdit, LifeState, Replaced},
    write::StateChange,
};

/// The longest direction, in characters.
const DIRECTION_LIMIT: usize = 500;
/// The most people who depend on somebody.
const DEPENDANTS_LIMIT: u32 = 50;

/// Changes the fields that are present; an empty direction clears it. What the person fills in
/// counts as asked about.
pub fn change_state(
    state: &mut LifeState,
    change: &StateChange,
    at: Timestamp,
) -> Result<(), FieldError> {
    let direction = change.direction.as_deref().map(direction).transpose()?;
    let hours = change.weekly_hours.map(|hours| field::hours("weekly_hours", hours)).transpose()?;
    if change.dependants.is_some_and(|count| count > DEPENDANTS_LIMIT) {
        let message = "Dependants are 0 to 50 people.";
        return Err(FieldError { field: "dependants", message });
    }
    let before = state.clone();
    if let Some(direction) = direction {
        state.asked.direction |= direction.is_some();
        state.direction = direction;
    }
    state.asked.dependants |= change.dependants.is_some();
    state.dependants = change.dependants.or(state.dependants);
    state.weekly_hours = hours.or(state.weekly_hours);
    if *state != before {
        state.updated_at = Some(at);
    }
    Ok(())
}

fn direction(text: &str) -> Result<Option<String>, FieldError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    field::words("direction", text, DIRECTION_LIMIT, "A direction has up to 500 characters.")
        .map(Some)
}

/// The person's word on a finding about direction. See [`crate::decide`].
pub(crate) fn decide(
    finding: &mut Finding,
    state: &mut LifeState,
    decision: Decision,
    edit: FindingEdit,
    at: Timestamp,
) {
    let before = state.clone();
    if let Some(edit) = finding.edit.as_ref().filter(|_| accepted(finding)) {
        let replaced = edit.replaced.clone().unwrap_or_default().name;
        set_back(&mut state.direction, Some(Some(meant(finding, edit))), replaced);
    }
    let replaced = Replaced { name: state.direction.clone(), ..Replaced::default() };
    settle(finding, decision, edit, replaced);
    if let Some(edit) = &finding.edit {
        state.direction = Some(meant(finding, edit));
    }
    if *state != before {
        state.updated_at = Some(at);
    }
}

/// The direction that accepting the finding sets.
fn meant(finding: &Finding, edit: &FindingEdit) -> String {
    let words = edit.name.as_deref().unwrap_or(&finding.name);
    words.chars().take(DIRECTION_LIMIT).collect()
}
