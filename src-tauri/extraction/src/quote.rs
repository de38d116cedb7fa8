//! Chooses the words to quote around a place: the clause it stands in, or as much of it as a
//! reader takes in at a glance.

use crate::{
    clauses::Clauses,
    scope::sentence,
    text::{Gap, Text},
};
use std::ops::Range;

/// The longest quote, in scalar values, unless one word is longer.
const LONGEST: usize = 120;
/// The fewest words that say something by themselves.
const FEWEST: usize = 5;
/// Words that a quote does not begin with.
const LEADING: &[&str] = &[
    "and", "but", "so", "because", "cos", "then", "well", "or", "also", "plus", "yeah", "um", "erm",
];
/// Words that a quote does not end with.
const TRAILING: &[&str] =
    &["and", "or", "but", "so", "the", "a", "an", "to", "because", "with", "my"];

/// The words to quote for what stands in `core`; always includes `core`.
pub(crate) fn quote(text: &Text<'_>, clauses: &Clauses, core: &Range<usize>) -> Range<usize> {
    let sentence = sentence(text, core.start);
    let sentence = sentence.start.min(core.start)..sentence.end.max(core.end);
    let first = clauses.around(core.start);
    let last = clauses.around(core.end.saturating_sub(1));
    let clause = trimmed(text, first.start.max(sentence.start)..last.end.max(core.end), core);
    if clause.len() < FEWEST {
        let whole = trimmed(text, sentence.clone(), core);
        if fits(text, &whole) {
            return whole;
        }
        return trimmed(text, grown(text, clause, &sentence), core);
    }
    if fits(text, &clause) {
        return clause;
    }
    trimmed(text, grown(text, segment(text, core, &clause), &clause), core)
}

fn length(text: &Text<'_>, range: &Range<usize>) -> usize {
    match (text.tokens.get(range.start), text.tokens.get(range.end.saturating_sub(1))) {
        (Some(first), Some(last)) => last.end.saturating_sub(first.start),
        _ => 0,
    }
}

fn fits(text: &Text<'_>, range: &Range<usize>) -> bool {
    length(text, range) <= LONGEST
}

/// The stretch between commas around `core` if it fits, else `core`.
fn segment(text: &Text<'_>, core: &Range<usize>, within: &Range<usize>) -> Range<usize> {
    let comma =
        |index: &usize| text.tokens.get(*index).is_some_and(|token| token.gap >= Gap::Comma);
    let start = (within.start + 1..=core.start).rev().find(comma).unwrap_or(within.start);
    let end = (core.end..within.end).find(comma).unwrap_or(within.end);
    let segment = start..end;
    if fits(text, &segment) { segment } else { core.clone() }
}

/// Adds words on both sides while they fit; those before first, as they name who acts.
fn grown(text: &Text<'_>, core: Range<usize>, within: &Range<usize>) -> Range<usize> {
    let mut range = core;
    for _ in 0..8 {
        let longer = range.start.saturating_sub(1)..range.end;
        if range.start > within.start && fits(text, &longer) {
            range = longer;
        }
    }
    while range.end < within.end && fits(text, &(range.start..range.end + 1)) {
        range.end += 1;
    }
    while range.start > within.start && fits(text, &(range.start - 1..range.end)) {
        range.start -= 1;
    }
    range
}

fn trimmed(text: &Text<'_>, range: Range<usize>, core: &Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (range.start, range.end);
    while start < core.start && LEADING.contains(&text.word(start)) {
        start += 1;
    }
    while end > core.end && TRAILING.contains(&text.word(end - 1)) {
        end -= 1;
    }
    start..end
}
