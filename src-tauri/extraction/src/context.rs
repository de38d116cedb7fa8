//! Decides what an ambiguous word means: "Go" the language or "go" the verb, a lead or to lead.
//!
//! A rule is a few cues. A word of the rule's cues nearby speaks for the skill, a word that
//! belongs to another reading right before or after speaks against it.

use crate::{
    keys::{Key, Keys},
    text::{Gap, Shape, Text, looked},
    words::USE,
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// How many words before and after are looked at.
const NEAR: usize = 14;
/// What each sign is worth; the sum must reach [`ENOUGH`].
const CUE: i32 = 3;
const NAMED: i32 = 2;
const AFTER_USE: i32 = 1;
const IN_A_LIST: i32 = 3;
const SETTLED: i32 = 4;
const COMMON: i32 = -1;
const AGAINST: i32 = -9;
const ENOUGH: i32 = 3;

/// How much speaks for an ambiguous word meaning a skill.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Score(i32);

impl Score {
    /// Whether it is enough; `listed` says that the word stands in a list of skills.
    pub(crate) fn holds(self, listed: bool) -> bool {
        self.0 + if listed { IN_A_LIST } else { 0 } >= ENOUGH
    }
}

/// Named sets of cues.
#[derive(Debug, Default)]
pub(crate) struct Cues(FxHashMap<String, Vec<Key>>);

impl Cues {
    /// Reads lines `name: word word …`, whose words get their keys from `keys`.
    pub(crate) fn read(content: &str, keys: &mut Keys) -> Self {
        let sets = content.lines().filter_map(|line| line.split_once(':')).map(|(name, words)| {
            (name.trim().to_owned(), words.split_whitespace().map(|word| keys.add(word)).collect())
        });
        Self(sets.collect())
    }
}

/// What makes an ambiguous word mean a skill.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rule {
    near: FxHashSet<Key>,
    not_before: FxHashSet<String>,
    not_after: FxHashSet<String>,
    settled_after: FxHashSet<String>,
    against: FxHashSet<Key>,
    any_case: bool,
    usual: bool,
}

impl Rule {
    /// Reads the signs that `lexicon/README.md` describes. `None` for an unknown set.
    pub(crate) fn read(content: &str, cues: &Cues, keys: &mut Keys) -> Option<Self> {
        let mut rule = Self::default();
        for part in content.split_whitespace() {
            if let Some(set) = part.strip_prefix('@') {
                rule.near.extend(cues.0.get(set)?);
            } else if let Some(next) = part.strip_prefix('-') {
                rule.not_before.insert(next.to_owned());
            } else if let Some(previous) = part.strip_prefix('!') {
                rule.not_after.insert(previous.to_owned());
            } else if let Some(previous) = part.strip_prefix('<') {
                rule.settled_after.insert(previous.to_owned());
            } else if let Some(other) = part.strip_prefix('%') {
                rule.against.insert(keys.add(other));
            } else if part == "*" {
                rule.usual = true;
            } else if part == "^" {
                rule.any_case = true;
            } else {
                rule.near.insert(keys.add(part));
            }
        }
        Some(rule)
    }

    /// What speaks for the words in `range` meaning the skill; `asked` are the keys of the words
    /// of the question.
    pub(crate) fn score(&self, text: &Text<'_>, range: &Range<usize>, asked: &[Key]) -> Score {
        let before = range.start.checked_sub(1).map_or("", |index| text.word(index));
        let after = match text.tokens.get(range.end) {
            Some(token) if token.gap < Gap::Comma => token.lower.as_ref(),
            _ => "",
        };
        let mut score = if self.usual { ENOUGH - COMMON } else { 0 };
        if self.not_before.contains(after) || self.not_after.contains(before) {
            score += AGAINST;
        }
        let from = range.start.saturating_sub(NEAR);
        let until = (range.end + NEAR).min(text.tokens.len());
        let near = |set: &FxHashSet<Key>| {
            !set.is_empty()
                && (from..range.start)
                    .chain(range.end..until)
                    .inspect(|_| looked(1))
                    .any(|index| set.contains(&text.tokens[index].key))
        };
        score += if near(&self.near) { CUE } else { 0 };
        score += if near(&self.against) { AGAINST } else { 0 };
        score += if self.settled_after.contains(before) { SETTLED } else { 0 };
        score += if asked.iter().any(|key| self.near.contains(key)) { CUE } else { 0 };
        score += if range.start > 0 && text.is(range.start - 1, USE) { AFTER_USE } else { 0 };
        if !self.any_case && Self::named(text, range) {
            score += NAMED;
        }
        let common = text.tokens.get(range.start).is_some_and(|token| token.shape == Shape::Lower);
        Score(score + if common { COMMON } else { 0 })
    }

    /// Whether the word is written as a name where a common word would not be.
    fn named(text: &Text<'_>, range: &Range<usize>) -> bool {
        let Some(token) = text.tokens.get(range.start) else { return false };
        let opens = token.gap == Gap::Stop;
        token.shape != Shape::Lower && !opens
    }
}
