//! Lists: "Manual therapy, dry needling, taping." and "I do home visits, court reports and
//! reviews". Cuts sentences into the stretches between commas and "and", and tells which of them
//! are things the speaker lists, and which words they lay claim to.

use crate::{
    reading::Reading,
    text::{Gap, Text},
    words::{
        ANYBODY, CLAIM, CLAIM_RUNS, DETERMINERS, ING, ITEM_INNER, ITEM_JOINERS, OTHER, OWN, PAST,
        PEOPLE, STATEMENT, THING,
    },
};
use std::ops::Range;

/// The most words of an item.
const LONGEST: usize = 10;
/// How many words beside the thing itself an item may have.
const BESIDE: usize = 3;
/// How far before a thing the claim to it may stand.
const REACH: usize = 5;

/// A stretch of a sentence between commas and joiners.
#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    /// Its words.
    pub(crate) range: Range<usize>,
    /// Whether it is a thing of a list: things come one after the other since the sentence began
    /// or since the speaker laid claim to the first.
    item: bool,
}

/// The stretches of a text in order.
#[derive(Debug)]
pub(crate) struct Stretches(Vec<Stretch>);

impl Stretches {
    /// Cuts each sentence of `text`.
    pub(crate) fn new(text: &Text<'_>) -> Self {
        let mut all = Vec::new();
        for sentence in &text.sentences {
            let mut lists = true;
            for range in cut(text, sentence) {
                let thing = nominal(text, &range);
                let item = thing && lists;
                lists = if thing { lists } else { claims(text, &range) };
                all.push(Stretch { range, item });
            }
        }
        Self(all)
    }

    /// The items of lists.
    pub(crate) fn items(&self) -> impl Iterator<Item = &Range<usize>> {
        self.0.iter().filter(|stretch| stretch.item).map(|stretch| &stretch.range)
    }

    /// All stretches of `sentence` when each of them is an item.
    pub(crate) fn all_items(&self, sentence: &Range<usize>) -> Option<Vec<Range<usize>>> {
        let from = self.0.partition_point(|stretch| stretch.range.end <= sentence.start);
        let within = self.0[from..].iter().take_while(|one| one.range.start < sentence.end);
        within.map(|one| one.item.then(|| one.range.clone())).collect()
    }

    /// The item that has the word at `index`.
    fn item_at(&self, index: usize) -> Option<&Range<usize>> {
        let place = self.0.partition_point(|stretch| stretch.range.end <= index);
        let stretch = self.0.get(place)?;
        (stretch.item && stretch.range.contains(&index)).then_some(&stretch.range)
    }
}

/// Cuts one sentence.
fn cut(text: &Text<'_>, sentence: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = sentence.start;
    for index in sentence.clone() {
        let joins = text.is(index, ITEM_JOINERS);
        let apart = index > sentence.start
            && text.tokens.get(index).is_some_and(|token| token.gap >= Gap::Comma);
        if apart || joins {
            if start < index {
                found.push(start..index);
            }
            start = index + usize::from(joins);
        }
    }
    if start < sentence.end {
        found.push(start..sentence.end);
    }
    found
}

/// Whether `stretch` is a thing and no statement.
fn nominal(text: &Text<'_>, stretch: &Range<usize>) -> bool {
    stretch.len() <= LONGEST
        && stretch.clone().all(|index| {
            let verb = text.is(index, PAST) && !hyphened(text, index);
            !verb && !text.is(index, OWN.or(OTHER).or(ANYBODY).or(THING).or(STATEMENT))
        })
}

/// Whether the word at `index` is joined to the next or to the one before.
fn hyphened(text: &Text<'_>, index: usize) -> bool {
    let joint = |at: usize| text.tokens.get(at).is_some_and(|token| token.gap == Gap::Joint);
    joint(index) || joint(index + 1)
}

/// Whether the speaker lays claim to something in `stretch`.
fn claims(text: &Text<'_>, stretch: &Range<usize>) -> bool {
    let own = stretch.clone().any(|index| text.is(index, OWN));
    let deed = stretch.clone().any(|index| text.is(index, CLAIM));
    own && deed || stretch.clone().any(|index| text.run_ends(index + 1, CLAIM_RUNS))
}

/// Whether the words in `range` are most of an item of a list.
pub(crate) fn listed(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    reading.stretches.item_at(range.start).is_some_and(|item| {
        let rest = item.clone().filter(|index| !range.contains(index)).filter(|index| {
            !reading.text.is(*index, DETERMINERS) && reading.text.word(*index).chars().count() > 2
        });
        let people = item.clone().any(|index| reading.text.is(index, PEOPLE));
        let inner = (item.start..range.start).any(|index| reading.text.is(index, ITEM_INNER));
        let first = item.clone().find(|index| !before_item(&reading.text, *index));
        let covers = first.is_some_and(|first| range.contains(&first)) || rest.count() <= BESIDE;
        item.end >= range.end && covers && !inner && !people
    })
}

/// Whether the word at `index` may stand before the thing in an item.
fn before_item(text: &Text<'_>, index: usize) -> bool {
    text.is(index, DETERMINERS)
        || ["mostly", "mainly", "also", "so", "some", "yes"].contains(&text.word(index))
}

/// Whether the speaker lays claim to the thing in `range`: "I fix brakes", "good at brakes".
pub(crate) fn governed(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    let text = &reading.text;
    let clause = reading.clauses.around(range.start);
    // "Lambing was hard."
    let told = ["is", "was", "are", "were", "takes", "took"].contains(&text.word(range.end));
    if told && range.start == clause.start && text.word(range.end - 1).ends_with("ing") {
        return true;
    }
    let from = range.start.saturating_sub(REACH).max(clause.start);
    (from..range.start).rev().any(|index| {
        text.is(index, CLAIM) && acts(text, index, &clause) || text.run_ends(index + 1, CLAIM_RUNS)
    })
}

/// Whether the word at `index` is a verb by its neighbours: after "I", "to", "and" or an adverb, in
/// the past, or in `-ing`.
fn acts(text: &Text<'_>, index: usize, clause: &Range<usize>) -> bool {
    let before = index.checked_sub(1).map_or("", |at| text.word(at));
    text.is(index, PAST.or(ING))
        || index > 0 && text.is(index - 1, OWN)
        || ["to", "and", "also", "can", "still", "always", "mostly", "mainly", "just", "then"]
            .contains(&before)
        || index == clause.start
}
