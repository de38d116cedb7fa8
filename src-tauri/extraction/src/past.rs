//! Tells what is long past: more than about ten years ago and not done since.

use crate::{
    numbers::number_at,
    text::{Gap, Text},
    words::{
        AT_AGE, HABITS, IN_YEAR, LONG_PAST, NEGATION, PAST, SCHOOL_DAYS, SPANS, STILL, USED_TO,
    },
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
    let told = text.has(within, LONG_PAST)
        || years_ago(text, within)
        || in_year(text, within)
        || at_age(text, within)
        || text.has(within, SCHOOL_DAYS) && within.clone().any(|index| text.is(index, PAST));
    told && !goes_on(text, within)
}

/// "I still do", "since 2003", "and I play every day", but not "never since".
fn goes_on(text: &Text<'_>, within: &Range<usize>) -> bool {
    let denied = within.clone().any(|index| text.is(index, NEGATION));
    let habit = || text.runs(within, HABITS).any(|run| is_present(text, within, &run));
    !denied && (text.has(within, STILL) || habit())
}

/// Whether nothing around `run`, between commas and "and", is told in the past or of it.
fn is_present(text: &Text<'_>, within: &Range<usize>, run: &Range<usize>) -> bool {
    let begins = |at: &usize| {
        text.tokens.get(*at).is_some_and(|token| token.gap >= Gap::Comma)
            || ["and", "but"].contains(&text.word(*at))
    };
    let start = (within.start..=run.start).rev().find(begins).unwrap_or(within.start);
    let around = start..(run.end..within.end).find(begins).unwrap_or(within.end);
    let past =
        |at: usize| text.is(at, PAST) || ["would", "could", "i'd", "we'd"].contains(&text.word(at));
    let ago = [LONG_PAST, AT_AGE, USED_TO].into_iter().any(|lists| text.has(&around, lists));
    !ago && !around.into_iter().any(past)
}

/// "Fifteen years ago", "years ago", but not "two years ago".
fn years_ago(text: &Text<'_>, within: &Range<usize>) -> bool {
    within.clone().filter(|index| text.is(*index, SPANS)).any(|index| {
        let span = if text.word(index).starts_with("decade") { 10.0 } else { 1.0 };
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
        let Some(number) = text.number(index) else { return false };
        let word = text.word(index);
        if !word.chars().all(|letter| letter.is_ascii_digit()) {
            return false;
        }
        let year = match word.len() {
            4 => number,
            2 if number >= 50.0 => 1900.0 + number,
            _ => return false,
        };
        (FIRST_YEAR..=LAST_YEAR).contains(&year) && text.is(index - 1, IN_YEAR)
    })
}

/// "When I was nineteen".
fn at_age(text: &Text<'_>, within: &Range<usize>) -> bool {
    text.runs(within, AT_AGE).any(|run| {
        let age = (run.end..run.end + 2).find_map(|at| number_at(text, at));
        age.is_some_and(|(age, _)| (3.0..=25.0).contains(&age))
    })
}
