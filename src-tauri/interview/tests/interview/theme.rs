//! An exploration deepens the field that the person chose, whatever else is known of them.

use crate::{
    people::{Lexicon, Profile, play, project, session, skill},
    play::nurse,
};
use interview::{Part, Plan, Topic};
use protocol::{
    SkillId,
    records::{Category, ProjectStatus, SessionKind, SkillStatus},
};

const GARDEN: Lexicon = Lexicon {
    skills: &[
        ("pruning", "Pruning fruit trees", Category::Agriculture),
        ("gardening", "Gardening", Category::Agriculture),
        ("compost", "Composting", Category::Agriculture),
    ],
    projects: &[("orchard", "Orchard")],
    constraints: &[],
};

/// Someone who programs all week and has a garden besides.
fn programmer() -> Profile {
    let mut profile = Profile { lexicon: GARDEN, ..Profile::default() };
    for (name, hours) in [("Rust", 25.0), ("PostgreSQL", 10.0), ("Code review", 8.0)] {
        let mut one = skill(name, Category::Technical);
        one.status = SkillStatus::Confirmed;
        one.hours_per_week = Some(hours);
        profile.skills.push(one);
    }
    let mut beds = skill("Raised beds", Category::Agriculture);
    beds.status = SkillStatus::Confirmed;
    profile.skills.push(beds);
    let mut compiler = project("Compiler");
    compiler.status = ProjectStatus::Active;
    profile.projects.push(compiler);
    profile
}

fn gardener(topic: Topic, at: usize) -> String {
    match topic {
        Topic::Opening => "My gardening, most of all the pruning of old apple trees.".to_owned(),
        Topic::Scope => "The orchard, the beds and the compost.".to_owned(),
        other => nurse(other, at),
    }
}

fn put(profile: &mut Profile, answer: impl Fn(Topic, usize) -> String) -> Vec<Topic> {
    let said = play("garden", SessionKind::Exploration, profile, answer);
    said.into_iter().map(|(topic, _, _)| topic).collect()
}

fn about(profile: &Profile, topics: &[Topic]) -> Vec<String> {
    let skill =
        |id: SkillId| profile.skills.iter().find(|one| one.id == id).map(|s| s.name.clone());
    topics
        .iter()
        .filter_map(|topic| match topic {
            Topic::Story { skill: id, part: Part::Whole } | Topic::SkillHours { skill: id } => {
                skill(*id)
            }
            Topic::ProjectHours { project } | Topic::ProjectFit { project } => {
                profile.projects.iter().find(|one| one.id == *project).map(|one| one.name.clone())
            }
            _ => None,
        })
        .collect()
}

#[test]
fn exploring_gardening_does_not_lead_to_rust() {
    let mut profile = programmer();
    let topics = put(&mut profile, gardener);
    let named = about(&profile, &topics);
    for other in ["Rust", "PostgreSQL", "Code review", "Compiler"] {
        assert!(!named.iter().any(|name| name == other), "{other}: {named:?}");
    }
    assert!(named.iter().any(|name| name == "Pruning fruit trees"), "{named:?}");
    assert!(named.iter().any(|name| name == "Orchard"), "{named:?}");
    let place = |wanted: &str| named.iter().position(|name| name == wanted);
    assert!(place("Gardening") < place("Raised beds") || place("Raised beds").is_none());
}

#[test]
fn a_theme_used_up_leads_on_to_stories_of_any_kind_and_to_the_end() {
    let mut profile = programmer();
    profile.lexicon.skills = &[("gardening", "Gardening", Category::Hospitality)];
    let topics = put(&mut profile, gardener);
    let named = about(&profile, &topics);
    assert!(named.iter().any(|name| name == "Gardening"), "{named:?}");
    assert!(!named.iter().any(|name| name == "Rust"), "{named:?}");
    assert!(topics.contains(&Topic::AnyStory { part: Part::Whole }), "{topics:?}");
    assert!(topics.contains(&Topic::WrapUp), "{topics:?}");
}

#[test]
fn a_theme_of_which_all_was_told_before_does_not_lead_elsewhere() {
    let mut profile = programmer();
    profile.lexicon.skills = &[("gardening", "Gardening", Category::Hospitality)];
    let mut told = skill("Gardening", Category::Hospitality);
    told.evidence[0].kind = protocol::records::EvidenceKind::Story;
    profile.skills.push(told);
    let topics = put(&mut profile, gardener);
    let named = about(&profile, &topics);
    assert!(!named.iter().any(|name| name == "Rust"), "{named:?}");
    assert!(topics.contains(&Topic::AnyStory { part: Part::Whole }), "{topics:?}");
}

#[test]
fn a_theme_in_which_nothing_is_found_begins_with_any_story() {
    let mut profile = programmer();
    profile.lexicon = Lexicon::default();
    let topics = put(&mut profile, |topic, at| match topic {
        Topic::Opening => {
            "How I sit with my old aunt on Sundays and we look at the hills.".to_owned()
        }
        other => gardener(other, at),
    });
    let story =
        topics.iter().find(|topic| matches!(topic, Topic::Story { .. } | Topic::AnyStory { .. }));
    assert_eq!(story, Some(&Topic::AnyStory { part: Part::Whole }), "{topics:?}");
}

#[test]
fn a_theme_named_by_a_skill_on_record_is_that_skill() {
    let mut profile = programmer();
    profile.lexicon = Lexicon::default();
    let topics = put(&mut profile, |topic, at| match topic {
        Topic::Opening => "Raised beds.".to_owned(),
        other => nurse(other, at),
    });
    let named = about(&profile, &topics);
    assert_eq!(named.first().map(String::as_str), Some("Raised beds"), "{named:?}");
    assert!(!named.iter().any(|name| name == "Rust"), "{named:?}");
}

#[test]
fn a_plan_with_a_theme_is_kept_and_read_again() {
    let mut profile = programmer();
    let mut plan = Plan::new(session("garden"), SessionKind::Exploration);
    for at in 0..8 {
        let text = gardener(plan.topic(), at);
        profile.hears(plan.topic(), &text);
        let kept: Plan = serde_json::from_str(&serde_json::to_string(&plan).unwrap()).unwrap();
        let turn = profile.next(&plan, &text);
        assert_eq!(turn, profile.next(&kept, &text));
        plan = turn.plan;
    }
}
