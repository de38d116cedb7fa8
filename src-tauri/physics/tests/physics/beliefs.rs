//! What is believed about a level.

use crate::samples::{close, days_ago, evidence, now, skill, suggested};
use physics::belief;
use protocol::{
    SessionId,
    records::{Category, Decision, EvidenceKind, Skill},
};
use uuid::Uuid;

fn expert() -> Skill {
    let stories = (1..=2).map(|n| evidence(n, EvidenceKind::Story, 0.9, now())).collect();
    Skill { confirmed_at: Some(now()), ..suggested(stories) }
}

#[test]
fn an_expert_with_two_stories_and_a_confirmation() {
    let belief = belief(&expert(), now());
    close(belief.alpha, 8.1);
    close(belief.beta, 2.9);
    close(belief.level, 81.0 / 11.0);
    close(belief.confidence, 0.8);
    assert!(belief.low < belief.level && belief.level < belief.high);
}

#[test]
fn a_skill_without_evidence_has_the_prior() {
    let belief = belief(&suggested(vec![]), now());
    close(belief.alpha, 0.9);
    close(belief.beta, 2.1);
    close(belief.confidence, 0.0);
}

#[test]
fn each_kind_of_evidence_has_its_strength() {
    for (kind, strength) in [
        (EvidenceKind::SelfClaim, 1.0),
        (EvidenceKind::Story, 3.0),
        (EvidenceKind::Artefact, 4.0),
        (EvidenceKind::Attestation, 5.0),
    ] {
        let belief = belief(&suggested(vec![evidence(1, kind, 0.6, now())]), now());
        close(belief.alpha, 0.9 + 0.6 * strength);
        close(belief.beta, 2.1 + 0.4 * strength);
        close(belief.confidence, strength / (strength + 2.0));
    }
}

#[test]
fn of_one_session_one_claim_and_two_stories_count() {
    let of = |kind, count| (1..=count).map(|n| evidence(n, kind, 0.5, now())).collect::<Vec<_>>();
    let mass = |evidence| {
        let belief = belief(&suggested(evidence), now());
        belief.alpha + belief.beta - 3.0
    };
    close(mass(of(EvidenceKind::SelfClaim, 5)), 1.0);
    close(mass(of(EvidenceKind::Story, 5)), 6.0);
    close(mass(of(EvidenceKind::Artefact, 3)), 12.0);
    let mut apart = of(EvidenceKind::SelfClaim, 2);
    apart[1].quote.as_mut().unwrap().session_id = SessionId(Uuid::from_u128(2));
    close(mass(apart), 2.0);
}

#[test]
fn the_strongest_stories_are_the_ones_that_count() {
    let stories = vec![
        evidence(1, EvidenceKind::Story, 0.1, days_ago(3_000)),
        evidence(2, EvidenceKind::Story, 0.9, now()),
        evidence(3, EvidenceKind::Story, 0.9, now()),
    ];
    close(belief(&suggested(stories), now()).alpha, 0.9 + 6.0 * 0.9);
}

#[test]
fn the_same_evidence_counts_once() {
    let one = evidence(1, EvidenceKind::Artefact, 0.5, now());
    let twice = belief(&suggested(vec![one.clone(), one.clone()]), now());
    assert_eq!(twice, belief(&suggested(vec![one]), now()));
}

#[test]
fn rejected_evidence_does_not_count() {
    let mut story = evidence(1, EvidenceKind::Story, 0.5, now());
    story.decision = Decision::Rejected;
    assert_eq!(belief(&suggested(vec![story]), now()), belief(&suggested(vec![]), now()));
}

#[test]
fn the_persons_own_word_counts_once_through_the_confirmation() {
    let mut skill = expert();
    let mut word = evidence(9, EvidenceKind::Confirmation, 0.1, now());
    word.decision = Decision::Confirmed;
    skill.evidence.push(word);
    assert_eq!(belief(&skill, now()), belief(&expert(), now()));
}

#[test]
fn a_level_set_by_the_person_moves_the_prior() {
    let belief_at = |level| {
        let skill = Skill { level: Some(level), ..suggested(vec![]) };
        belief(&skill, now())
    };
    close(belief_at(0.7).alpha, 5.6);
    close(belief_at(0.7).beta, 2.4);
    close(belief_at(1.0).level, 9.5);
    close(belief_at(0.0).level, 0.5);
    close(belief(&skill(1, 7.0, None), now()).level, 7.0);
}

#[test]
fn evidence_fades_by_the_half_life_of_its_category() {
    for (category, days) in [
        (Category::Technical, 540),
        (Category::Data, 540),
        (Category::Leadership, 1_460),
        (Category::DomainKnowledge, 1_460),
        (Category::Design, 730),
    ] {
        let story = evidence(1, EvidenceKind::Story, 0.5, days_ago(days));
        let skill = Skill { category, ..suggested(vec![story]) };
        close(belief(&skill, now()).confidence, 1.5 / 3.5);
    }
}

#[test]
fn use_keeps_evidence_fresh_and_dates_to_come_count_as_now() {
    let story = evidence(1, EvidenceKind::Story, 0.5, days_ago(730));
    let used = Skill { last_used_at: Some(now()), ..suggested(vec![story]) };
    close(belief(&used, now()).confidence, 0.6);
    let early = suggested(vec![evidence(1, EvidenceKind::Story, 0.5, days_ago(-400))]);
    close(belief(&early, now()).confidence, 0.6);
}
