//! Evidence under a record, and what the decisions on it make of the record.
//!
//! The person's word on a record as a whole is kept as evidence too: kind `confirmation`, without
//! a finding. Taking it away brings back what the findings alone say.

use protocol::{
    EvidenceId, Timestamp, ids,
    records::{Decision, Evidence, EvidenceKind, Finding},
};
use uuid::Uuid;

/// The level taken when nobody claimed one, 0 to 1.
pub(crate) const UNSTATED_LEVEL: f64 = 0.5;

/// What the decisions on the evidence say of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Not yet decided.
    Open,
    /// Some of it is right.
    Accepted,
    /// All of it is wrong.
    Rejected,
}

fn accepts(decision: Decision) -> bool {
    matches!(decision, Decision::Confirmed | Decision::Edited)
}

/// A finding as evidence, with the person's word on it so far.
pub(crate) fn from_finding(finding: &Finding) -> Evidence {
    Evidence {
        id: EvidenceId(finding.id.0),
        finding_id: Some(finding.id),
        kind: finding.evidence,
        level: finding.level.filter(|level| (0.0..=1.0).contains(level)).unwrap_or(UNSTATED_LEVEL),
        at: finding.created_at,
        quote: Some(finding.quote.clone()),
        decision: finding.decision,
    }
}

/// Adds the finding's evidence unless it is there.
pub(crate) fn support(evidence: &mut Vec<Evidence>, finding: &Finding) {
    if !evidence.iter().any(|one| one.finding_id == Some(finding.id)) {
        evidence.push(from_finding(finding));
    }
}

/// Takes the finding's evidence away.
pub(crate) fn withdraw(evidence: &mut Vec<Evidence>, finding: &Finding) {
    evidence.retain(|one| one.finding_id != Some(finding.id));
}

/// Puts the finding's decision on its evidence. Accepting takes back an older rejection of the
/// record as a whole.
pub(crate) fn decide(evidence: &mut Vec<Evidence>, finding: &Finding) {
    support(evidence, finding);
    for one in evidence.iter_mut().filter(|one| one.finding_id == Some(finding.id)) {
        one.decision = finding.decision;
    }
    if accepts(finding.decision) {
        evidence.retain(|one| {
            !(is_own_word(one)
                && one.decision == Decision::Rejected
                && one.at >= finding.created_at)
        });
    }
}

fn is_own_word(evidence: &Evidence) -> bool {
    evidence.finding_id.is_none() && evidence.kind == EvidenceKind::Confirmation
}

/// The person's word on the record as a whole.
pub(crate) fn own_word(evidence: &[Evidence]) -> Option<&Evidence> {
    evidence.iter().find(|one| is_own_word(one))
}

/// Sets the person's word on the record as a whole; `suggested` takes it away. A word that is
/// said already keeps its date.
pub(crate) fn set_own_word(
    evidence: &mut Vec<Evidence>,
    record: Uuid,
    decision: Decision,
    level: f64,
    at: Timestamp,
) {
    let since = own_word(evidence).filter(|one| one.decision == decision).map(|one| one.at);
    evidence.retain(|one| !is_own_word(one));
    if decision != Decision::Suggested {
        evidence.push(Evidence {
            id: EvidenceId(ids::hashed(&["own word", &record.to_string()])),
            finding_id: None,
            kind: EvidenceKind::Confirmation,
            level,
            at: since.unwrap_or(at),
            quote: None,
            decision,
        });
    }
}

/// Whether the person turned down what `finding` says for the same words already, in whatever
/// message: its evidence, or the record as a whole while that evidence was there. Words are the same
/// when at most one in five is another, so that a corrected mistake makes no new evidence of them.
pub fn is_turned_down(evidence: &[Evidence], finding: &Finding) -> bool {
    let whole = own_word(evidence).filter(|one| one.decision == Decision::Rejected);
    evidence.iter().filter(|one| !is_own_word(one)).any(|one| {
        let with_the_whole =
            one.decision == Decision::Suggested && whole.is_some_and(|word| word.at >= one.at);
        (one.decision == Decision::Rejected || with_the_whole)
            && one.quote.as_ref().is_some_and(|quote| same_words(&quote.text, &finding.quote.text))
    })
}

/// Whether four of five words of two quotes, or more, are the same.
fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let split = text.split(|letter: char| !letter.is_alphanumeric());
        split.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let (one, mut other) = (words(one), words(other));
    let all = one.len() + other.len();
    let mut shared = 0;
    for word in &one {
        if let Some(place) = other.iter().position(|another| another == word) {
            other.swap_remove(place);
            shared += 1;
        }
    }
    all > 0 && shared * 2 * 5 >= all * 4
}

/// Whether any evidence, the own word included, is accepted.
pub(crate) fn any_accepted(evidence: &[Evidence]) -> bool {
    evidence.iter().any(|one| accepts(one.decision))
}

/// Whether any finding was accepted with a change.
pub(crate) fn any_finding_edited(evidence: &[Evidence]) -> bool {
    evidence.iter().any(|one| !is_own_word(one) && one.decision == Decision::Edited)
}

/// What the decisions say. An own rejection outweighs older evidence; newer evidence opens the
/// question once more.
pub(crate) fn standing(evidence: &[Evidence]) -> Standing {
    let own = own_word(evidence);
    if own.is_some_and(|one| accepts(one.decision)) {
        return Standing::Accepted;
    }
    let rejected_at = own.filter(|one| one.decision == Decision::Rejected).map(|one| one.at);
    let mut counted = evidence
        .iter()
        .filter(|one| !is_own_word(one) && rejected_at.is_none_or(|at| one.at > at))
        .peekable();
    if counted.peek().is_none() {
        return if rejected_at.is_some() { Standing::Rejected } else { Standing::Open };
    }
    let mut open = false;
    for one in counted {
        if accepts(one.decision) {
            return Standing::Accepted;
        }
        open |= one.decision == Decision::Suggested;
    }
    if open { Standing::Open } else { Standing::Rejected }
}
