//! What holds for any text.

use extraction::{Extractor, Theme, Topic, facts, finding_id, to_finding};
use proptest::prelude::*;
use protocol::{
    MessageId, SessionId, Timestamp,
    records::{Decision, FindingKind, FindingTarget},
};
use uuid::Uuid;

/// Checks every finding of `text`, whatever was asked.
fn sound(text: &str) {
    for theme in [
        Theme::Skill,
        Theme::Constraint,
        Theme::Direction,
        Theme::Project,
        Theme::Story,
        Theme::Open,
    ] {
        sound_about(theme, text);
    }
}

fn sound_about(theme: Theme, text: &str) {
    let scalars: Vec<char> = text.chars().collect();
    let found = Extractor::builtin().extract_about(theme, text);
    let mut seen = std::collections::HashSet::new();
    for one in &found {
        let (start, end) = (
            usize::try_from(one.start).expect("a place in 64 KiB"),
            usize::try_from(one.end).expect("a place in 64 KiB"),
        );
        assert!(start < end && end <= scalars.len(), "{one:?}");
        assert_eq!(scalars[start..end].iter().collect::<String>(), one.quote);
        assert!((0.0..=1.0).contains(&one.probability));
        assert!(one.level.is_none_or(|level| (0.0..=1.0).contains(&level)));
        assert!(one.hours_per_week.is_none_or(|hours| (0.0..=168.0).contains(&hours)));
        assert!(!one.name.trim().is_empty() && !one.normal.is_empty());
        assert_eq!(one.category.is_some(), one.kind == FindingKind::Skill);
        assert_eq!(one.constraint_kind.is_some(), one.kind == FindingKind::Constraint);
        assert!(seen.insert((one.kind, one.normal.clone())), "twice: {one:?}");
    }
    assert_eq!(found, Extractor::builtin().extract_about(theme, text));
}

/// Pieces that reach every part of the extractor, mixed with what no one expects.
fn piece() -> impl Strategy<Value = String> {
    let said = prop::sample::select(vec![
        "I took her blood",
        "Go",
        "C++",
        "I'm working on a",
        "new project",
        "twenty hours a week",
        "never",
        "my colleague",
        "want to become",
        "years of",
        "debts",
        ".",
        ",",
        "\n",
        "—",
        "but",
        "and",
        "i",
        "🙂",
        "字字字",
        "👩‍🚀",
        "e\u{301}",
        "ﬁ",
        "\u{0}",
        "\u{200b}",
        "Ｇｏ",
        "’",
        "'s",
        "-",
        "...",
        "a project to",
        "hours",
        "no",
        "the",
        "one hundred",
        "ß",
        "İ",
        "\u{202e}",
        "as a nurse",
    ]);
    prop_oneof![4 => said.prop_map(str::to_owned), 1 => any::<String>()]
}

proptest! {
    #[test]
    fn every_quote_is_in_the_text_word_for_word(text in any::<String>()) {
        sound(&text);
    }

    #[test]
    fn no_mixture_of_words_and_signs_breaks_it(pieces in prop::collection::vec(piece(), 0..40), glue in prop::sample::select(vec!["", " ", ", "])) {
        let text = pieces.join(glue);
        sound(&text);
        for topic in [Topic::Dependants, Topic::WeeklyHours, Topic::Other] {
            let said = facts(&text, topic);
            prop_assert!(said.dependants.is_none_or(|count| count <= 50));
            prop_assert!(said.weekly_hours.is_none_or(|hours| (0.0..=168.0).contains(&hours)));
        }
    }
}

#[test]
fn the_largest_message_is_read_whatever_it_is() {
    let limit = protocol::MESSAGE_TEXT_LIMIT;
    for piece in ["I took her blood and ran the kitchen, ", "a", "字", "🙂", "\u{301}", "go "] {
        sound_about(Theme::Skill, &piece.repeat(limit / piece.len()));
    }
}

#[test]
fn ids_depend_on_message_place_kind_and_name_only() {
    let text = "I took her blood. I ran the kitchen.";
    let found = Extractor::builtin().extract(text);
    let message = MessageId(Uuid::from_u128(1));
    let ids: Vec<_> = found.iter().map(|one| finding_id(message, one)).collect();
    let again: Vec<_> =
        Extractor::builtin().extract(text).iter().map(|one| finding_id(message, one)).collect();
    assert_eq!(ids, again);
    assert_ne!(ids[0], ids[1]);
    assert_ne!(ids[0], finding_id(MessageId(Uuid::from_u128(2)), &found[0]));
    let mut surer = found[0].clone();
    surer.probability = 0.99;
    assert_eq!(ids[0], finding_id(message, &surer));
}

#[test]
fn a_finding_starts_undecided_with_its_quote() {
    let found = Extractor::builtin().extract("I took her blood.").remove(0);
    let (session, message) = (SessionId(Uuid::from_u128(3)), MessageId(Uuid::from_u128(4)));
    let at = Timestamp::UNIX_EPOCH;
    let finding = to_finding(found.clone(), session, message, FindingTarget::Direction, at);
    assert_eq!(finding.id, finding_id(message, &found));
    assert_eq!((finding.version, finding.decision), (1, Decision::Suggested));
    assert_eq!((finding.quote.session_id, finding.quote.message_id), (session, message));
    assert_eq!((finding.quote.start, finding.quote.end), (found.start, found.end));
    assert_eq!(finding.quote.text, "I took her blood");
    assert_eq!((finding.created_at, finding.target), (at, FindingTarget::Direction));
}
