//! Directions: where the speaker says they want to go.

use crate::{
    found::Found,
    noun_phrase::title,
    probability::{Weighed, seen},
    reading::Reading,
    scope::{contains_any, scope, sentence},
    text::Gap,
};
use protocol::records::FindingKind;
use std::ops::Range;

/// What leads to it, as runs of words; a verb follows.
const LEADS: &[&[&str]] = &[
    &["i", "want", "to"],
    &["we", "want", "to"],
    &["i", "really", "want", "to"],
    &["i'd", "like", "to"],
    &["i'd", "really", "like", "to"],
    &["i'd", "love", "to"],
    &["i", "would", "like", "to"],
    &["i", "would", "love", "to"],
    &["i'd", "like", "us", "to"],
    &["i'd", "want", "to"],
    &["i", "hope", "to"],
    &["i'm", "hoping", "to"],
    &["i'm", "aiming", "to"],
    &["i", "aim", "to"],
    &["i", "plan", "to"],
    &["i'm", "planning", "to"],
    &["goal", "is", "to"],
    &["dream", "is", "to"],
    &["dream", "would", "be", "to"],
    &["plan", "is", "to"],
    &["aim", "is", "to"],
    &["i", "see", "myself"],
    &["i", "dream", "of"],
    &["i'm", "dreaming", "of"],
    &["i", "want", "is", "to"],
];
/// Words between the lead and the verb.
const SKIPPED: &[&str] = &[
    "eventually",
    "really",
    "just",
    "still",
    "one",
    "day",
    "someday",
    "maybe",
    "then",
    "also",
    "finally",
];
/// Verbs that tell a direction by themselves.
const TELLING: &[&str] = &[
    "become",
    "becoming",
    "be",
    "being",
    "move",
    "moving",
    "open",
    "opening",
    "start",
    "starting",
    "run",
    "running",
    "set",
    "setting",
    "teach",
    "teaching",
    "retire",
    "specialise",
    "specialize",
    "train",
    "study",
    "own",
    "owning",
    "lead",
    "leading",
    "qualify",
    "switch",
    "build",
    "work",
    "working",
    "leave",
    "write",
    "earn",
    "manage",
    "managing",
    "retrain",
    "found",
    "launch",
    "turn",
    "grow",
    "buy",
];
/// Verbs that need more.
const FAINT: &[&str] = &[
    "have", "stay", "keep", "having", "do", "doing", "get", "getting", "go", "take", "make",
    "learn", "spend", "stop", "cut", "finish", "doing",
];
/// What looks far ahead.
const AHEAD: &[&[&str]] = &[
    &["in", "five", "years"],
    &["in", "ten", "years"],
    &["in", "three", "years"],
    &["one", "day"],
    &["eventually"],
    &["long", "term"],
    &["someday"],
    &["my", "own"],
    &["in", "the", "future"],
    &["next", "year"],
    &["in", "two", "years"],
    &["full", "time"],
    &["for", "myself"],
    &["in", "a", "few", "years"],
];
/// What begins the next thought.
const ENDS: &[&str] =
    &["because", "but", "so", "if", "when", "which", "although", "though", "while", "cos", "where"];
/// Words that end no direction.
const IDLE: &[&str] = &[
    "and",
    "or",
    "to",
    "the",
    "a",
    "of",
    "in",
    "with",
    "for",
    "my",
    "instead",
    "one",
    "day",
    "someday",
    "eventually",
    "soon",
    "really",
    "maybe",
    "too",
    "though",
];
/// The longest direction in words.
const LONGEST: usize = 16;

/// All directions found, at most one in a sentence.
pub(crate) fn directions(reading: &Reading<'_>) -> Vec<Weighed> {
    reading.text.sentences.iter().filter_map(|range| direction(reading, range)).collect()
}

fn direction(reading: &Reading<'_>, within: &Range<usize>) -> Option<Weighed> {
    within
        .clone()
        .filter_map(|index| at(reading, index))
        .max_by(|a, b| a.found.probability.total_cmp(&b.found.probability))
}

fn at(reading: &Reading<'_>, index: usize) -> Option<Weighed> {
    let text = &reading.text;
    let lead = LEADS
        .iter()
        .filter(|run| {
            run.iter().enumerate().all(|(offset, word)| text.word(index + offset) == *word)
        })
        .max_by_key(|run| run.len())?;
    let mut start = index + lead.len();
    while SKIPPED.contains(&text.word(start)) {
        start += 1;
    }
    let verb = text.word(start);
    let telling = TELLING.contains(&verb);
    if !telling && !FAINT.contains(&verb) {
        return None;
    }
    let sentence = sentence(text, index);
    let range = start..end(reading, start, sentence.end);
    if range.len() < 2 || scope(reading, &(index..index + 1)).negated {
        return None;
    }
    let ahead = contains_any(text, &sentence, AHEAD);
    let name = title(text, &range, 80);
    let normal = crate::trie::form(&name).join(" ");
    let core = index..range.end;
    let found = Found { normal, ..reading.found(FindingKind::Direction, &name, &core) };
    let signs = seen(&[
        (true, "direction"),
        (telling, "direction.telling"),
        (!telling, "direction.faint"),
        (ahead && verb != "learn", "direction.ahead"),
    ]);
    Some(Weighed::new(found, signs))
}

fn end(reading: &Reading<'_>, start: usize, limit: usize) -> usize {
    let text = &reading.text;
    let stop = |index: &usize| {
        text.tokens.get(*index).is_none_or(|token| {
            token.gap >= Gap::Comma || ENDS.contains(&token.lower.as_str()) && *index > start + 1
        })
    };
    let end =
        (start + 1..limit.min(start + LONGEST)).find(stop).unwrap_or(limit.min(start + LONGEST));
    let mut last = end;
    while last > start + 1 && IDLE.contains(&text.word(last - 1)) {
        last -= 1;
    }
    last
}
