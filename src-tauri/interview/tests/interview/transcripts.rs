//! Two people's own words, from a transcript, and how the interviewer answers them.

use crate::spoken::{Said, play};
use interview::{Part, Topic};
use std::ops::Range;

const NURSE: &str = include_str!("../../../../tests/fixtures/transcripts/ward-nurse.txt");
const JOINER: &str = include_str!("../../../../tests/fixtures/transcripts/joiner.txt");
const SESSIONS: [&str; 4] = ["one", "two", "three", "four"];

fn paragraphs(transcript: &str) -> Vec<String> {
    transcript.split("\n\n").map(|part| part.trim().to_owned()).collect()
}

/// The transcript in its order, whatever is asked.
fn in_order(transcript: &str, name: &str) -> (String, Vec<Said>) {
    let mut answers = paragraphs(transcript).into_iter();
    play(name, |_| answers.next())
}

/// The paragraphs that answer a topic, in both transcripts.
fn fitting(topic: Topic) -> Range<usize> {
    match topic {
        Topic::Opening => 0..1,
        Topic::Role | Topic::Responsibilities => 1..2,
        Topic::Projects => 2..3,
        Topic::Story { part: Part::Whole, .. } | Topic::AnyStory { part: Part::Whole } => 3..7,
        Topic::Relied | Topic::Unseen | Topic::Taught => 7..9,
        Topic::Constraints => 9..10,
        Topic::Dependants => 10..11,
        Topic::Direction => 11..12,
        Topic::WrapUp => 12..14,
        _ => 0..0,
    }
}

/// Each paragraph where it answers the question, and short answers elsewhere.
fn as_asked(transcript: &str, name: &str) -> (String, Vec<Said>) {
    let mut left: Vec<Option<String>> = paragraphs(transcript).into_iter().map(Some).collect();
    play(name, |topic| {
        let told = fitting(topic).find_map(|at| left.get_mut(at)?.take());
        let short = match topic {
            Topic::ProjectHours { .. } | Topic::SkillHours { .. } => "About six.",
            Topic::ProjectFit { .. } => "8, I would say",
            Topic::Weight { .. } => "A fair amount, most days.",
            Topic::WeeklyHours => "About forty-two.",
            Topic::Story { part: Part::Reason, .. } | Topic::AnyStory { part: Part::Reason } => {
                "I had seen it go wrong before, and nobody else was going to do it."
            }
            Topic::FirstStep => "I would ask for a day a week to try it.",
            Topic::Keep => "The people I work with.",
            Topic::Dependants => "Two.",
            _ => "I can't think of one right now.",
        };
        Some(told.unwrap_or_else(|| short.to_owned()))
    })
}

fn all() -> Vec<(String, Vec<Said>)> {
    let mut all = Vec::new();
    for transcript in [NURSE, JOINER] {
        for name in SESSIONS {
            all.extend([in_order(transcript, name), as_asked(transcript, name)]);
        }
    }
    all
}

/// The person's words in the acknowledgement.
fn quote(text: &str) -> Option<&str> {
    let heard = text.split("**").next()?;
    heard.split_once('“')?.1.split_once('”').map(|(quote, _)| quote)
}

#[test]
fn most_replies_to_a_long_answer_quote_a_deed_in_the_first_person() {
    let sessions = all();
    for (opening, said) in &sessions {
        println!("\n{opening}");
        for one in said {
            println!("\n  > {}\n  ({:?})\n\n{}", one.answer, one.topic, one.turn.text);
        }
    }
    let said: Vec<Said> = sessions.into_iter().flat_map(|(_, said)| said).collect();
    let long: Vec<&Said> =
        said.iter().filter(|one| one.answer.split_whitespace().count() > 25).collect();
    let quotes: Vec<&str> = long.iter().filter_map(|one| quote(&one.turn.text)).collect();
    assert!(quotes.len() * 5 >= long.len() * 4, "{} of {}", quotes.len(), long.len());
    let own = quotes.iter().filter(|quote| quote.starts_with('I') || quote.starts_with("We "));
    let own = own.count();
    assert!(own * 10 >= quotes.len() * 9, "{own} of {}", quotes.len());
}

#[test]
fn what_is_said_back_was_said() {
    for (_, said) in all() {
        for (at, one) in said.iter().enumerate() {
            if let Some(quote) = quote(&one.turn.text) {
                assert!(said[..=at].iter().any(|one| one.answer.contains(quote)), "{quote}");
            }
        }
    }
}

