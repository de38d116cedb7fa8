//! Takes the noun phrase that begins at a word: "a new discharge checklist for the ward".

use crate::{
    clauses::person_at,
    text::{Gap, Text},
    words::{ANYBODY, DETERMINERS, OTHER, OWN, PAST, PHRASE_END, PHRASE_INNER, TIME},
};
use std::ops::Range;

/// The most words taken.
const LONGEST: usize = 10;

/// The words of the noun phrase that begins at `index`, with its determiner; empty when what
/// stands there is not one.
pub(crate) fn noun_phrase(text: &Text<'_>, index: usize, within: &Range<usize>) -> Range<usize> {
    let mut end = index;
    while end < within.end && end - index < LONGEST {
        let Some(token) = text.tokens.get(end) else { break };
        let apart = end > index && token.gap > Gap::Joint;
        let ends = token.words.meets(PHRASE_END.or(OWN).or(OTHER).or(ANYBODY));
        if apart || ends || token.lower.ends_with("n't") {
            break;
        }
        if end > index && token.words.meets(PAST) && !text.is(end - 1, DETERMINERS) {
            break;
        }
        let company = token.lower == "with" && person_at(text, end + 1).is_some();
        if token.words.meets(PHRASE_INNER)
            && (end == index || company || speaks_of_time(text, end + 1))
        {
            break;
        }
        end += 1;
    }
    if end - index == LONGEST && goes_on(text, end, within) {
        let cut = (index + 1..end).rev().find(|at| text.is(*at, PHRASE_INNER));
        end = cut.unwrap_or(end);
    }
    while end > index && idle(text, end - 1) {
        end -= 1;
    }
    index..end
}

/// Whether the phrase would go on at `end`.
fn goes_on(text: &Text<'_>, end: usize, within: &Range<usize>) -> bool {
    end < within.end
        && !text.is(end, PHRASE_END)
        && text.tokens.get(end).is_some_and(|token| token.gap <= Gap::Joint)
}

fn idle(text: &Text<'_>, index: usize) -> bool {
    text.is(index, PHRASE_INNER.or(DETERMINERS)) || text.number(index).is_some()
}

/// Whether the words at `index` tell a time: "three months", "the evenings".
fn speaks_of_time(text: &Text<'_>, index: usize) -> bool {
    (index..index + 3)
        .take_while(|at| text.tokens.get(*at).is_some_and(|token| token.gap <= Gap::Joint))
        .take_while(|at| !text.is(*at, PHRASE_INNER))
        .any(|at| text.is(at, TIME))
        || text.number(index).is_some() && text.is(index + 1, TIME)
}

/// The words without a leading determiner.
pub(crate) fn bare(text: &Text<'_>, range: &Range<usize>) -> Range<usize> {
    let mut start = range.start;
    while start < range.end && (text.is(start, DETERMINERS) || text.number(start).is_some()) {
        start += 1;
    }
    start..range.end
}

/// As a title: the words as they were written, the first letter large, at most `most` scalar
/// values, cut at a word's end.
pub(crate) fn title(text: &Text<'_>, range: &Range<usize>, most: usize) -> String {
    let mut end = range.end;
    let length = |end: usize| match (text.tokens.get(range.start), text.tokens.get(end - 1)) {
        (Some(first), Some(last)) => last.end - first.start,
        _ => 0,
    };
    while end > range.start + 1 && length(end) > most {
        end -= 1;
    }
    let written: String =
        text.slice(&(range.start..end)).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = written.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => written,
    }
}
