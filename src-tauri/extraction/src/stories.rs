//! Skills that a story shows without naming them: "talked the council into paying for it". A
//! pattern is a deed of the speaker's with words that may stand apart in its clause.

use crate::{
    asked::Theme,
    english::is_past,
    english::stories::PLAIN_PAST,
    found::Found,
    level::level,
    probability::{Weighed, seen},
    reading::Reading,
    scope::{Person, scope},
    signals::signals,
    text::Text,
};
use protocol::records::{EvidenceKind, FindingKind};
use std::collections::HashMap;

/// How many words may stand between two parts of a pattern.
const APART: usize = 8;
/// The fewest words of a text in which deeds show more than they say.
const SHORTEST: usize = 25;

/// The patterns by the key of their first word.
#[derive(Debug, Default)]
pub(crate) struct Stories(HashMap<String, Vec<Pattern>>);

/// Runs of words, by their keys, that follow each other.
#[derive(Debug)]
struct Pattern {
    skill: usize,
    parts: Vec<Vec<String>>,
}

impl Stories {
    /// Adds a pattern such as `talked … into` for the skill at `skill`. `None` when it is empty.
    pub(crate) fn add(&mut self, skill: usize, pattern: &str) -> Option<()> {
        let keys = |part: &str| -> Vec<String> {
            Text::new(part).tokens.into_iter().map(|token| token.stem).collect()
        };
        let parts: Vec<Vec<String>> = pattern.split('…').map(keys).collect();
        let first = parts.first()?.first()?.clone();
        self.0.entry(first).or_default().push(Pattern { skill, parts });
        Some(())
    }
}

/// All skills that the deeds of a story show.
pub(crate) fn shown(reading: &Reading<'_>) -> Vec<Weighed> {
    if reading.text.tokens.len() < SHORTEST || reading.asked == Theme::Direction {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (index, token) in reading.text.tokens.iter().enumerate() {
        if !is_past(&token.lower) && !PLAIN_PAST.contains(&token.lower.as_str()) {
            continue;
        }
        let patterns = reading.lexicon.stories.0.get(&token.stem);
        all.extend(
            patterns.into_iter().flatten().filter_map(|pattern| at(reading, index, pattern)),
        );
    }
    all
}

fn at(reading: &Reading<'_>, index: usize, pattern: &Pattern) -> Option<Weighed> {
    let sentence = reading.text.sentences.get(reading.text.sentence_of(index))?.clone();
    let mut end = index;
    for (number, part) in pattern.parts.iter().enumerate() {
        let latest = if number == 0 { end } else { (end + APART).min(sentence.end) };
        end = (end..=latest).find(|start| stands(&reading.text, *start, part))? + part.len();
    }
    let range = index..end.min(sentence.end);
    let skill = reading.lexicon.skills.get(pattern.skill)?;
    let scope = scope(reading, &(index..index + 1));
    let own = scope.person == Person::Own;
    if scope.negated || scope.wished || scope.long_past || scope.person == Person::Other {
        return None;
    }
    let signals = signals(reading, &(index..index + 1), scope);
    let found = Found {
        category: Some(skill.category),
        normal: skill.normal.clone(),
        level: Some(level(&signals, false)),
        evidence: if signals.story { EvidenceKind::Story } else { EvidenceKind::SelfClaim },
        ..reading.found(FindingKind::Skill, &skill.name, &range)
    };
    let signs = seen(&[
        (true, "story"),
        (own, "story.own"),
        (pattern.parts.len() > 1, "story.apart"),
        (signals.story, "story.ends-well"),
        (reading.asked == Theme::Story, "story.asked"),
    ]);
    Some(Weighed::new(found, signs))
}

fn stands(text: &Text<'_>, start: usize, part: &[String]) -> bool {
    part.iter().enumerate().all(|(offset, key)| {
        text.tokens.get(start + offset).is_some_and(|token| token.stem == *key)
    })
}
