//! English: the words by which the rules of this crate know who acts, what is denied, wished for or
//! long past, what is claimed and where somebody wants to go. Data and no rules, so that another
//! language is another folder of the same shape.

pub(crate) mod aims;
pub(crate) mod claims;
pub(crate) mod clauses;
pub(crate) mod constraints;
pub(crate) mod context;
mod denial;
pub(crate) mod facts;
pub(crate) mod items;
pub(crate) mod noun_phrase;
pub(crate) mod numbers;
pub(crate) mod past;
pub(crate) mod quote;
pub(crate) mod scope;
pub(crate) mod signals;
pub(crate) mod skills;
pub(crate) mod stem;
pub(crate) mod stories;
mod subjects;
mod time;
pub(crate) mod trie;
mod undertakings;
pub(crate) mod unlisted;
pub(crate) mod unnamed;
mod vague;

pub(crate) use denial::{HARMLESS_AFTER_NEGATION, NEGATION, NO_OF, WISHES};
pub(crate) use subjects::{ANYBODY, DETERMINERS, OTHER, OWN, PEOPLE, THING};
pub(crate) use time::{LONG_PAST, NOT_PAST, PAST, SCHOOL_DAYS, STILL};
pub(crate) use undertakings::{DOING, DONE, MADE, NOT_PROJECTS, WORKS};
pub(crate) use vague::{NO_ITEM, VAGUE};

/// Whether a word reads as a verb in the past.
pub(crate) fn is_past(word: &str) -> bool {
    PAST.contains(&word) || (word.len() > 4 && word.ends_with("ed") && !NOT_PAST.contains(&word))
}
