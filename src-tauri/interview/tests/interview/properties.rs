//! What must hold whatever is answered.

use crate::{
    people::{Profile, constraint, project, session, skill},
    play::{NURSE, nurse},
};
use interview::{Plan, Topic};
use proptest::prelude::*;
use protocol::records::{Category, ConstraintKind, SessionKind, Stage};
use std::collections::BTreeSet;

const KINDS: [SessionKind; 4] =
    [SessionKind::Intake, SessionKind::Exploration, SessionKind::Guidance, SessionKind::Shared];

fn answer() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => any::<String>(),
        2 => "[a-z ,.?']{0,120}",
        6 => prop::sample::select(vec![
            "yes", "no", "dunno", "skip", "I'd rather not", "?", "what do you mean?", "why do you ask?",
            "", "no comment", "next", "Two kids and my mother.", "My back hurts after every shift.",
            "I run the rota, the handover and the dressings, and I teach students on the falls project.",
            "When it broke I rebuilt it in a week, and in the end it worked.", "about 12 hours",
            "I have suicidal thoughts", "I want to teach.", "the tutor course, I guess", "I don't want to talk about money",
        ]).prop_map(str::to_owned),
    ]
}

fn profile() -> impl Strategy<Value = Profile> {
    (0..6usize, 0..3usize, any::<bool>(), any::<bool>()).prop_map(
        |(skills, projects, held, known)| {
            let names = ["Rust", "Wound care", "**Bold** _name_", "", "Rota planning", "French"];
            let mut profile = Profile { lexicon: NURSE, ..Profile::default() };
            profile.skills =
                names[..skills].iter().map(|name| skill(name, Category::Technical)).collect();
            profile.projects = ["House", "A {project} named oddly"][..projects.min(2)]
                .iter()
                .map(|name| project(name))
                .collect();
            if held {
                profile.constraints.push(constraint("Rent", ConstraintKind::Financial));
            }
            if known {
                profile.state.direction = Some("to teach".to_owned());
                profile.state.dependants = Some(2);
            }
            profile
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_answers_lead_to_the_end_within_forty_and_no_wording_repeats(
        kind in prop::sample::select(KINDS.to_vec()),
        name in "[a-z]{4}",
        mut profile in profile(),
        answers in prop::collection::vec(answer(), 48),
    ) {
        let mut plan = Plan::new(session(&name), kind);
        let mut questions = BTreeSet::from([interview::opening(session(&name), kind)]);
        let mut stage = Stage::Opening;
        let mut ended_after = None;
        for (at, text) in answers.iter().enumerate() {
            profile.hears(plan.topic(), text);
            let turn = profile.next(&plan, text);
            prop_assert!(!turn.text.trim().is_empty());
            prop_assert!(!turn.text.contains('!') || text.contains('!'));
            // The bank has 20 lines for after the end.
            let lasts = ended_after.is_none_or(|end| at < end + 20);
            // What is said in danger is said every time.
            let danger = turn.text.contains("emergency number");
            let fresh = questions.insert(turn.text.clone());
            prop_assert!(fresh || !lasts || danger, "twice: {}", turn.text);
            prop_assert_eq!(text == "I have suicidal thoughts", danger, "{}", turn.text);
            prop_assert!(turn.progress.stage >= stage, "went back to {:?}", turn.progress.stage);
            stage = turn.progress.stage;
            if turn.progress.finished {
                ended_after.get_or_insert(at + 1);
                prop_assert_eq!(turn.progress.minutes_left, 0);
            } else {
                prop_assert!(ended_after.is_none(), "finished stays finished");
                prop_assert!(turn.text.ends_with("?**"), "ends with a question: {}", turn.text);
                prop_assert!(turn.progress.minutes_left > 0);
            }
            profile.state.asked = turn.asked;
            plan = turn.plan;
        }
        let end = ended_after.expect("48 answers are more than an interview has");
        prop_assert!(end <= 40, "{} answers", end);
        prop_assert_eq!(stage, Stage::WrapUp);
    }

    #[test]
    fn nothing_answered_or_declined_is_asked_again_and_the_same_answers_lead_the_same_way(
        kind in prop::sample::select(KINDS.to_vec()),
        name in "[a-z]{4}",
        mut profile in profile(),
        answers in prop::collection::vec(answer(), 40),
    ) {
        let mut plan = Plan::new(session(&name), kind);
        let mut over: Vec<Topic> = Vec::new();
        let (mut put_again, mut no_money) = (0, false);
        for text in &answers {
            let open = plan.topic();
            profile.hears(open, text);
            let turn = profile.next(&plan, text);
            prop_assert_eq!(&turn, &profile.next(&plan, text));
            profile.state.asked = turn.asked;
            plan = turn.plan;
            if turn.progress.finished {
                break;
            }
            let next = plan.topic();
            if next == Topic::GoOn {
                // Asked at every sign of danger.
                continue;
            }
            if next == open {
                // In other words, because the person asked back, or how many depend on them.
                put_again += 1;
                prop_assert!(put_again <= 4, "{next:?} again and again");
                continue;
            }
            over.push(open);
            prop_assert!(!over.contains(&next), "{next:?} was over: {over:?}");
            no_money |= text == "I don't want to talk about money";
            prop_assert!(!no_money || next != Topic::Money);
        }
    }

    #[test]
    fn a_plan_kept_as_json_goes_on_as_if_it_had_not_been_put_away(
        name in "[a-z]{4}",
        answers in prop::collection::vec(answer(), 12),
    ) {
        let mut profile = Profile { lexicon: NURSE, ..Profile::default() };
        let mut plan = Plan::new(session(&name), SessionKind::Intake);
        for text in &answers {
            profile.hears(plan.topic(), text);
            let kept = serde_json::to_string(&plan).unwrap();
            prop_assert!(kept.len() < 8 * 1024, "{} bytes", kept.len());
            let again: Plan = serde_json::from_str(&kept).unwrap();
            prop_assert_eq!(&again, &plan);
            let turn = profile.next(&plan, text);
            prop_assert_eq!(&turn, &profile.next(&again, text));
            plan = turn.plan;
        }
    }
}

#[test]
fn a_plan_of_another_version_is_read_with_defaults() {
    let plan: Plan = serde_json::from_str(
        r#"{"kind":"guidance","open":{"about":"something_new","with":3},"unheard_of":true}"#,
    )
    .unwrap();
    assert_eq!(plan.topic(), Topic::Finished);
    let turn = Profile::default().next(&plan, "hello");
    assert!(!turn.text.is_empty());
}

#[test]
fn every_session_of_a_talkative_person_asks_what_a_verdict_needs() {
    for kind in KINDS {
        let mut profile = Profile { lexicon: NURSE, ..Profile::default() };
        let said = crate::people::play("talkative", kind, &mut profile, nurse);
        let asked = said.last().unwrap().2.asked;
        assert!(asked.direction && asked.constraints && asked.dependants, "{kind:?}: {asked:?}");
    }
}

#[test]
fn different_sessions_word_things_differently_and_equal_ones_equally() {
    let first = |name: &str| {
        Profile::default().next(&Plan::new(session(name), SessionKind::Intake), "I fix roofs").text
    };
    assert_eq!(first("a"), first("a"));
    let texts: BTreeSet<String> = ["a", "b", "c", "d", "e", "f"].map(first).into();
    assert!(texts.len() > 1);
}
