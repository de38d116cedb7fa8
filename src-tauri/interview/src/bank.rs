//! The question bank: hand-written phrasings by language and key, and the cues by which an answer
//! is understood. The texts are data under `questions/`.

use crate::plan::Plan;
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

/// Phrasings by key.
pub(crate) type Phrases = BTreeMap<String, Vec<String>>;

/// Words and turns of speech by which an answer is read. All lower case, without apostrophes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cues {
    pub(crate) fillers: Vec<String>,
    pub(crate) yes: Vec<String>,
    pub(crate) no: Vec<String>,
    pub(crate) unknown: Vec<String>,
    pub(crate) stop: Vec<String>,
    pub(crate) decline: Vec<String>,
    pub(crate) decline_openers: Vec<String>,
    pub(crate) decline_reasons: Vec<String>,
    pub(crate) decline_starters: Vec<String>,
    pub(crate) decline_verbs: Vec<String>,
    pub(crate) decline_ends: Vec<String>,
    pub(crate) unclear: Vec<String>,
    pub(crate) unclear_alone: Vec<String>,
    pub(crate) why: Vec<String>,
    pub(crate) crisis: Vec<String>,
    pub(crate) crisis_wishes: Vec<String>,
    pub(crate) crisis_words: Vec<String>,
    pub(crate) crisis_others: Vec<String>,
    pub(crate) crisis_matters: Vec<String>,
    pub(crate) crisis_states: Vec<String>,
    pub(crate) selves: Vec<String>,
    pub(crate) harmless: Vec<String>,
    pub(crate) life_places: Vec<String>,
    pub(crate) go_on: Vec<String>,
    pub(crate) not: Vec<String>,
    pub(crate) heavy: Vec<String>,
    pub(crate) kin: Vec<String>,
    pub(crate) own: Vec<String>,
    pub(crate) coarse: Vec<String>,
    pub(crate) role: Vec<String>,
    pub(crate) subjects: BTreeMap<String, Vec<String>>,
    pub(crate) situation: Vec<String>,
    pub(crate) action: Vec<String>,
    pub(crate) result: Vec<String>,
    pub(crate) others: Vec<String>,
    pub(crate) persons: Vec<String>,
    pub(crate) adverbs: Vec<String>,
    pub(crate) states: Vec<String>,
    pub(crate) verbs: Vec<String>,
    pub(crate) circumstances: Vec<String>,
    pub(crate) prepositions: Vec<String>,
    pub(crate) scene: Vec<String>,
    pub(crate) beginnings: Vec<String>,
    pub(crate) counts: Vec<String>,
    pub(crate) empty: Vec<String>,
    pub(crate) leading: Vec<String>,
    pub(crate) dangling: Vec<String>,
    pub(crate) joints: Vec<String>,
    pub(crate) numbers: BTreeMap<String, u8>,
    pub(crate) fit: BTreeMap<String, f64>,
    pub(crate) weight: BTreeMap<String, f64>,
}

/// One language.
#[derive(Debug)]
pub(crate) struct Language {
    pub(crate) phrases: Phrases,
    pub(crate) cues: Cues,
}

static ENGLISH: LazyLock<Language> = LazyLock::new(|| Language {
    phrases: serde_json::from_str(include_str!("../questions/en.json"))
        .expect("the bank is part of the program and a test reads it"),
    cues: serde_json::from_str(include_str!("../questions/en-cues.json"))
        .expect("the cues are part of the program and a test reads them"),
});

/// The bank of a language; English where there is none.
pub(crate) fn language(_code: &str) -> &'static Language {
    &ENGLISH
}

/// An unused phrasing under `key`, marked as used; `None` when all are used.
///
/// `first` takes the bank's first phrasing rather than one drawn by the session's seed.
pub(crate) fn draw(plan: &mut Plan, key: &str, first: bool) -> Option<&'static str> {
    draw_fitting(plan, key, first, |_| true)
}

/// The same among the phrasings that are `fit`.
pub(crate) fn draw_fitting(
    plan: &mut Plan,
    key: &str,
    first: bool,
    fit: impl Fn(&str) -> bool,
) -> Option<&'static str> {
    let phrases = language(&plan.language).phrases.get(key)?;
    let used = plan.used.get(key);
    let index = (0..u16::try_from(phrases.len()).unwrap_or(u16::MAX))
        .filter(|index| !used.is_some_and(|used| used.contains(index)))
        .filter(|index| phrases.get(usize::from(*index)).is_some_and(|phrase| fit(phrase)))
        .min_by_key(|index| if first { 0 } else { plan.dice(&format!("{key}/{index}")) })?;
    plan.used.entry(key.to_owned()).or_default().push(index);
    phrases.get(usize::from(index)).map(String::as_str)
}

/// A phrasing under `key`, one not used yet if there is any: for what must be said however often.
pub(crate) fn draw_again(plan: &mut Plan, key: &str) -> Option<&'static str> {
    draw(plan, key, false).or_else(|| {
        plan.used.remove(key);
        draw(plan, key, false)
    })
}

/// Whether an unused phrasing is left under `key`.
pub(crate) fn has_left(plan: &Plan, key: &str) -> bool {
    let all = language(&plan.language).phrases.get(key).map_or(0, Vec::len);
    plan.used.get(key).map_or(0, Vec::len) < all
}

#[cfg(test)]
mod tests;
