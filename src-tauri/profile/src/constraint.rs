//! Constraints: made by hand, supported by findings, changed and decided on.

use crate::{
    FieldError,
    decision::{accepted, set_back, settle},
    evidence::{self, Standing, UNSTATED_LEVEL},
    field,
};
use protocol::{
    ConstraintId, Timestamp,
    records::{
        Constraint, ConstraintKind, ConstraintStatus, Decision, Finding, FindingEdit, Replaced,
    },
    write::{ConstraintChange, NewConstraint},
};

/// A constraint entered by hand: active.
pub fn new_constraint(
    id: ConstraintId,
    body: &NewConstraint,
    at: Timestamp,
) -> Result<Constraint, FieldError> {
    let name = field::name("name", &body.name)?;
    let severity = field::share("severity", body.severity)?;
    let mut constraint = Constraint { severity, ..suggested(id, body.kind, name, at) };
    set_status(&mut constraint, ConstraintStatus::Active, at);
    Ok(constraint)
}

fn suggested(id: ConstraintId, kind: ConstraintKind, name: String, at: Timestamp) -> Constraint {
    Constraint {
        id,
        version: 0,
        kind,
        name,
        severity: UNSTATED_LEVEL,
        status: ConstraintStatus::Suggested,
        evidence: Vec::new(),
        withdrawn: false,
        created_at: at,
        updated_at: at,
    }
}

/// The constraint with this finding's evidence, once; a suggested one when there is none, or none but a
/// withdrawn one, of kind `obligation` when the finding has none.
///
/// New evidence suggests a rejected constraint once more.
pub fn support_constraint(
    existing: Option<Constraint>,
    finding: &Finding,
    id: ConstraintId,
) -> Constraint {
    let kind = finding.constraint_kind.unwrap_or(ConstraintKind::Obligation);
    let severity = evidence::from_finding(finding).level;
    let mut constraint = existing.unwrap_or_else(|| Constraint {
        severity,
        ..suggested(id, kind, finding.name.clone(), finding.created_at)
    });
    if std::mem::take(&mut constraint.withdrawn) {
        constraint.name.clone_from(&finding.name);
        (constraint.kind, constraint.severity) = (kind, severity);
    }
    let before = constraint.evidence.len();
    evidence::support(&mut constraint.evidence, finding);
    if constraint.evidence.len() != before {
        if constraint.status == ConstraintStatus::Rejected {
            refresh(&mut constraint);
        }
        constraint.updated_at = constraint.updated_at.max(finding.created_at);
    }
    constraint
}

/// Changes the fields that are present. A status is the person's word on the constraint as a
/// whole; `suggested` takes that word back.
pub fn change_constraint(
    constraint: &mut Constraint,
    change: &ConstraintChange,
    at: Timestamp,
) -> Result<(), FieldError> {
    let name = change.name.as_deref().map(|name| field::name("name", name)).transpose()?;
    let severity = change.severity.map(|value| field::share("severity", value)).transpose()?;
    let before = constraint.clone();
    if let Some(name) = name {
        constraint.name = name;
    }
    constraint.severity = severity.unwrap_or(constraint.severity);
    constraint.kind = change.kind.unwrap_or(constraint.kind);
    if let Some(status) = change.status {
        set_status(constraint, status, at);
    }
    if *constraint != before {
        constraint.updated_at = at;
        constraint.withdrawn = false;
    }
    Ok(())
}

fn set_status(constraint: &mut Constraint, status: ConstraintStatus, at: Timestamp) {
    let word = match status {
        ConstraintStatus::Suggested => Decision::Suggested,
        ConstraintStatus::Active | ConstraintStatus::Resolved => Decision::Confirmed,
        ConstraintStatus::Rejected => Decision::Rejected,
    };
    let record = constraint.id.0;
    evidence::set_own_word(&mut constraint.evidence, record, word, constraint.severity, at);
    constraint.status = status;
    refresh(constraint);
}

/// The person's word on a finding of this constraint. See [`crate::decide`].
pub(crate) fn decide(
    finding: &mut Finding,
    constraint: &mut Constraint,
    decision: Decision,
    edit: FindingEdit,
    at: Timestamp,
) {
    let before = constraint.clone();
    take_back(finding, constraint);
    let replaced = Replaced {
        name: Some(constraint.name.clone()),
        level: Some(constraint.severity),
        ..Replaced::default()
    };
    settle(finding, decision, edit, replaced);
    evidence::decide(&mut constraint.evidence, finding);
    if let Some(edit) = &finding.edit {
        if let Some(name) = &edit.name {
            constraint.name.clone_from(name);
        }
        constraint.severity = edit.level.unwrap_or(constraint.severity);
    }
    refresh(constraint);
    constraint.withdrawn = false;
    if *constraint != before {
        constraint.updated_at = at;
    }
}

/// A suggestion of this constraint is taken back. See [`crate::withdraw`].
pub(crate) fn withdraw(finding: &Finding, constraint: &mut Constraint, at: Timestamp) {
    let before = constraint.clone();
    evidence::withdraw(&mut constraint.evidence, finding);
    refresh(constraint);
    let told = evidence::from_finding(finding).level;
    let is_untouched = (constraint.severity - told).abs() < f64::EPSILON;
    constraint.withdrawn = is_untouched
        && constraint.evidence.is_empty()
        && constraint.status == ConstraintStatus::Suggested;
    if *constraint != before {
        constraint.updated_at = at;
    }
}

fn take_back(finding: &Finding, constraint: &mut Constraint) {
    let Some(edit) = finding.edit.as_ref().filter(|_| accepted(finding)) else { return };
    let Some(replaced) = edit.replaced.clone() else { return };
    if let Some(name) = replaced.name {
        set_back(&mut constraint.name, edit.name.clone(), name);
    }
    if let Some(severity) = replaced.level {
        set_back(&mut constraint.severity, edit.level, severity);
    }
}

/// Derives the status from what was said. Resolved is the person's word and stays while the
/// constraint is accepted.
fn refresh(constraint: &mut Constraint) {
    constraint.status = match evidence::standing(&constraint.evidence) {
        Standing::Accepted => match constraint.status {
            ConstraintStatus::Suggested | ConstraintStatus::Active | ConstraintStatus::Rejected => {
                ConstraintStatus::Active
            }
            ConstraintStatus::Resolved => ConstraintStatus::Resolved,
        },
        Standing::Open => ConstraintStatus::Suggested,
        Standing::Rejected => ConstraintStatus::Rejected,
    };
}
