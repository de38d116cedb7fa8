//! Two whole interviews: enough must be found, and nothing that is plainly not so.

use extraction::{Extractor, Found, Topic, facts};
use protocol::records::FindingKind;
use std::collections::{BTreeSet, HashSet};

const NURSE: &str = include_str!("../../../tests/fixtures/transcripts/ward-nurse.txt");
const JOINER: &str = include_str!("../../../tests/fixtures/transcripts/joiner.txt");

fn answers(transcript: &str) -> Vec<&str> {
    transcript.split("\n\n").map(str::trim).filter(|answer| !answer.is_empty()).collect()
}

fn findings(transcript: &str) -> Vec<Found> {
    answers(transcript).iter().flat_map(|answer| Extractor::builtin().extract(answer)).collect()
}

fn enough(transcript: &str) -> Vec<Found> {
    let all = findings(transcript);
    let of = |kind: FindingKind| all.iter().filter(move |one| one.kind == kind);
    let likely: HashSet<_> = of(FindingKind::Skill)
        .filter(|one| one.probability >= 0.35)
        .map(|one| one.normal.as_str())
        .collect();
    let kinds: BTreeSet<_> =
        of(FindingKind::Constraint).filter_map(|one| one.constraint_kind).collect();
    assert!((12..=14).contains(&answers(transcript).len()));
    assert!(of(FindingKind::Skill).count() >= 14);
    assert!(likely.len() >= 8, "{likely:?}");
    assert!(of(FindingKind::Project).any(|one| one.hours_per_week.is_some()));
    assert!(kinds.len() >= 2, "{kinds:?}");
    assert!(of(FindingKind::Direction).any(|one| one.probability >= 0.6));
    all
}

fn has(all: &[Found], name: &str) -> bool {
    all.iter().any(|one| one.name == name)
}

#[test]
fn the_ward_nurse_is_understood() {
    let all = enough(NURSE);
    for name in [
        "Nursing",
        "Shift leadership",
        "Triage",
        "Rota planning",
        "Medication administration",
        "Recognising deterioration",
        "Auditing records",
        "De-escalation",
        "Onboarding",
        "Taking blood",
        "Cannulation",
        "Wound care",
        "Polish",
        "Choir conducting",
        "New discharge checklist for the ward",
        "Falls project",
        "Become a clinical educator",
        "Shift work",
        "Self-doubt",
    ] {
        assert!(has(&all, name), "{name}");
    }
    for name in ["Spanish", "Breaking news", "Vegetable growing", "Companionship"] {
        assert!(!has(&all, name), "{name}");
    }
    let said = facts(answers(NURSE)[10], Topic::Dependants);
    assert_eq!((said.dependants, said.weekly_hours), (Some(3), Some(38.0)));
}

#[test]
fn the_joiner_is_understood() {
    let all = enough(JOINER);
    for name in [
        "Joinery",
        "Measuring and setting out",
        "Window restoration",
        "Persuasion",
        "Kitchen fitting",
        "Kitchen design",
        "Training apprentices",
        "Negotiation",
        "Timber knowledge",
        "Sports coaching",
        "Oak staircase for a couple in the old vicarage",
        "Wooden boat",
        "Debt",
        "Joint pain",
        "Open a proper workshop with three benches and take on a second apprentice",
    ] {
        assert!(has(&all, name), "{name}");
    }
    for name in [
        "Plastering",
        "Electrical installation",
        "Bookkeeping",
        "CAD",
        "Phone and scrolling",
        "Wood finishing",
    ] {
        assert!(!has(&all, name), "{name}");
    }
    let said = facts(answers(JOINER)[10], Topic::Dependants);
    assert_eq!((said.dependants, said.weekly_hours), (Some(2), Some(55.0)));
}
