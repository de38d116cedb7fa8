//! What the extractor hands over, and how it becomes a stored finding.

use protocol::{
    FindingId, MessageId, SessionId, Timestamp,
    ids::hashed,
    records::{
        Category, ConstraintKind, Decision, EvidenceKind, Finding, FindingKind, FindingTarget,
        Quote,
    },
};

/// Something found at one place of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What it is about.
    pub kind: FindingKind,
    /// Its name as shown.
    pub name: String,
    /// The form under which equal things meet; lower case.
    pub normal: String,
    /// The skill's area.
    pub category: Option<Category>,
    /// The constraint's kind.
    pub constraint_kind: Option<ConstraintKind>,
    /// Claimed level of a skill, or severity of a constraint, 0 to 1.
    pub level: Option<f64>,
    /// Hours a week the person said it takes, 0 to 168.
    pub hours_per_week: Option<f64>,
    /// How much it weighs as evidence.
    pub evidence: EvidenceKind,
    /// The chance that it is right, 0 to 1.
    pub probability: f64,
    /// First character of the quote, in Unicode scalar values.
    pub start: u32,
    /// One past its last character.
    pub end: u32,
    /// The words: exactly `text[start..end]`.
    pub quote: String,
}

impl Found {
    /// The person's own claim at `start..end`, which says no more than its name.
    pub fn claim(
        kind: FindingKind,
        name: &str,
        probability: f64,
        (start, end): (u32, u32),
        quote: &str,
    ) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            normal: name.to_lowercase(),
            category: None,
            constraint_kind: None,
            level: None,
            hours_per_week: None,
            evidence: EvidenceKind::SelfClaim,
            probability,
            start,
            end,
            quote: quote.to_owned(),
        }
    }
}

/// The id of `found` in `message`: a hash of message, place, kind and normal form, so that a
/// repeated run finds the same.
pub fn finding_id(message: MessageId, found: &Found) -> FindingId {
    let kind = match found.kind {
        FindingKind::Skill => "skill",
        FindingKind::Project => "project",
        FindingKind::Constraint => "constraint",
        FindingKind::Direction => "direction",
    };
    let (start, end) = (found.start.to_string(), found.end.to_string());
    let parts = ["finding", &message.to_string(), &start, &end, kind, &found.normal];
    FindingId(hashed(&parts))
}

/// The record that is stored for `found`, undecided.
pub fn to_finding(
    found: Found,
    session: SessionId,
    message: MessageId,
    target: FindingTarget,
    at: Timestamp,
) -> Finding {
    Finding {
        id: finding_id(message, &found),
        version: 1,
        kind: found.kind,
        name: found.name,
        category: found.category,
        constraint_kind: found.constraint_kind,
        level: found.level,
        hours_per_week: found.hours_per_week,
        evidence: found.evidence,
        probability: found.probability,
        quote: Quote {
            session_id: session,
            message_id: message,
            start: found.start,
            end: found.end,
            text: found.quote,
        },
        target,
        decision: Decision::Suggested,
        edit: None,
        withdrawn: false,
        created_at: at,
    }
}
