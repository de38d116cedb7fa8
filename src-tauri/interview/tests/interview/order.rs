//! What is asked first is what narrows the interval most.

use crate::people::{Profile, project, session, skill};
use interview::{Part, Plan, Topic};
use protocol::records::{Category, Evidence, EvidenceKind, SessionKind, SkillStatus};

fn topics(profile: &Profile, answers: usize) -> Vec<Topic> {
    let mut plan = Plan::new(session("order"), SessionKind::Exploration);
    let mut topics = Vec::new();
    for _ in 0..answers {
        plan = profile.next(&plan, "no").plan;
        topics.push(plan.topic());
    }
    topics
}

#[test]
fn the_skill_that_moves_the_index_most_is_asked_about_first() {
    let mut rare = skill("Rare", Category::Arts);
    rare.hours_per_week = Some(0.5);
    let mut daily = skill("Daily", Category::Arts);
    daily.hours_per_week = Some(20.0);
    let wanted = Topic::Story { skill: daily.id, part: Part::Whole };
    for skills in [vec![rare.clone(), daily.clone()], vec![daily, rare]] {
        let profile = Profile { skills, ..Profile::default() };
        let story = topics(&profile, 6).into_iter().find(|t| matches!(t, Topic::Story { .. }));
        assert_eq!(story, Some(wanted));
    }
}

#[test]
fn a_skill_already_well_supported_comes_after_an_unknown_one() {
    let mut known = skill("Known", Category::Arts);
    known.status = SkillStatus::Confirmed;
    let story = Evidence { kind: EvidenceKind::Story, ..known.evidence[0].clone() };
    known.evidence.extend([story.clone(), Evidence { kind: EvidenceKind::Artefact, ..story }]);
    let unknown = skill("Unknown", Category::Arts);
    let wanted = Topic::Story { skill: unknown.id, part: Part::Whole };
    let profile = Profile { skills: vec![known, unknown], ..Profile::default() };
    let story = topics(&profile, 6).into_iter().find(|t| matches!(t, Topic::Story { .. }));
    assert_eq!(story, Some(wanted));
}

#[test]
fn a_rejected_skill_is_never_asked_about() {
    let mut rejected = skill("Not mine", Category::Arts);
    rejected.status = SkillStatus::Rejected;
    let id = rejected.id;
    let profile = Profile { skills: vec![rejected], ..Profile::default() };
    assert!(!topics(&profile, 12).contains(&Topic::Story { skill: id, part: Part::Whole }));
}

#[test]
fn fit_is_asked_after_hours_of_the_same_project() {
    let (one, two) = (project("One"), project("Two"));
    let profile = Profile { projects: vec![one, two], ..Profile::default() };
    let mut plan = Plan::new(session("fit"), SessionKind::Intake);
    let mut asked = Vec::new();
    for _ in 0..10 {
        plan = profile.next(&plan, "no").plan;
        asked.push(plan.topic());
    }
    let place = asked.iter().position(|t| matches!(t, Topic::ProjectHours { .. })).unwrap();
    let (Topic::ProjectHours { project: hours }, Topic::ProjectFit { project: fit }) =
        (asked[place], asked[place + 1])
    else {
        panic!("{asked:?}")
    };
    assert_eq!(hours, fit);
}
