//! The person's word on a finding, and undoing it. Finding and target change together.

use crate::{FieldError, Target, constraint, field, life_state, project, skill};
use protocol::{
    Timestamp,
    records::{Decision, Finding, FindingEdit, Replaced},
};

/// Whether the fields of an edit are within their bounds.
pub fn check_edit(edit: &FindingEdit) -> Result<(), FieldError> {
    if let Some(name) = &edit.name {
        field::name("name", name)?;
    }
    if let Some(level) = edit.level {
        field::share("level", level)?;
    }
    Ok(())
}

/// The person's word on a finding; `suggested` undoes.
///
/// What the decision did before is taken back first, then the new one is applied; so repeating a
/// decision changes nothing, and undo leaves the target as it was, `updated_at` aside. A second
/// edit adds to the first. Fields of the edit outside their bounds are left out: whoever takes
/// edits in refuses them with [`check_edit`]. `updated_at` moves only when something changed.
pub fn decide(
    finding: &mut Finding,
    target: Target<'_>,
    decision: Decision,
    edit: Option<&FindingEdit>,
    at: Timestamp,
) {
    let next = next_edit(finding, decision, edit);
    match target {
        Target::Skill(record) => skill::decide(finding, record, decision, next, at),
        Target::Project(record) => project::decide(finding, record, decision, next, at),
        Target::Constraint(record) => constraint::decide(finding, record, decision, next, at),
        Target::Direction(record) => life_state::decide(finding, record, decision, next, at),
    }
}

/// The edit that stands after the decision, without what it replaces.
fn next_edit(finding: &Finding, decision: Decision, edit: Option<&FindingEdit>) -> FindingEdit {
    if decision != Decision::Edited {
        return FindingEdit::default();
    }
    let standing = finding.edit.clone().unwrap_or_default();
    let edit = edit.cloned().unwrap_or_default();
    FindingEdit {
        name: edit.name.and_then(|name| field::name("name", &name).ok()).or(standing.name),
        category: edit.category.or(standing.category),
        level: edit.level.and_then(|level| field::share("level", level).ok()).or(standing.level),
        replaced: None,
    }
}

/// Puts the decision on the finding. `replaced` is what its target was before.
pub(crate) fn settle(
    finding: &mut Finding,
    decision: Decision,
    edit: FindingEdit,
    replaced: Replaced,
) {
    finding.decision = decision;
    finding.withdrawn = false;
    finding.edit = match decision {
        Decision::Suggested | Decision::Rejected => None,
        Decision::Confirmed | Decision::Edited => {
            Some(FindingEdit { replaced: Some(replaced), ..edit })
        }
    };
}

/// Whether the finding is accepted now.
pub(crate) fn accepted(finding: &Finding) -> bool {
    matches!(finding.decision, Decision::Confirmed | Decision::Edited)
}

/// Sets `field` back to `before` if it still is what the decision made it.
pub(crate) fn set_back<T: PartialEq>(field: &mut T, made: Option<T>, before: T) {
    if made.is_some_and(|made| *field == made) {
        *field = before;
    }
}

/// The hours a week of a finding, when they are within their bounds.
pub(crate) fn stated_hours(finding: &Finding) -> Option<f64> {
    finding.hours_per_week.and_then(|hours| field::hours("hours_per_week", hours).ok())
}
