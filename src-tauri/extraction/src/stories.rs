//! Skills that a story shows without naming them: "talked the council into paying for it". A
//! pattern is a deed of the speaker's with words that may stand apart in its clause.

use crate::{
    asked::Theme,
    found::Found,
    keys::{Key, Keys},
    level::level,
    probability::{By, Weighed, seen},
    reading::Reading,
    scope::{Person, scope},
    signals::signals,
    text::Text,
    words::{PAST, PLAIN_PAST},
};
use protocol::records::{EvidenceKind, FindingKind};
use rustc_hash::FxHashMap;

/// How many words may stand between two parts of a pattern.
const APART: usize = 8;
/// The fewest words of a text in which deeds show more than they say.
const SHORTEST: usize = 25;

/// The patterns by the key of their first word.
#[derive(Debug, Default)]
pub(crate) struct Stories {
    patterns: Vec<Pattern>,
    /// Their numbers by the key of their first word.
    by_first: FxHashMap<Key, Vec<usize>>,
}

/// Runs of words, by their keys, that follow each other.
#[derive(Debug)]
struct Pattern {
    skill: usize,
    said: String,
    /// Whether it is to be found nowhere.
    mute: bool,
    parts: Vec<Vec<Key>>,
}

impl Stories {
    /// Adds a pattern such as `talked … into` for the skill at `skill`; its words get their keys
    /// from `keys`. `None` when it is empty.
    pub(crate) fn add(&mut self, skill: usize, pattern: &str, keys: &mut Keys) -> Option<()> {
        let part = |part: &str| -> Vec<Key> {
            Text::plain(part).tokens.iter().map(|token| keys.add(&token.lower)).collect()
        };
        let parts: Vec<Vec<Key>> = pattern.split('…').map(part).collect();
        let first = *parts.first()?.first()?;
        self.by_first.entry(first).or_default().push(self.patterns.len());
        let said = pattern.trim().to_owned();
        self.patterns.push(Pattern { skill, said, mute: false, parts });
        Some(())
    }

    /// The pattern with this number, as it is in its file.
    pub(crate) fn said(&self, number: usize) -> Option<&str> {
        self.patterns.get(number).map(|pattern| pattern.said.as_str())
    }

    /// From now on, nothing is found by the pattern with this number.
    pub(crate) fn mute(&mut self, number: usize) {
        if let Some(pattern) = self.patterns.get_mut(number) {
            pattern.mute = true;
        }
    }
}

/// All skills that the deeds of a story show.
pub(crate) fn shown(reading: &Reading<'_>) -> Vec<Weighed> {
    if reading.text.tokens.len() < SHORTEST || reading.asked == Theme::Direction {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (index, token) in reading.text.tokens.iter().enumerate() {
        if !token.words.meets(PAST.or(PLAIN_PAST)) {
            continue;
        }
        let numbers = reading.lexicon.stories.by_first.get(&token.key);
        all.extend(numbers.into_iter().flatten().filter_map(|number| at(reading, index, *number)));
    }
    all
}

fn at(reading: &Reading<'_>, index: usize, number: usize) -> Option<Weighed> {
    let pattern = reading.lexicon.stories.patterns.get(number).filter(|pattern| !pattern.mute)?;
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
    // The same skill, had it been named here in so many words.
    let of_named = seen(&[
        (true, "skill"),
        (signals.own, "skill.own"),
        (signals.hedged, "skill.hedged"),
        (skill.name.contains([' ', '-']), "skill.phrase-long"),
        (reading.asked == Theme::Skill, "skill.asked"),
        (reading.asked == Theme::Story, "skill.asked-story"),
        (reading.asked == Theme::Constraint, "skill.asked-constraint"),
    ]);
    Some(Weighed::new(found, signs).below(&of_named).by(By::Pattern(number)))
}

fn stands(text: &Text<'_>, start: usize, part: &[Key]) -> bool {
    part.iter()
        .enumerate()
        .all(|(offset, key)| text.tokens.get(start + offset).is_some_and(|token| token.key == *key))
}
