//! Refusals, doubts, questions back, and the wish to stop.

use crate::{
    people::{Profile, constraint, play, project, session, skill},
    play::{NURSE, nurse},
};
use interview::{Plan, Topic};
use protocol::{
    Timestamp,
    records::{
        Category, ConstraintKind, ConstraintStatus, ProjectStatus, SessionKind, SkillStatus, Stage,
    },
};

fn intake() -> Plan {
    Plan::new(session("respect"), SessionKind::Intake)
}

fn said(name: &str, refuse: impl Fn(Topic) -> Option<&'static str>) -> Vec<Topic> {
    let mut profile = Profile { lexicon: NURSE, ..Profile::default() };
    play(name, SessionKind::Intake, &mut profile, |topic, at| {
        refuse(topic).map_or_else(|| nurse(topic, at), str::to_owned)
    })
    .into_iter()
    .map(|(topic, _, _)| topic)
    .collect()
}

#[test]
fn a_refused_topic_is_not_asked_again() {
    for words in [
        "skip",
        "I'd rather not.",
        "Next question, please",
        "no comment",
        "I don’t want to talk about that",
        "I would prefer not to say",
    ] {
        let topics = said(words, |topic| (topic == Topic::Dependants).then_some(words));
        assert_eq!(topics.iter().filter(|t| **t == Topic::Dependants).count(), 1, "{words}");
        assert!(
            !topics.contains(&Topic::Obligations) || {
                let place = |wanted| topics.iter().position(|t| *t == wanted);
                place(Topic::Obligations) < place(Topic::Dependants)
            }
        );
    }
}

#[test]
fn a_refusal_that_names_money_leaves_the_other_fields_open() {
    let topics = said("money", |topic| {
        (topic == Topic::Constraints).then_some("I'd rather not talk about money.")
    });
    assert!(!topics.contains(&Topic::Money));
    assert!(topics.contains(&Topic::Dependants));
}

#[test]
fn refusing_everything_ends_soon_and_still_counts_as_asked() {
    let mut profile = Profile::default();
    let said =
        play("closed", SessionKind::Intake, &mut profile, |_, _| "I'd rather not".to_owned());
    assert!(said.len() <= 14, "{} answers", said.len());
    assert!(profile.state.asked.constraints && profile.state.asked.direction);
    assert!(profile.state.asked.dependants);
}

#[test]
fn a_refusal_with_its_reason_is_a_refusal() {
    for words in [
        "I'd rather not, it was a hard time for all of us",
        "I'd rather not, if that's okay",
        "I'd rather not if that's okay with you.",
        "Honestly, I would prefer not to, sorry",
        "No, I'd rather not. It is still fresh.",
        "It was a hard time for us, I'd rather not.",
        "Rather not — too many people were hurt.",
        "I'd rather not because it is private",
        "Let's skip this one, I am tired of it",
        "It was bad. I don't want to talk about it.",
    ] {
        let topics = said(words, |topic| {
            matches!(topic, Topic::Story { .. } | Topic::Dependants).then_some(words)
        });
        let parts = topics.iter().filter(
            |topic| matches!(topic, Topic::Story { part, .. } if *part != interview::Part::Whole),
        );
        assert_eq!(parts.count(), 0, "{words}: the refused story is asked on");
        let asked = topics.iter().filter(|topic| **topic == Topic::Dependants).count();
        assert_eq!(asked, 1, "{words}");
        let turn = Profile::default().next(&intake(), words);
        assert!(!turn.text.contains('“'), "{words}: {}", turn.text);
    }
    let many =
        said("closes", |topic| (topic == Topic::Time).then_some("I'd rather not, if that's okay"));
    assert!(many.contains(&Topic::Time), "{many:?}");
    assert!(!many.contains(&Topic::WeeklyHours), "the subject is closed: {many:?}");
}

#[test]
fn nothing_more_ends_the_subject_and_not_the_session() {
    for words in ["That's it.", "That's all.", "That is all, thanks", "No more", "That's about it"]
    {
        for asked in [Topic::Projects, Topic::Constraints, Topic::Responsibilities] {
            let topics = said(words, |topic| (topic == asked).then_some(words));
            assert!(topics.contains(&asked), "{words}: {topics:?}");
            assert!(topics.contains(&Topic::Direction), "{words}: {topics:?}");
            assert_eq!(topics.iter().filter(|topic| **topic == asked).count(), 1);
        }
        let turn = Profile::default().next(&intake(), words);
        assert!(!turn.progress.finished, "{words}: {}", turn.text);
    }
}

