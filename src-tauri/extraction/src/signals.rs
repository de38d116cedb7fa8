//! The signs around a place that speak for or against a finding and for its level.

use crate::{
    numbers::number_at,
    reading::Reading,
    scope::{Person, Scope, contains_any, sentence},
    words::{HEDGES, OWN, RESULTS, SENIOR, STRONG, is_past},
};
use std::ops::Range;

/// What was seen around a place.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent sign")]
pub(crate) struct Signals {
    /// The speaker says "I" or "we".
    pub(crate) own: bool,
    /// "You" for anybody.
    pub(crate) anybody: bool,
    /// A past deed of the speaker's.
    pub(crate) deed: bool,
    /// A deed with its outcome.
    pub(crate) story: bool,
    /// An outcome or a number in the same sentence.
    pub(crate) result: bool,
    /// "A bit", "learning".
    pub(crate) hedged: bool,
    /// "Expert", "every day".
    pub(crate) strong: bool,
    /// "Senior", "trained others".
    pub(crate) senior: bool,
    /// Long ago.
    pub(crate) long_past: bool,
    /// For how many years.
    pub(crate) years: Option<f64>,
    /// How many hours a week.
    pub(crate) hours: Option<f64>,
}

/// Reads the signs around `range`.
pub(crate) fn signals(reading: &Reading<'_>, range: &Range<usize>, scope: &Scope) -> Signals {
    let text = &reading.text;
    let sentence_range = sentence(text, range.start);
    let clause = reading.clauses.around(range.start);
    let own = scope.person == Person::Own;
    let deed = scope.person != Person::Other
        && (own_deed(reading, &clause) || own_deed(reading, &sentence_range));
    let result = outcome(reading, &sentence_range);
    let number = text.sentence_of(range.start);
    let near = number.saturating_sub(1)..(number + 3).min(text.sentences.len());
    let near_result = text.sentences[near].iter().any(|other| outcome(reading, other));
    Signals {
        own,
        anybody: scope.person == Person::Anybody,
        deed,
        story: deed && near_result && text.tokens.len() >= 12,
        result,
        hedged: contains_any(text, &clause, HEDGES),
        strong: contains_any(text, &sentence_range, STRONG),
        senior: clause.clone().any(|index| SENIOR.contains(&text.word(index))),
        long_past: scope.long_past,
        years: years(reading, &sentence_range),
        hours: hours(reading, &clause),
    }
}

/// Whether the speaker did something in `within`: "I" and soon after a verb in the past.
fn own_deed(reading: &Reading<'_>, within: &Range<usize>) -> bool {
    within.clone().filter(|index| OWN.contains(&reading.text.word(*index))).any(|index| {
        (index + 1..within.end.min(index + 5)).any(|after| is_past(reading.text.word(after)))
    })
}

fn outcome(reading: &Reading<'_>, within: &Range<usize>) -> bool {
    contains_any(&reading.text, within, RESULTS)
        || within.clone().any(|index| reading.text.word(index).ends_with('%'))
}

/// "Twelve years", but not "twelve years old" or "ago".
pub(crate) fn years(reading: &Reading<'_>, within: &Range<usize>) -> Option<f64> {
    let text = &reading.text;
    within.clone().find_map(|index| {
        let (value, length) = number_at(text, index)?;
        let odd = usize::from(["odd", "plus", "good"].contains(&text.word(index + length)));
        let unit = index + length + odd;
        let counted = ["years", "year", "yrs"].contains(&text.word(unit));
        let other = ["ago", "old", "back", "later", "olds", "group"].contains(&text.word(unit + 1));
        (counted && !other && value <= 70.0).then_some(value)
    })
}

/// "About ten hours a week" in `within`, as hours in one week; 0 to 168.
pub(crate) fn hours(reading: &Reading<'_>, within: &Range<usize>) -> Option<f64> {
    let text = &reading.text;
    within.clone().find_map(|index| {
        let (value, length) = number_at(text, index)?;
        let (value, length) = upper_end(reading, index + length)
            .map_or((value, length), |(upper, more)| (f64::midpoint(value, upper), length + more));
        let unit = index + length;
        if !["hours", "hour", "hrs", "h"].contains(&text.word(unit)) {
            return None;
        }
        let each = unit
            + 1
            + usize::from(["a", "per", "each", "every", "in"].contains(&text.word(unit + 1)));
        let each = each + usize::from(["a", "the"].contains(&text.word(each)));
        let total = match text.word(each) {
            "week" | "weekly" => value,
            "day" => value * 5.0,
            "weekend" => value,
            "month" => value / 4.3,
            _ => return None,
        };
        (0.0..=168.0).contains(&total).then_some(total)
    })
}

/// "… to ten", "… or ten" right after a number.
fn upper_end(reading: &Reading<'_>, index: usize) -> Option<(f64, usize)> {
    let text = &reading.text;
    if ["to", "or", "and"].contains(&text.word(index)) {
        let (value, length) = number_at(text, index + 1)?;
        return Some((value, length + 1));
    }
    number_at(text, index)
}
