//! Takes the noun phrase that begins at a word: "a new discharge checklist for the ward".

use crate::{
    clauses::person_at,
    english::noun_phrase::{END, INNER, TIME},
    english::{ANYBODY, DETERMINERS, OTHER, OWN, is_past},
    numbers::number_word,
    text::{Gap, Text},
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
        let word = token.lower.as_str();
        let apart = end > index && token.gap > Gap::Joint;
        let pronoun = [OWN, OTHER, ANYBODY].iter().any(|list| list.contains(&word));
        if apart || END.contains(&word) || pronoun {
            break;
        }
        if end > index && is_past(word) && !DETERMINERS.contains(&text.word(end - 1)) {
            break;
        }
        let company = word == "with" && person_at(text, end + 1).is_some();
        if INNER.contains(&word) && (end == index || company || speaks_of_time(text, end + 1)) {
            break;
        }
        end += 1;
    }
    if end - index == LONGEST && goes_on(text, end, within) {
        let cut = (index + 1..end).rev().find(|at| INNER.contains(&text.word(*at)));
        end = cut.unwrap_or(end);
    }
    while end > index && idle(text.word(end - 1)) {
        end -= 1;
    }
    index..end
}

/// Whether the phrase would go on at `end`.
fn goes_on(text: &Text<'_>, end: usize, within: &Range<usize>) -> bool {
    end < within.end
        && !END.contains(&text.word(end))
        && text.tokens.get(end).is_some_and(|token| token.gap <= Gap::Joint)
}

fn idle(word: &str) -> bool {
    INNER.contains(&word) || DETERMINERS.contains(&word) || number_word(word).is_some()
}

/// Whether the words at `index` tell a time: "three months", "the evenings".
fn speaks_of_time(text: &Text<'_>, index: usize) -> bool {
    (index..index + 3)
        .take_while(|at| text.tokens.get(*at).is_some_and(|token| token.gap <= Gap::Joint))
        .take_while(|at| !INNER.contains(&text.word(*at)))
        .any(|at| TIME.contains(&text.word(at)))
        || number_word(text.word(index)).is_some_and(|_| TIME.contains(&text.word(index + 1)))
}

/// The words without a leading determiner.
pub(crate) fn bare(text: &Text<'_>, range: &Range<usize>) -> Range<usize> {
    let mut start = range.start;
    while start < range.end
        && (DETERMINERS.contains(&text.word(start)) || number_word(text.word(start)).is_some())
    {
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
