//! Lists: "Manual therapy, dry needling, taping." and "I do home visits, court reports and
//! reviews". Cuts sentences into the stretches between commas and "and", and tells which of them
//! are things the speaker lists, and which words they lay claim to.

use crate::{
    english::items::{CLAIM_RUNS, INNER, JOINERS},
    english::{ANYBODY, DETERMINERS, OTHER, OWN, PEOPLE, THING, is_past},
    reading::Reading,
    stem::stem,
    text::{Gap, Text},
};
use std::{collections::HashSet, ops::Range, sync::LazyLock};

/// The most words of an item.
const LONGEST: usize = 10;
/// How many words beside the thing itself an item may have.
const BESIDE: usize = 3;
/// How far before a thing the claim to it may stand.
const REACH: usize = 5;
/// Words that make a stretch a statement and not an item.
static STATEMENT: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "is are was were be been am isn't aren't wasn't weren't has have had haven't hasn't do does \
     don't doesn't didn't did will would won't wouldn't can can't cannot could couldn't should must \
     might may let lets let's because if when while who which that's where why how what until \
     since not never no nothing nobody without except but though although goes go comes come gets \
     takes makes says means needs wants keeps thinks knows looks seems feels please thanks sorry"
        .split_whitespace()
        .collect()
});
/// Verbs by which the speaker lays claim to what follows, as keys.
static CLAIMS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    "do make fix repair mend run teach know use play sell handle manage cook bake grow write build \
     paint draw sew knit fit install lay weld service drive ride operate speak learn study train \
     practise practice organise plan design produce coach treat serve prepare maintain inspect \
     test clean love enjoy offer breed raise milk edit film record program code develop engineer \
     machine assemble restore change replace set order pack load deliver book administer supervise \
     lead support advise cut trim style colour brew roast ferment carve print publish perform sing \
     dance compose arrange conduct translate interpret research analyse measure monitor audit \
     calculate draft keep tune polish sharpen plant prune harvest feed shear train tutor mark plan \
     assess diagnose prescribe dispense vaccinate nurse mentor host cater wait mix climb swim \
     include cover"
        .split_whitespace()
        .map(stem)
        .collect()
});

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
        let joins = JOINERS.contains(&text.word(index));
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
            let word = text.word(index);
            let subject = [OWN, OTHER, ANYBODY, THING].iter().any(|list| list.contains(&word));
            let verb = is_past(word) && !hyphened(text, index);
            !subject && !verb && !STATEMENT.contains(word)
        })
}

/// Whether the word at `index` is joined to the next or to the one before.
fn hyphened(text: &Text<'_>, index: usize) -> bool {
    let joint = |at: usize| text.tokens.get(at).is_some_and(|token| token.gap == Gap::Joint);
    joint(index) || joint(index + 1)
}

/// Whether the speaker lays claim to something in `stretch`.
fn claims(text: &Text<'_>, stretch: &Range<usize>) -> bool {
    let own = stretch.clone().any(|index| OWN.contains(&text.word(index)));
    let deed = stretch
        .clone()
        .any(|index| text.tokens.get(index).is_some_and(|token| CLAIMS.contains(&token.stem)));
    own && deed || stretch.clone().any(|index| run_ends(text, index + 1))
}

/// Whether the words in `range` are most of an item of a list.
pub(crate) fn listed(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    reading.stretches.item_at(range.start).is_some_and(|item| {
        let rest = item.clone().filter(|index| !range.contains(index)).filter(|index| {
            let word = reading.text.word(*index);
            !DETERMINERS.contains(&word) && word.chars().count() > 2
        });
        let people = item.clone().any(|index| PEOPLE.contains(&reading.text.word(index)));
        let inner =
            (item.start..range.start).any(|index| INNER.contains(&reading.text.word(index)));
        let first = item.clone().find(|index| !before_item(reading.text.word(*index)));
        let covers = first.is_some_and(|first| range.contains(&first)) || rest.count() <= BESIDE;
        item.end >= range.end && covers && !inner && !people
    })
}

/// Whether `word` may stand before the thing in an item.
fn before_item(word: &str) -> bool {
    DETERMINERS.contains(&word) || ["mostly", "mainly", "also", "so", "some", "yes"].contains(&word)
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
        let Some(token) = text.tokens.get(index) else { return false };
        let verb = CLAIMS.contains(&token.stem) && acts(text, index, &clause);
        verb || run_ends(text, index + 1)
    })
}

/// Whether the word at `index` is a verb by its neighbours: after "I", "to", "and" or an adverb, in
/// the past, or in `-ing`.
fn acts(text: &Text<'_>, index: usize, clause: &Range<usize>) -> bool {
    let word = text.word(index);
    let before = index.checked_sub(1).map_or("", |at| text.word(at));
    is_past(word)
        || word.ends_with("ing")
        || OWN.contains(&before)
        || ["to", "and", "also", "can", "still", "always", "mostly", "mainly", "just", "then"]
            .contains(&before)
        || index == clause.start
}

/// Whether a run by which the speaker lays claim ends before `end`.
fn run_ends(text: &Text<'_>, end: usize) -> bool {
    CLAIM_RUNS.iter().any(|run| {
        end.checked_sub(run.len()).is_some_and(|start| {
            run.iter().enumerate().all(|(offset, word)| text.word(start + offset) == *word)
        })
    })
}
