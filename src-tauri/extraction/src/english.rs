//! English: the words by which the rules of this crate know who acts, what is denied, wished for or
//! long past, what is claimed and where somebody wants to go. Data and no rules, so that another
//! language is another folder of the same shape.

pub(crate) mod aims;
pub(crate) mod claims;
pub(crate) mod clauses;
pub(crate) mod constraints;
pub(crate) mod context;
pub(crate) mod denial;
pub(crate) mod facts;
pub(crate) mod hardships;
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
pub(crate) mod subjects;
pub(crate) mod time;
pub(crate) mod trie;
pub(crate) mod undertakings;
pub(crate) mod unlisted;
pub(crate) mod unnamed;
pub(crate) mod vague;
