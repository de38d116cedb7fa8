//! What holds somebody back in their own words, in an answer to a question for it: "Dust. The wood
//! price doubled." Each thing of a list, and otherwise each sentence, in which the lexicon's
//! phrases find nothing.

use crate::{
    asked::Theme,
    found::Found,
    noun_phrase::{bare, title},
    probability::{Weighed, seen},
    reading::Reading,
    scope::scope,
    words::{
        AIMS, ANYBODY, ASIDE_FROM_IT, BODY_AND_MIND, DISTRACTIONS, DOUBTS, DUTIES, MONEY,
        NO_HARDSHIP, OPENERS, OTHER, OVER, OWN, PAST, PERSON, REFUSED, THING, TIME, TOO_LITTLE,
        WELL, WISHES, WORKING_HOURS, Words,
    },
};
use protocol::records::{ConstraintKind, FindingKind};
use std::ops::Range;

/// How heavy one is when nothing more is said, 0 to 1.
const SEVERITY: f64 = 0.5;
/// The longest name in scalar values.
const LONGEST: usize = 60;
/// What each kind is known by, the first that fits.
const KINDS: [(Words, ConstraintKind); 6] = [
    (DISTRACTIONS, ConstraintKind::Distraction),
    (BODY_AND_MIND, ConstraintKind::Health),
    (MONEY, ConstraintKind::Financial),
    (DUTIES, ConstraintKind::Obligation),
    (DOUBTS, ConstraintKind::Doubt),
    (WORKING_HOURS, ConstraintKind::Time),
];

/// All of them; `taken` are the places where the lexicon's phrases stand.
pub(crate) fn hardships(reading: &Reading<'_>, taken: &[Range<usize>]) -> Vec<Weighed> {
    if reading.asked != Theme::Constraint {
        return Vec::new();
    }
    let sentences = reading.text.sentences.iter();
    sentences.flat_map(|sentence| in_sentence(reading, sentence, taken)).collect()
}

fn in_sentence(
    reading: &Reading<'_>,
    sentence: &Range<usize>,
    taken: &[Range<usize>],
) -> Vec<Weighed> {
    let found_in = |range: &Range<usize>| {
        taken.iter().any(|other| other.start < range.end && range.start < other.end)
    };
    if let Some(items) = reading.stretches.all_items(sentence) {
        let several = items.len() > 1;
        let free = items.into_iter().filter(|item| !found_in(item));
        return free.filter_map(|item| named(reading, &item, several)).collect();
    }
    if found_in(sentence) {
        return Vec::new();
    }
    named(reading, sentence, false).into_iter().collect()
}

/// The hardship that `range` names.
fn named(reading: &Reading<'_>, range: &Range<usize>, item: bool) -> Option<Weighed> {
    let text = &reading.text;
    let core = bare(text, range);
    let telling = core
        .clone()
        .any(|index| !text.is(index, NO_HARDSHIP.or(TIME)) && text.word(index).chars().count() > 3);
    let none = text.has(range, REFUSED)
        || text.has(range, OVER)
        || text.has(range, AIMS)
        || text.has(range, WISHES)
        || range.clone().any(|index| text.is(index, WELL.or(ASIDE_FROM_IT)))
        || asks(reading, range);
    if !telling || none {
        return None;
    }
    let is = |lists: Words| range.clone().any(|index| text.is(index, lists));
    let own = is(OWN) || range.clone().any(|index| ["my", "our"].contains(&text.word(index)));
    let kind = KINDS.iter().find(|(words, _)| is(*words)).map(|(_, kind)| *kind);
    let lacks = is(TOO_LITTLE) || scope(reading, &core).negated;
    let name = title(text, &core, LONGEST);
    let found = Found {
        constraint_kind: Some(kind.unwrap_or(ConstraintKind::Environment)),
        level: Some(SEVERITY),
        normal: crate::trie::form(&name).join(" "),
        ..reading.found(FindingKind::Constraint, &name, &core)
    };
    let signs = seen(&[
        (true, "hardship"),
        (item, "hardship.item"),
        (own, "hardship.own"),
        (is(OTHER.or(PERSON)) && !own, "hardship.other"),
        (is(ANYBODY), "hardship.anybody"),
        (text.is(core.start, OTHER.or(THING).or(OPENERS)), "hardship.goes-on"),
        (is(PAST) && own, "hardship.told"),
        (kind.is_some(), "hardship.known"),
        (lacks, "hardship.lacks"),
        (text.sentence_of(range.start) == 0, "hardship.first"),
        (core.len() > 9, "hardship.long"),
        (core.len() == 1, "hardship.word"),
    ]);
    Some(Weighed::new(found, signs))
}

/// Whether the sentence of `range` ends as a question.
fn asks(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    let sentence = crate::scope::sentence(&reading.text, range.start);
    reading.text.tokens.get(sentence.end.saturating_sub(1)).is_some_and(|token| {
        reading.text.source.get(token.bytes.end..).is_some_and(|rest| rest.starts_with('?'))
    })
}