#[test]
fn the_opening_quotes_what_was_done_and_not_the_scene() {
    let night = "We had two agency nurses and a full bay on Tuesday night, so I took the handover \
                 myself, moved the sickest man next to the desk and called the doctor before his \
                 pressure fell … he was in intensive care within the hour.";
    for name in SESSIONS {
        let mut once = Some(night.to_owned());
        let (_, said) = play(name, |_| once.take());
        let turn = &said[0].turn;
        assert_eq!(quote(&turn.text), Some("I took the handover myself"), "{}", turn.text);
        assert_eq!(turn.plan.topic(), Topic::Role, "how it ended was told");
    }
}

#[test]
fn a_story_told_to_its_end_is_asked_for_its_grounds_and_not_for_its_end() {
    let ends = |topic| {
        matches!(
            topic,
            Topic::OpeningMore { .. }
                | Topic::Story { part: Part::Result | Part::Action | Part::Situation, .. }
                | Topic::AnyStory { part: Part::Result | Part::Action | Part::Situation }
        )
    };
    for (transcript, name) in SESSIONS.iter().flat_map(|name| [(NURSE, name), (JOINER, name)]) {
        let (_, said) = as_asked(transcript, name);
        let topics: Vec<Topic> = said.iter().map(|one| one.topic).collect();
        assert!(!topics.iter().copied().any(ends), "{topics:?}");
        let reasons = topics.iter().filter(|topic| {
            matches!(
                topic,
                Topic::Story { part: Part::Reason, .. } | Topic::AnyStory { part: Part::Reason }
            )
        });
        assert!((1..=2).contains(&reasons.count()), "{topics:?}");
    }
}

#[test]
fn what_was_said_already_is_not_asked() {
    for (transcript, name) in SESSIONS.iter().flat_map(|name| [(NURSE, name), (JOINER, name)]) {
        let (_, said) = as_asked(transcript, name);
        let asked = |wanted: fn(&Topic) -> bool| said.iter().any(|one| wanted(&one.topic));
        assert!(!asked(|topic| *topic == Topic::Responsibilities), "the work was described");
        assert!(!asked(|topic| matches!(topic, Topic::ProjectHours { .. })), "hours were given");
        assert!(asked(|topic| matches!(topic, Topic::ProjectFit { .. })));
    }
}

#[test]
fn projects_are_named_as_one_would_say_them() {
    let texts: Vec<String> = SESSIONS
        .iter()
        .flat_map(|name| [as_asked(NURSE, name), as_asked(JOINER, name)])
        .flat_map(|(_, said)| said)
        .filter(|one| matches!(one.turn.plan.topic(), Topic::ProjectFit { .. }))
        .map(|one| one.turn.text)
        .collect();
    let names = [
        "the new discharge checklist",
        "the falls project",
        "the oak staircase",
        "the wooden boat",
    ];
    for name in names {
        assert!(texts.iter().any(|text| text.contains(name)), "{name}: {texts:?}");
    }
    for text in &texts {
        assert!(names.iter().any(|name| text.contains(name)), "{text}");
        let question = text.split("**").nth(1).unwrap();
        assert!(question.chars().count() <= 100, "{question}");
    }
}

#[test]
fn work_with_the_dying_is_not_taken_for_a_loss_of_ones_own() {
    let mut once = paragraphs(NURSE).into_iter().nth(7);
    let (_, said) = play("one", |_| once.take());
    assert!(!said[0].turn.text.contains("sorry"), "{}", said[0].turn.text);
    assert!(!said[0].turn.text.contains("dying"), "{}", said[0].turn.text);
}

#[test]
fn a_story_is_asked_for_by_words_said_before_and_never_by_the_same_twice() {
    for (transcript, name) in SESSIONS.iter().flat_map(|name| [(NURSE, name), (JOINER, name)]) {
        let (_, said) = as_asked(transcript, name);
        let mut quoted = Vec::new();
        for (at, one) in said.iter().enumerate() {
            if !matches!(one.turn.plan.topic(), Topic::Story { part: Part::Whole, .. }) {
                continue;
            }
            if let Some(quote) = quote(&one.turn.text) {
                assert!(said[..=at].iter().any(|one| one.answer.contains(quote)), "{quote}");
                assert!(!quoted.contains(&quote), "{quote}");
                quoted.push(quote);
            }
        }
        assert!(!quoted.is_empty(), "{name}: no story was asked for by earlier words");
    }
}

#[test]
fn the_last_words_say_what_was_heard() {
    let (_, said) = as_asked(NURSE, "one");
    let text = &said.last().unwrap().turn.text;
    for line in ["**What you can do:**", "**What you work on:**", "**What makes it harder:**"] {
        assert!(text.contains(line), "{text}");
    }
    let (_, nothing) = play("one", |_| Some("no".to_owned()));
    assert!(!nothing.last().unwrap().turn.text.contains("**"), "nothing was heard");
}
