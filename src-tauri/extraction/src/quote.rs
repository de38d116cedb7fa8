//! Chooses the words to quote around a place: the clause it stands in, or as much of it as a
//! reader takes in at a glance.

use crate::{
    clauses::Clauses,
    scope::sentence,
    text::{Gap, Text},
    words::{LEADING, RELATIVE, TRAILING},
};
use std::ops::Range;

/// The longest quote, in scalar values, unless one word is longer.
const LONGEST: usize = 120;
/// The fewest words that say something by themselves.
const FEWEST: usize = 5;

/// The words to quote for what stands in `core`; always includes `core`.
pub(crate) fn quote(text: &Text<'_>, clauses: &Clauses, core: &Range<usize>) -> Range<usize> {
    let sentence = sentence(text, core.start);
    let sentence = sentence.start.min(core.start)..sentence.end.max(core.end);
    let first = clauses.number(core.start);
    let last = clauses.around(core.end.saturating_sub(1));
    let start = clauses.range(first).start.max(sentence.start).min(core.start);
    let mut clause = trimmed(text, start..last.end.max(core.end), core);
    if text.is(clause.start, RELATIVE) && clause.start > sentence.start {
        let before = clauses.range(first.saturating_sub(1)).start.max(sentence.start);
        let joined = trimmed(text, before.min(clause.start)..clause.end, core);
        clause = if fits(text, &joined) { joined } else { clause };
    }
    if clause.len() < FEWEST {
        let whole = trimmed(text, sentence.clone(), core);
        if fits(text, &whole) {
            return whole;
        }
        return trimmed(text, widened(text, clause, &sentence), core);
    }
    if fits(text, &clause) {
        return clause;
    }
    trimmed(text, widened(text, core.clone(), &clause), core)
}

/// The stretch between commas around `core` with as many of its neighbours as fit, those before
/// first; single words only where not even that stretch fits.
fn widened(text: &Text<'_>, core: Range<usize>, within: &Range<usize>) -> Range<usize> {
    let own = Range {
        start: (within.start..=core.start).rev().find(|index| comma_at(text, *index)),
        end: (core.end..within.end).find(|index| comma_at(text, *index)),
    };
    let mut range = own.start.unwrap_or(within.start)..own.end.unwrap_or(within.end);
    if !fits(text, &range) {
        return grown(text, core, within);
    }
    let mut before = true;
    let mut after = true;
    while before || after {
        let longer = comma_before(text, range.start, within)..range.end;
        before = before && longer.start < range.start && fits(text, &longer);
        if before {
            range = longer;
            continue;
        }
        let longer = range.start..comma_after(text, range.end, within);
        after = after && longer.end > range.end && fits(text, &longer);
        if after {
            range = longer;
        }
    }
    range
}

fn comma_at(text: &Text<'_>, index: usize) -> bool {
    text.tokens.get(index).is_some_and(|token| token.gap >= Gap::Comma)
}

fn comma_before(text: &Text<'_>, start: usize, within: &Range<usize>) -> usize {
    (within.start..start).rev().find(|index| comma_at(text, *index)).unwrap_or(within.start)
}

fn comma_after(text: &Text<'_>, end: usize, within: &Range<usize>) -> usize {
    (end + 1..within.end).find(|index| comma_at(text, *index)).unwrap_or(within.end)
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
    while start < core.start && text.is(start, LEADING) {
        start += 1;
    }
    while end > core.end && text.is(end - 1, TRAILING) {
        end -= 1;
    }
    start..end
}
