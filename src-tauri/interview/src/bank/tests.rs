//! The texts keep to the rules for words.

use super::language;
use crate::topic::{Part, Topic};
use protocol::{ConstraintId, ProjectId, SkillId, records::SessionKind};
use std::collections::BTreeSet;
use uuid::Uuid;

fn topics() -> Vec<Topic> {
    let (skill, project) = (SkillId(Uuid::nil()), ProjectId(Uuid::nil()));
    let constraint = ConstraintId(Uuid::nil());
    let mut topics = vec![
        Topic::Opening,
        Topic::Role,
        Topic::Responsibilities,
        Topic::Scope,
        Topic::Projects,
        Topic::ProjectHours { project },
        Topic::ProjectFit { project },
        Topic::WorkFit,
        Topic::Week,
        Topic::SkillHours { skill },
        Topic::MoreOf { skill },
        Topic::Pausing { project },
        Topic::Relied,
        Topic::Unseen,
        Topic::Taught,
        Topic::Constraints,
        Topic::Weight { constraint },
        Topic::Easing { constraint },
        Topic::Money,
        Topic::Time,
        Topic::Health,
        Topic::Obligations,
        Topic::Doubt,
        Topic::Dependants,
        Topic::WeeklyHours,
        Topic::Direction,
        Topic::FirstStep,
        Topic::Keep,
        Topic::WrapUp,
    ];
    for part in [Part::Whole, Part::Situation, Part::Action, Part::Result, Part::Reason] {
        topics.push(Topic::Story { skill, part });
        topics.push(Topic::AnyStory { part });
        topics.push(Topic::OpeningMore { part });
    }
    topics
}

#[test]
fn every_topic_has_six_phrasings_in_every_kind_of_session() {
    for kind in
        [SessionKind::Intake, SessionKind::Exploration, SessionKind::Guidance, SessionKind::Shared]
    {
        for topic in topics() {
            let key = topic.key(kind);
            let count = language("en").phrases.get(key).map_or(0, Vec::len);
            assert!(count >= 6, "{key} has {count}");
        }
    }
}

#[test]
fn no_phrasing_stands_in_the_bank_twice() {
    let mut seen = BTreeSet::new();
    for phrase in language("en").phrases.values().flatten() {
        assert!(seen.insert(phrase), "{phrase}");
    }
}

#[test]
fn texts_are_short_and_calm() {
    let unwanted = [
        "!",
        " please",
        "simply",
        "great",
        "awesome",
        "wonderful",
        "amazing",
        "impressive",
        "well done",
        "excellent",
        "oops",
        " chat",
        "good job",
    ];
    for (key, phrases) in &language("en").phrases {
        for phrase in phrases {
            let lower = phrase.to_lowercase();
            for word in unwanted {
                // "a great deal" is an amount.
                let kept = lower.replace("a great deal", "");
                assert!(!kept.contains(word), "{key}: {phrase}");
            }
            if key != "acknowledge.crisis" {
                let sentences = phrase.matches(['.', '?']).count();
                assert!(sentences <= 2, "{key}: {phrase}");
                assert!(phrase.chars().count() <= 170, "{key}: {phrase}");
            }
        }
    }
}

#[test]
fn a_question_ends_with_one_question_mark() {
    let others = ["story.quoted", "direction.known", "dependants.count", "go_on"];
    let keys = topics().into_iter().map(|topic| topic.key(SessionKind::Intake));
    for key in keys.chain(others) {
        for phrase in &language("en").phrases[key] {
            assert!(phrase.ends_with('?'), "{phrase}");
            assert_eq!(phrase.matches('?').count(), 1, "{phrase}");
        }
    }
}

#[test]
fn cues_are_written_as_answers_are_read() {
    let cues = &language("en").cues;
    for list in [
        &cues.yes,
        &cues.no,
        &cues.unknown,
        &cues.stop,
        &cues.decline,
        &cues.unclear,
        &cues.why,
        &cues.crisis,
        &cues.crisis_wishes,
        &cues.crisis_words,
        &cues.crisis_states,
        &cues.harmless,
        &cues.life_places,
        &cues.heavy,
        &cues.own,
        &cues.role,
        &cues.action,
        &cues.result,
    ] {
        for cue in list {
            assert_eq!(crate::answer::plain(cue).trim(), cue);
        }
    }
}

#[test]
fn whatever_is_said_in_danger_names_whom_to_call() {
    for phrase in &language("en").phrases["acknowledge.crisis"] {
        assert!(phrase.contains("crisis line"), "{phrase}");
        assert!(phrase.contains("local emergency number"), "{phrase}");
    }
}
