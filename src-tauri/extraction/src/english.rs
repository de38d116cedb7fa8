//! English: the words by which the rules of this crate know who acts, what is denied, wished for or
//! long past, what is claimed and where somebody wants to go. Data and no rules, so that another
//! language is another folder of the same shape.

pub(crate) mod aims;
pub(crate) mod claims;
mod denial;
mod subjects;
mod time;
mod undertakings;
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
