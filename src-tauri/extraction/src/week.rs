//! How many hours a week the person works, and not somebody else.

use crate::{
    clauses::person_at,
    english::facts::{CONTRACTS, NOT_NOW, WORKING},
    facts::Topic,
    numbers::number_at,
    text::{Gap, Text},
    words::{NEGATION, OTHER, OWN},
};

/// The words of the stretch around `index` up to it: back to a comma, "but" or the sentence's begin.
fn stretch(text: &Text<'_>, index: usize) -> std::ops::Range<usize> {
    let sentence = text.sentences.get(text.sentence_of(index)).map_or(0, |range| range.start);
    let begins = |at: &usize| {
        text.tokens.get(*at).is_some_and(|token| token.gap >= Gap::Comma) || text.word(*at) == "but"
    };
    (sentence..=index).rev().find(begins).unwrap_or(sentence)..index
}

/// Whether the hours at `index` are somebody else's: the last one named before them is.
fn of_others(text: &Text<'_>, index: usize) -> bool {
    let before = stretch(text, index);
    if before.clone().any(|at| text.word(at) == "open") {
        return true;
    }
    let last = before.rev().find_map(|at| {
        if text.is(at, OWN) {
            return Some(false);
        }
        let anybody = ["who", "people", "everyone", "everybody"].contains(&text.word(at));
        (anybody || text.is(at, OTHER) || person_at(text, at).is_some()).then_some(true)
    });
    last.unwrap_or(false)
}

/// Whether the hours at `index` are said of the speaker's own work as it is now: "I work", "my
/// week is".
fn of_own_work(text: &Text<'_>, index: usize) -> bool {
    let before = stretch(text, index);
    let says = before.clone().any(|at| {
        let speaker = ["i", "i'm", "i've", "im"].contains(&text.word(at));
        let works = (at + 1..index.min(at + 9)).any(|next| WORKING.contains(&text.word(next)));
        let contract = text.word(at) == "my" && CONTRACTS.contains(&text.word(at + 1));
        let estimate =
            text.word(at) == "i'd" && ["say", "reckon", "guess"].contains(&text.word(at + 1));
        speaker && works || contract || estimate
    });
    let otherwise =
        before.clone().any(|at| text.is(at, NEGATION) || NOT_NOW.contains(&text.word(at)));
    says && !otherwise && !of_others(text, index)
}

/// The hours a week in `text`, an answer to a question about `topic`. Unasked, only what the speaker
/// says of their own present work counts.
pub(crate) fn weekly_hours(text: &Text<'_>, topic: Topic) -> Option<f64> {
    let asked = topic == Topic::WeeklyHours;
    let own =
        |index: &usize| if asked { !of_others(text, *index) } else { of_own_work(text, *index) };
    let said = (0..text.tokens.len()).filter(own).find_map(|index| said_at(text, index, asked));
    let said = said.or_else(|| if asked { plain_or_full_time(text) } else { None });
    said.filter(|hours| (0.0..=168.0).contains(hours))
}

/// "Forty-five hours a week", "three twelve-hour shifts", "nine hours a day, five days".
fn said_at(text: &Text<'_>, index: usize, asked: bool) -> Option<f64> {
    let (first, length) = number_at(text, index)?;
    let (value, unit) = range_at(text, first, index + length);
    if !["hours", "hour", "hrs", "h"].contains(&text.word(unit)) {
        return None;
    }
    if text.word(unit + 1).starts_with("shift") || text.word(unit + 1).starts_with("day") {
        let before =
            index.checked_sub(1).and_then(|at| number_at(text, at)).map(|(count, _)| count);
        let shifts = before.or_else(|| shifts_after(text, unit + 2))?;
        return (shifts <= 7.0).then_some(value * shifts);
    }
    let each = (unit + 1..unit + 4)
        .find(|at| ["week", "weekly", "day", "daily", "month", "wk"].contains(&text.word(*at)));
    match each.map(|at| text.word(at)) {
        Some("week" | "weekly" | "wk") => Some(value),
        Some("day" | "daily") => Some(value * days(text, unit).unwrap_or(5.0)),
        Some("month") => Some(value / 4.3),
        _ if asked => Some(value),
        _ => None,
    }
}

/// "Forty to fifty", "40-50": the middle, and where the words after it begin.
fn range_at(text: &Text<'_>, first: f64, after: usize) -> (f64, usize) {
    let joined = ["to", "or", "and"].contains(&text.word(after));
    let next = after + usize::from(joined);
    let tight = text.tokens.get(after).is_some_and(|token| token.gap == Gap::Joint);
    match number_at(text, next) {
        Some((second, length)) if (joined || tight) && second > first => {
            (f64::midpoint(first, second), next + length)
        }
        _ => (first, after),
    }
}

fn shifts_after(text: &Text<'_>, from: usize) -> Option<f64> {
    (from..from + 4).find_map(|at| number_at(text, at)).map(|(count, _)| count)
}

fn days(text: &Text<'_>, from: usize) -> Option<f64> {
    (from..(from + 12).min(text.tokens.len())).find_map(|at| {
        let (count, length) = number_at(text, at)?;
        (text.word(at + length).starts_with("day") && count <= 7.0).then_some(count)
    })
}

fn plain_or_full_time(text: &Text<'_>) -> Option<f64> {
    let own = (0..text.tokens.len()).filter(|index| !of_others(text, *index));
    let bare = own.into_iter().find_map(|index| {
        let (first, length) = number_at(text, index)?;
        let (value, after) = range_at(text, first, index + length);
        let other = ["years", "year", "days", "kids", "children", "people", "shifts"];
        (value >= 4.0 && !other.contains(&text.word(after))).then_some(value)
    });
    bare.or_else(|| {
        (0..text.tokens.len()).find_map(|index| {
            (text.word(index) == "full" && text.word(index + 1) == "time").then_some(40.0)
        })
    })
}
