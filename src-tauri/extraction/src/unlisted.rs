//! Items of a list that the lexicon does not know, in an answer to a question for skills: "Manual
//! therapy, cupping, moxa." Named by their own words, in the area of most of those that are known.

use crate::{
    asked::Theme,
    found::Found,
    level::level,
    noun_phrase::{bare, title},
    probability::{Weighed, seen},
    reading::Reading,
    scope::{Person, scope, sentence},
    signals::signals,
    text::{Gap, Shape, Text},
    words::{ASIDE, ING, NO_ITEM, PEOPLE, VAGUE},
};
use protocol::records::{Category, FindingKind};
use std::{collections::BTreeMap, ops::Range};

/// The most words of an item's name.
const LONGEST: usize = 3;
/// The least letters of a word that says something.
const TELLING: usize = 4;

/// All such items; `known` are the skills that were found, `taken` the places of all that were
/// meant.
pub(crate) fn unlisted(
    reading: &Reading<'_>,
    known: &[Weighed],
    taken: &[Range<usize>],
) -> Vec<Weighed> {
    if reading.asked != Theme::Skill {
        return Vec::new();
    }
    let area = usual_area(known);
    let items = reading.stretches.items();
    items.filter_map(|stretch| item(reading, stretch, area, taken)).collect()
}

/// The area of most of `known`.
fn usual_area(known: &[Weighed]) -> Option<Category> {
    let mut counts: BTreeMap<Category, usize> = BTreeMap::new();
    for area in known.iter().filter_map(|one| one.found.category) {
        *counts.entry(area).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(area, _)| area)
}

fn item(
    reading: &Reading<'_>,
    stretch: &Range<usize>,
    area: Option<Category>,
    taken: &[Range<usize>],
) -> Option<Weighed> {
    let text = &reading.text;
    let range = bare(text, stretch);
    let range = range.start..until_aside(text, &range);
    // `taken` is in the order of the text, and a phrase is never longer than sixteen words.
    let from = taken.partition_point(|other| other.start + 16 < range.start);
    let mut near = taken[from..].iter().take_while(|other| other.start < range.end);
    // "Three counties", "every winter": what is counted is no skill.
    let counted = text.number(stretch.start).is_some()
        || ["every", "each"].contains(&text.word(stretch.start));
    if counted || near.any(|other| range.start < other.end) || !named(text, &range) {
        return None;
    }
    let scope = scope(reading, &range);
    if scope.negated || scope.wished || scope.long_past || scope.person == Person::Other {
        return None;
    }
    let signals = signals(reading, &range, scope);
    let name = title(text, &range, 40);
    let found = Found {
        category: Some(area.unwrap_or(Category::DomainKnowledge)),
        normal: reading.lexicon.normal(&name),
        level: Some(level(&signals, false)),
        ..reading.found(FindingKind::Skill, &name, &range)
    };
    let sentence = sentence(text, range.start);
    let signs = seen(&[
        (true, "item"),
        (area.is_some(), "item.among-known"),
        (capital(text, &range), "item.capital"),
        (text.is(range.end - 1, ING), "item.activity"),
        (range.len() > 1, "item.long"),
        (stretch.start > 0, "item.later"),
        (range.len() == 1 && text.word(range.start).ends_with('s'), "item.plural"),
        (reading.what, "item.what"),
        (reading.stretches.all_items(&sentence).is_none(), "item.in-statement"),
        (sentence == *stretch, "item.alone"),
    ]);
    Some(Weighed::new(found, signs))
}

/// Where an aside begins: "catalogue essays for …".
fn until_aside(text: &Text<'_>, range: &Range<usize>) -> usize {
    range.clone().skip(1).find(|index| text.is(*index, ASIDE)).unwrap_or(range.end)
}

/// Whether the words in `range` can name a skill.
fn named(text: &Text<'_>, range: &Range<usize>) -> bool {
    let vague = range.clone().any(|index| {
        text.is(index, VAGUE.or(NO_ITEM).or(PEOPLE))
            || text.word(index).len() > 5 && text.word(index).ends_with("ly")
            || text.word(index).chars().any(|letter| letter.is_ascii_digit())
    });
    let telling = range.clone().any(|index| {
        text.word(index).chars().count() >= TELLING
            || text.tokens.get(index).is_some_and(|token| token.shape == Shape::Upper)
    });
    telling && !vague && range.len() <= LONGEST
}

/// Whether the first word is written as a name where a common word would not be.
fn capital(text: &Text<'_>, range: &Range<usize>) -> bool {
    text.tokens.get(range.start).is_some_and(|token| {
        token.shape == Shape::Upper || token.shape == Shape::Capital && token.gap != Gap::Stop
    })
}