#[test]
fn a_wish_about_work_is_not_a_refusal() {
    let plan = intake();
    for words in [
        "I'd rather not work nights any more.",
        "I pass exams for a living",
        "I don't want to answer phones all day",
        "Next, I built a shed for the neighbours",
        "I'd rather not have the money than lie to people",
    ] {
        let turn = Profile::default().next(&plan, words);
        assert!(!turn.text.starts_with("That is fine"), "{}", turn.text);
        assert!(turn.text.contains('“'), "{words}: {}", turn.text);
    }
}

#[test]
fn short_answers_lead_on() {
    for word in ["yes", "no", "dunno", "ok", "yes, often", "not really"] {
        let mut profile = Profile::default();
        let said = play(word, SessionKind::Intake, &mut profile, |_, _| word.to_owned());
        assert!(said.len() <= 24, "{word}: {} answers", said.len());
        assert!(said.iter().all(|(_, _, turn)| !turn.text.contains('“')), "{word}");
    }
}

#[test]
fn a_yes_to_dependants_asks_how_many_once() {
    let topics = said("yes", |topic| (topic == Topic::Dependants).then_some("yes"));
    assert_eq!(topics.iter().filter(|t| **t == Topic::Dependants).count(), 2);
}

#[test]
fn a_question_back_gets_the_same_topic_in_other_words() {
    let mut plan = intake();
    for words in ["What do you mean?", "I don't understand", "why do you ask?"] {
        let turn = Profile::default().next(&plan, words);
        assert_eq!(turn.plan.topic(), Topic::Opening, "{words}");
        plan = turn.plan;
    }
    let turn = Profile::default().next(&plan, "??");
    assert_ne!(turn.plan.topic(), Topic::Opening, "it does not go round for ever");
}

#[test]
fn stop_means_stop() {
    for words in [
        "stop",
        "That's enough for today.",
        "Can we stop here?",
        "I have to go, sorry",
        "Let's stop here",
        "I'm done for today",
        "That's all for today.",
        "Let's stop here, I am tired",
        "I have to go, the children are waiting",
    ] {
        let turn = Profile::default().next(&intake(), words);
        assert!(turn.progress.finished, "{words}: {}", turn.text);
        assert!(!turn.text.contains('?'), "{}", turn.text);
    }
}

#[test]
fn someone_in_danger_is_told_whom_to_call_and_may_stop() {
    let turn = Profile::default().next(&intake(), "Honestly I don't want to live any more");
    assert!(turn.text.contains("emergency number"), "{}", turn.text);
    assert_eq!(turn.plan.topic(), Topic::GoOn);
    for words in ["no", "leave it here for today", "I can't go on", "I am so tired of it all"] {
        assert!(Profile::default().next(&turn.plan, words).progress.finished, "{words}");
    }
    let on = Profile::default().next(&turn.plan, "go on");
    assert_eq!(on.progress.stage, Stage::Breadth);
    let work = Profile::default().next(&intake(), "I sat with a suicidal patient until morning");
    assert!(!work.text.contains("emergency number"));
}

/// Every sign of danger is met with the words that name a helpline, whatever was said before.
#[test]
fn every_sign_of_danger_is_told_whom_to_call() {
    let signs = ["I want to kill myself", "I have suicidal thoughts", "I want to end it all"];
    for kind in [SessionKind::Intake, SessionKind::Exploration, SessionKind::Guidance] {
        let mut plan = Plan::new(session("danger"), kind);
        for at in 0..12 {
            let turn = Profile::default().next(&plan, signs[at % signs.len()]);
            assert!(turn.text.contains("emergency number"), "{at}: {}", turn.text);
            assert!(turn.text.contains("crisis line"), "{at}: {}", turn.text);
            assert_eq!(turn.plan.topic(), Topic::GoOn, "{at}");
            plan = turn.plan;
        }
        plan = Profile::default().next(&plan, "stop").plan;
        for at in 0..5 {
            let turn = Profile::default().next(&plan, signs[at % signs.len()]);
            assert!(turn.progress.finished);
            assert!(turn.text.contains("emergency number"), "after the end, {at}: {}", turn.text);
            plan = turn.plan;
        }
    }
}

#[test]
fn danger_for_ever_still_ends_and_still_names_the_helpline() {
    let mut plan = intake();
    for at in 0..60 {
        let turn = Profile::default().next(&plan, "I want to die");
        assert!(turn.text.contains("emergency number"), "{at}: {}", turn.text);
        assert!(turn.progress.finished || at < 40, "ends");
        plan = turn.plan;
    }
}

#[test]
fn another_version_of_the_reply_to_danger_names_the_helpline_too() {
    let words = "I want to take my life";
    let mut plan = intake();
    for version in 0..6 {
        let turn = Profile::default().next(&plan, words);
        assert!(turn.text.contains("emergency number"), "{version}: {}", turn.text);
        assert!(!turn.progress.finished, "{version}");
        plan.avoid(&turn.plan);
    }
}

