//! What is believed about a skill's level: a Beta distribution that evidence moves and time wears
//! down.

use crate::{Constants, beta, decay, number};
use protocol::{
    SessionId, Timestamp,
    records::{Belief, Decision, Evidence, EvidenceKind, Skill},
};
use std::collections::BTreeMap;

const CONSTANTS: Constants = Constants::DEFAULT;

/// One piece of evidence as it counts.
#[derive(Debug, Clone, Copy)]
struct Weighed {
    level: f64,
    mass: f64,
}

/// The level's distribution without the figures shown of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shape {
    pub(crate) alpha: f64,
    pub(crate) beta: f64,
    /// Evidence mass after decay, the prior left out.
    pub(crate) mass: f64,
}

impl Shape {
    /// The mean level, 0 to 1.
    pub(crate) fn mean(&self) -> f64 {
        self.alpha / (self.alpha + self.beta)
    }
}

/// What is believed about the skill's level at `now`.
///
/// Prior Beta(0.9, 2.1), or Beta(8x, 8(1−x)) where the person set the level x. Each piece of
/// evidence with claimed level x and strength s adds s·x to α and s·(1−x) to β, s fading with age.
/// Rejected evidence does not count.
pub fn belief(skill: &Skill, now: Timestamp) -> Belief {
    let shape = shape(skill, now);
    let limit = CONSTANTS.level_limit;
    let low = beta::quantile(shape.alpha, shape.beta, CONSTANTS.tail);
    let high = beta::quantile(shape.alpha, shape.beta, 1.0 - CONSTANTS.tail);
    Belief {
        alpha: shape.alpha,
        beta: shape.beta,
        level: limit * shape.mean(),
        low: limit * low,
        high: limit * high,
        confidence: shape.mass / (shape.mass + CONSTANTS.confidence_half),
    }
}

/// Whether a piece of evidence can count at all: it is not rejected, and is not the person's own
/// word on the skill, which counts through `confirmed_at`.
pub fn counts(evidence: &Evidence) -> bool {
    evidence.decision != Decision::Rejected && evidence.kind != EvidenceKind::Confirmation
}

pub(crate) fn shape(skill: &Skill, now: Timestamp) -> Shape {
    let own = skill.level.filter(|level| level.is_finite()).map(number::share);
    let weighed = weigh(skill, now);
    let (mut alpha, mut beta) = own.map_or(CONSTANTS.prior, |level| {
        let level = level.clamp(CONSTANTS.edit_margin, 1.0 - CONSTANTS.edit_margin);
        (CONSTANTS.edit_mass * level, CONSTANTS.edit_mass * (1.0 - level))
    });
    let mut mass = 0.0;
    let confirmation = skill.confirmed_at.map(|at| Weighed {
        level: own.unwrap_or_else(|| mean_level(&weighed)),
        mass: CONSTANTS.confirmation * left(skill, at, now),
    });
    for one in weighed.iter().chain(&confirmation) {
        alpha += one.mass * one.level;
        beta += one.mass * (1.0 - one.level);
        mass += one.mass;
    }
    Shape { alpha, beta, mass }
}

fn left(skill: &Skill, at: Timestamp, now: Timestamp) -> f64 {
    let since = skill.last_used_at.map_or(at, |used| used.max(at));
    decay::left(since, now, CONSTANTS.half_life(skill.category))
}

/// The mean of the claimed levels; 0.5 when there is none.
fn mean_level(weighed: &[Weighed]) -> f64 {
    if weighed.is_empty() {
        return CONSTANTS.unstated_level;
    }
    weighed.iter().map(|one| one.level).sum::<f64>() / number::count(weighed.len())
}

/// The evidence that counts, each once, in an order that does not depend on the order given. Of
/// one session at most one self-claim and the two strongest stories count; evidence without words
/// is taken as of one session.
fn weigh(skill: &Skill, now: Timestamp) -> Vec<Weighed> {
    let mut seen: BTreeMap<_, (&Evidence, Weighed)> = BTreeMap::new();
    for evidence in skill.evidence.iter().filter(|one| counts(one)) {
        let level = number::bounded(evidence.level, 0.0, 1.0, CONSTANTS.unstated_level);
        let mass = CONSTANTS.strength(evidence.kind) * left(skill, evidence.at, now);
        let weighed = Weighed { level, mass };
        let kept = seen.entry(evidence.id).or_insert((evidence, weighed));
        if stronger(&weighed, &kept.1).is_lt() {
            *kept = (evidence, weighed);
        }
    }
    let mut weighed = Vec::with_capacity(seen.len());
    let mut limited: BTreeMap<(Option<SessionId>, bool), Vec<Weighed>> = BTreeMap::new();
    for (evidence, one) in seen.into_values() {
        let session = evidence.quote.as_ref().map(|quote| quote.session_id);
        match evidence.kind {
            EvidenceKind::SelfClaim => limited.entry((session, false)).or_default().push(one),
            EvidenceKind::Story => limited.entry((session, true)).or_default().push(one),
            EvidenceKind::Artefact | EvidenceKind::Attestation | EvidenceKind::Confirmation => {
                weighed.push(one);
            }
        }
    }
    for ((_, stories), mut group) in limited {
        let most =
            if stories { CONSTANTS.stories_per_session } else { CONSTANTS.self_claims_per_session };
        group.sort_by(stronger);
        weighed.extend(group.into_iter().take(most));
    }
    weighed
}

/// The heavier one first; of equal ones, that of the higher level.
fn stronger(a: &Weighed, b: &Weighed) -> std::cmp::Ordering {
    b.mass.total_cmp(&a.mass).then(b.level.total_cmp(&a.level))
}
