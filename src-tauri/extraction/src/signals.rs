//! The signs around a place that speak for or against a finding and for its level.

use crate::{
    reading::Reading,
    scope::{Person, Scope},
    text::Gap,
    words::{BEFORE_DOING, HEDGES},
};
use std::ops::Range;

/// The fewest words of a story.
const SHORTEST_STORY: usize = 12;

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
    /// Right after a verb of doing: "I use …", "I play …".
    pub(crate) used: bool,
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
pub(crate) fn signals(reading: &Reading<'_>, range: &Range<usize>, scope: Scope) -> Signals {
    let number = reading.text.sentence_of(range.start);
    let clause_number = reading.clauses.number(range.start);
    let (Some(sentence), Some(clause)) =
        (reading.marks.sentence(number), reading.marks.clause(clause_number))
    else {
        return Signals::default();
    };
    let deed = scope.person != Person::Other && (clause.deed || sentence.deed);
    Signals {
        own: scope.person == Person::Own,
        anybody: scope.person == Person::Anybody,
        deed,
        story: deed
            && reading.text.tokens.len() >= SHORTEST_STORY
            && reading.marks.ends_well(number),
        result: sentence.result,
        hedged: clause.hedged && hedged_near(reading, range),
        used: used(reading, range),
        strong: sentence.strong,
        senior: clause.senior,
        long_past: scope.long_past,
        years: sentence.years,
        hours: clause.hours,
    }
}

fn used(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    (range.start.saturating_sub(3)..range.start).any(|index| reading.text.is(index, BEFORE_DOING))
}

/// Whether a hedge stands so close that it is meant for these words and not for their neighbour
/// in a list.
fn hedged_near(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    let text = &reading.text;
    let clause = reading.clauses.around(range.start);
    let ends = |index: &usize| {
        ["and", "but", "or"].contains(&text.word(*index))
            || text.tokens.get(*index).is_some_and(|token| token.gap >= Gap::Comma)
    };
    let from = (clause.start..range.start).rev().find(ends).unwrap_or(clause.start);
    let until = (range.end..clause.end).find(ends).unwrap_or(clause.end);
    text.has(&(from..until.max(range.end)), HEDGES)
}