#[test]
fn what_was_said_in_danger_is_never_said_back() {
    let dark = "I baked the bread for forty people, and suicidal thoughts came with me";
    let mut bread = skill("Baking", Category::Hospitality);
    bread.evidence[0].quote = Some(protocol::records::Quote {
        session_id: session("respect"),
        message_id: protocol::MessageId(protocol::ids::hashed(&["dark"])),
        start: 0,
        end: 10,
        text: dark.to_owned(),
    });
    let mut profile = Profile { skills: vec![bread], ..Profile::default() };
    profile.state.direction = Some("end it all".to_owned());
    profile.constraints.push(constraint("Suicidal thoughts", ConstraintKind::Health));
    let mut plan = intake();
    for at in 0..40 {
        let words = ["I fix doors with suicidal guests next door", "go on", "no", "ok"][at % 4];
        let turn = profile.next(&plan, words);
        let text = turn.text.to_lowercase();
        for said in ["suicid", "end it all", "forty people"] {
            assert!(!text.contains(said), "{at}: {}", turn.text);
        }
        plan = turn.plan;
    }
}

#[test]
fn loss_is_met_without_quoting_it() {
    let own = Profile::default().next(&intake(), "My mother died in March and I sorted her house");
    assert!(!own.text.contains('“'), "{}", own.text);
    let work = Profile::default().next(&intake(), "The patient in room four died at noon");
    assert!(!work.text.contains("sorry"), "{}", work.text);
}

#[test]
fn an_occupation_given_at_once_is_not_asked_for() {
    let turn = Profile::default().next(&intake(), "I am a joiner, and I rebuilt a church door.");
    let mut plan = turn.plan;
    for _ in 0..3 {
        assert_ne!(plan.topic(), Topic::Role);
        plan = Profile::default().next(&plan, "It held in the end.").plan;
    }
}

#[test]
fn guidance_begins_from_the_index_and_its_levers() {
    let mut profile = Profile::default();
    for name in ["Rust", "SQL", "Teaching", "Writing", "Sales"] {
        let mut one = skill(name, Category::Business);
        one.status = SkillStatus::Confirmed;
        one.confirmed_at = Some(Timestamp::UNIX_EPOCH);
        profile.skills.push(one);
    }
    let mut side = project("Side business");
    side.status = ProjectStatus::Active;
    side.weekly_hours = Some(10.0);
    side.alignment = Some(0.9);
    profile.projects.push(side);
    let mut rent = constraint("Rent", ConstraintKind::Financial);
    rent.status = ConstraintStatus::Active;
    profile.constraints.push(rent);
    profile.state.asked =
        protocol::records::Asked { direction: true, constraints: true, dependants: true };
    profile.state.dependants = Some(1);
    profile.state.direction = Some("my own shop".to_owned());
    let said = play("guided", SessionKind::Guidance, &mut profile, nurse);
    for (topic, answer, turn) in &said {
        println!("\n({topic:?})\n> {answer}\n\n{}", turn.text);
    }
    assert!(said[0].2.text.contains("η"), "{}", said[0].2.text);
    let topics: Vec<Topic> = said.iter().map(|(topic, _, _)| *topic).collect();
    assert!(topics.iter().any(|t| matches!(t, Topic::MoreOf { .. } | Topic::Pausing { .. })));
    assert!(topics.iter().any(|t| matches!(t, Topic::Easing { .. })), "{topics:?}");
    assert!(!topics.contains(&Topic::Dependants), "what is known is not asked: {topics:?}");
    assert!(said.iter().any(|(_, _, turn)| turn.text.contains("my own shop")));
}

#[test]
fn an_exploration_stays_with_its_theme() {
    let mut profile = Profile { lexicon: NURSE, ..Profile::default() };
    let said = play("explored", SessionKind::Exploration, &mut profile, nurse);
    for (topic, answer, turn) in &said {
        println!("\n({topic:?})\n> {answer}\n\n{}", turn.text);
    }
    let topics: Vec<Topic> = said.iter().map(|(topic, _, _)| *topic).collect();
    assert!(topics.contains(&Topic::Scope));
    assert!(!topics.contains(&Topic::Role) && !topics.contains(&Topic::Money));
}

#[test]
fn after_the_end_each_answer_gets_a_line_of_its_own() {
    let mut plan = Profile::default().next(&intake(), "stop").plan;
    let mut lines = std::collections::BTreeSet::new();
    for _ in 0..15 {
        let turn = Profile::default().next(&plan, "one more thing, I also paint");
        assert!(turn.progress.finished && !turn.text.is_empty());
        assert!(lines.insert(turn.text), "said twice");
        plan = turn.plan;
    }
}
