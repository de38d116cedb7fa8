//! Tells what is long past: more than about ten years ago and not done since.

use crate::{
    english::past::IN_YEAR,
    english::{LONG_PAST, NEGATION, SCHOOL_DAYS, STILL, is_past},
    numbers::{number_at, number_word},
    scope::{contains_any, find_run},
    text::Text,
};
use std::ops::Range;

/// More years than these are long.
const LONG: f64 = 10.0;
/// The last year that is long past. To be moved on with the lexicon.
const LAST_YEAR: f64 = 2014.0;
/// No year before this one is meant.
const FIRST_YEAR: f64 = 1930.0;

/// Whether the sentence `within` speaks of what is long past.
pub(crate) fn long_past(text: &Text<'_>, within: &Range<usize>) -> bool {
    let told = contains_any(text, within, LONG_PAST)
        || years_ago(text, within)
        || in_year(text, within)
        || at_age(text, within)
        || contains_any(text, within, SCHOOL_DAYS)
            && within.clone().any(|index| is_past(text.word(index)));
    told && !goes_on(text, within)
}

/// "I still do", "since 2003", but not "never since".
fn goes_on(text: &Text<'_>, within: &Range<usize>) -> bool {
    let denied = within.clone().any(|index| NEGATION.contains(&text.word(index)));
    contains_any(text, within, STILL) && !denied
}

/// "Fifteen years ago", "years ago", but not "two years ago".
fn years_ago(text: &Text<'_>, within: &Range<usize>) -> bool {
    let spans = |unit: &str| match unit {
        "year" | "years" | "yrs" => Some(1.0),
        "decade" | "decades" => Some(10.0),
        _ => None,
    };
    within.clone().any(|index| {
        let Some(span) = spans(text.word(index)) else { return false };
        let ago = (index + 1..index + 3).any(|at| ["ago", "back"].contains(&text.word(at)));
        let count = (index.saturating_sub(2)..index).find_map(|at| {
            let (count, length) = number_at(text, at)?;
            (at + length == index).then_some(count)
        });
        let few = ["couple", "few"];
        let vague = (index.saturating_sub(3)..index).any(|at| few.contains(&text.word(at)));
        ago && count.map_or(!vague, |count| count * span > LONG)
    })
}

/// "In 2003", "until '99", but not "since 2003".
fn in_year(text: &Text<'_>, within: &Range<usize>) -> bool {
    within.clone().skip(1).any(|index| {
        let word = text.word(index);
        if !word.chars().all(|letter| letter.is_ascii_digit()) {
            return false;
        }
        let year = match (word.len(), number_word(word)) {
            (4, Some(year)) => year,
            (2, Some(year)) if year >= 50.0 => 1900.0 + year,
            _ => return false,
        };
        (FIRST_YEAR..=LAST_YEAR).contains(&year) && IN_YEAR.contains(&text.word(index - 1))
    })
}

/// "When I was nineteen".
fn at_age(text: &Text<'_>, within: &Range<usize>) -> bool {
    [&["when", "i", "was"][..], &["until", "i", "was"]].iter().any(|run| {
        find_run(text, within, run).is_some_and(|start| {
            let age = (start + 3..start + 5).find_map(|at| number_at(text, at));
            age.is_some_and(|(age, _)| (3.0..=25.0).contains(&age))
        })
    })
}
