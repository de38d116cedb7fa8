//! A session read again: what differs from what is stored, and taking suggestions back that are no
//! longer found. What the person decided about is never touched.

use crate::{FieldError, Target, constraint, field, project, skill};
use protocol::{
    MessageId, Timestamp,
    records::{Decision, Finding, FindingTarget},
    rereading::{ApplyRereading, ChangedFinding, REREAD, RereadPart},
};
use std::collections::BTreeSet;

/// Numbers that differ by less are the same: they are shown as whole percents.
const SHOWN: f64 = 0.005;
/// The longest name of a finding, in characters; directions have the longest.
const NAME_LIMIT: usize = 500;

/// Whether two findings of one message say the same, whoever found them.
pub fn is_same_finding(one: &Finding, other: &Finding) -> bool {
    let is_direction = other.target == FindingTarget::Direction;
    one.id == other.id || (one.target == other.target && (!is_direction || one.name == other.name))
}

/// What differs between the `stored` findings of a session and what was `found` in those of its
/// messages that were `read`. What the person rejected there, or as a whole, is not offered again.
pub fn differences(
    stored: &[Finding],
    read: &BTreeSet<MessageId>,
    found: Vec<Finding>,
    is_rejected: impl Fn(&FindingTarget) -> bool,
) -> RereadPart {
    let known: Vec<&Finding> = stored.iter().filter(|finding| !finding.withdrawn).collect();
    let rejected_here = |finding: &Finding| {
        let mut rejected = known.iter().filter(|one| one.decision == Decision::Rejected);
        rejected.any(|one| is_same_finding(one, finding))
    };
    let gone = known.iter().filter(|one| one.decision == Decision::Suggested);
    let gone = gone.filter(|one| read.contains(&one.quote.message_id));
    let gone = gone.filter(|one| !found.iter().any(|other| is_in_place_of(one, other)));
    let gone = gone.map(|one| (*one).clone()).collect();
    let mut part = RereadPart { gone, ..RereadPart::default() };
    for finding in found {
        match known.iter().find(|one| is_in_place_of(one, &finding)) {
            Some(before) if before.decision != Decision::Suggested => {}
            Some(before) if is_shown_alike(before, &finding) => {}
            Some(before) => {
                let before = (*before).clone();
                part.changed.push(ChangedFinding { before, after: finding });
            }
            None if rejected_here(&finding) || is_rejected(&finding.target) => {}
            None => part.new.push(finding),
        }
    }
    part
}

/// Whether two findings are of one message and say the same.
pub fn is_in_place_of(one: &Finding, other: &Finding) -> bool {
    one.quote.message_id == other.quote.message_id && is_same_finding(one, other)
}

/// Whether nobody would see a difference between two findings.
pub fn is_shown_alike(one: &Finding, other: &Finding) -> bool {
    let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < SHOWN,
        (a, b) => a.is_none() && b.is_none(),
    };
    let words = |finding: &Finding| {
        (finding.kind, finding.name.clone(), finding.category, finding.constraint_kind)
    };
    words(one) == words(other)
        && one.evidence == other.evidence
        && one.quote == other.quote
        && near(one.level, other.level)
        && near(one.hours_per_week, other.hours_per_week)
        && near(Some(one.probability), Some(other.probability))
}

/// Whether what a rereading brought is within its bounds.
///
/// # Errors
///
/// The field that is not.
pub fn check_rereading(body: &ApplyRereading) -> Result<(), FieldError> {
    if body.found.len() > REREAD {
        let message = "A rereading brings up to 300 findings.";
        return Err(FieldError { field: "found", message });
    }
    if body.gone.len() > REREAD {
        let message = "A rereading takes up to 300 suggestions back.";
        return Err(FieldError { field: "gone", message });
    }
    for finding in &body.found {
        let length = finding.name.chars().count();
        if !(1..=NAME_LIMIT).contains(&length) {
            let message = "A finding's name has 1 to 500 characters.";
            return Err(FieldError { field: "name", message });
        }
        field::share("probability", finding.probability)?;
        finding.level.map(|level| field::share("level", level)).transpose()?;
        finding.hours_per_week.map(|hours| field::hours("hours_per_week", hours)).transpose()?;
    }
    Ok(())
}

/// Takes a suggestion back: its target no longer rests on it, and is withdrawn itself when nothing
/// else speaks for it and the person has changed nothing of it.
///
/// A finding the person decided about stays as it is. There is no target where nothing was allowed to
/// change the profile.
pub fn withdraw(finding: &mut Finding, target: Option<Target<'_>>, at: Timestamp) {
    if finding.decision != Decision::Suggested {
        return;
    }
    finding.withdrawn = true;
    match target {
        Some(Target::Skill(record)) => skill::withdraw(finding, record, at),
        Some(Target::Project(record)) => project::withdraw(finding, record, at),
        Some(Target::Constraint(record)) => constraint::withdraw(finding, record, at),
        Some(Target::Direction(_)) | None => {}
    }
}
