//! Signs of whole sentences and clauses, read once for a message.

use crate::{
    clauses::Clauses,
    numbers::number_at,
    past::long_past,
    scope::denies,
    text::Text,
    words::{HEDGES, OWN, PAST, RESULTS, SENIOR, STRONG, WISHES, Words},
};
use std::ops::Range;

/// What was seen in a sentence.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent sign")]
pub(crate) struct SentenceMarks {
    /// The speaker did something.
    pub(crate) deed: bool,
    /// An outcome is told.
    pub(crate) result: bool,
    /// A large claim.
    pub(crate) strong: bool,
    /// Long ago.
    pub(crate) long_past: bool,
    /// For how many years.
    pub(crate) years: Option<f64>,
}

/// What was seen in a clause.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent sign")]
pub(crate) struct ClauseMarks {
    /// The speaker did something.
    pub(crate) deed: bool,
    /// A small claim.
    pub(crate) hedged: bool,
    /// Standing or teaching others.
    pub(crate) senior: bool,
    /// Something is denied.
    pub(crate) denies: bool,
    /// Something is wished for.
    pub(crate) wishes: bool,
    /// Hours a week.
    pub(crate) hours: Option<f64>,
}

/// The signs of a message.
#[derive(Debug)]
pub(crate) struct Marks {
    sentences: Vec<SentenceMarks>,
    clauses: Vec<ClauseMarks>,
    tale: bool,
}

impl Marks {
    /// Reads `text`.
    pub(crate) fn new(text: &Text<'_>, clauses: &Clauses) -> Self {
        let sentences: Vec<SentenceMarks> =
            text.sentences.iter().map(|range| sentence(text, range)).collect();
        let clauses = clauses.all().iter().map(|range| clause(text, range)).collect();
        let tale = tale(text, &sentences);
        Self { sentences, clauses, tale }
    }

    /// Those of the sentence by its number.
    pub(crate) fn sentence(&self, number: usize) -> Option<&SentenceMarks> {
        self.sentences.get(number)
    }

    /// Those of the clause by its number.
    pub(crate) fn clause(&self, number: usize) -> Option<&ClauseMarks> {
        self.clauses.get(number)
    }

    /// Whether an outcome is told in the sentence before, in this one or in the two after, or the
    /// whole message tells what happened from beginning to end.
    pub(crate) fn ends_well(&self, number: usize) -> bool {
        let near = number.saturating_sub(1)..(number + 3).min(self.sentences.len());
        self.tale || self.sentences.get(near).is_some_and(|near| near.iter().any(|one| one.result))
    }
}

/// Two deeds or more in 35 words or more, with an end that is told in the past.
fn tale(text: &Text<'_>, sentences: &[SentenceMarks]) -> bool {
    let deeds = sentences.iter().filter(|marks| marks.deed).count();
    let ends =
        text.sentences.last().is_some_and(|last| last.clone().any(|index| text.is(index, PAST)));
    text.tokens.len() >= 35 && sentences.len() >= 3 && deeds >= 2 && ends
}

fn sentence(text: &Text<'_>, range: &Range<usize>) -> SentenceMarks {
    let seen = Seen::new(text, range);
    SentenceMarks {
        deed: seen.words.meets(PAST) && deed(text, range),
        result: text.has(range, RESULTS)
            || seen.number && range.clone().any(|index| text.word(index).ends_with('%')),
        strong: text.has(range, STRONG),
        long_past: long_past(text, range),
        years: seen.number.then(|| years(text, range)).flatten(),
    }
}

fn clause(text: &Text<'_>, range: &Range<usize>) -> ClauseMarks {
    let seen = Seen::new(text, range);
    ClauseMarks {
        deed: seen.words.meets(PAST) && deed(text, range),
        hedged: text.has(range, HEDGES),
        senior: seen.words.meets(SENIOR),
        denies: range.clone().any(|index| denies(text, index)),
        wishes: text.has(range, WISHES),
        hours: seen.number.then(|| hours(text, range)).flatten(),
    }
}

/// What some words have together, so that what needs none of it is not looked for.
struct Seen {
    /// The lists that any of them is in.
    words: Words,
    /// Whether any is a number.
    number: bool,
}

impl Seen {
    fn new(text: &Text<'_>, range: &Range<usize>) -> Self {
        let tokens = text.tokens.get(range.clone()).unwrap_or_default();
        tokens.iter().fold(Self { words: Words::default(), number: false }, |seen, token| Self {
            words: seen.words.or(token.words),
            number: seen.number || token.number.is_some(),
        })
    }
}

/// Whether the speaker did something in `within`: "I" and soon after a verb in the past.
fn deed(text: &Text<'_>, within: &Range<usize>) -> bool {
    within
        .clone()
        .filter(|index| text.is(*index, OWN))
        .any(|index| (index + 1..within.end.min(index + 5)).any(|after| text.is(after, PAST)))
}

/// "Twelve years", but not "twelve years old" or "ago".
fn years(text: &Text<'_>, within: &Range<usize>) -> Option<f64> {
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
pub(crate) fn hours(text: &Text<'_>, within: &Range<usize>) -> Option<f64> {
    within.clone().find_map(|index| {
        let (value, length) = number_at(text, index)?;
        let (value, length) = upper_end(text, index + length)
            .map_or((value, length), |(upper, more)| (f64::midpoint(value, upper), length + more));
        let unit = index + length;
        if !["hours", "hour", "hrs", "h"].contains(&text.word(unit)) {
            return None;
        }
        let joins = ["a", "per", "each", "every", "in"].contains(&text.word(unit + 1));
        let each = unit + 1 + usize::from(joins);
        let each = each + usize::from(["a", "the"].contains(&text.word(each)));
        let total = match text.word(each) {
            "week" | "weekly" | "weekend" | "wk" => value,
            "day" => value * 5.0,
            "month" => value / 4.3,
            _ => return None,
        };
        (0.0..=168.0).contains(&total).then_some(total)
    })
}

/// "… to ten", "… or ten" right after a number.
fn upper_end(text: &Text<'_>, index: usize) -> Option<(f64, usize)> {
    if ["to", "or", "and"].contains(&text.word(index)) {
        let (value, length) = number_at(text, index + 1)?;
        return Some((value, length + 1));
    }
    number_at(text, index)
}
