//! The built-in lexicon: skills by category with the ways people say them, and constraints.
//!
//! Its data are the text files under `lexicon/`; the format is described in `lexicon/README.md`.
//! Finding the phrases in a text is the trie's part, judging an ambiguous one the context's.

use crate::{
    asked::Questions,
    context::Rule,
    stories::Stories,
    trie::{Phrase, Trie},
};
use protocol::records::{Category, ConstraintKind};
use std::{collections::HashMap, sync::OnceLock};
use thiserror::Error;

mod files;
mod parse;

/// What is wrong with a lexicon file.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum LexiconError {
    /// A line has no name or no alias where it needs one.
    #[error("line {line} of {file} cannot be read")]
    BadLine {
        /// The file.
        file: String,
        /// From 1.
        line: usize,
    },
    /// A rule names a set of cues that does not exist.
    #[error("line {line} of {file} names an unknown set of cues")]
    UnknownCues {
        /// The file.
        file: String,
        /// From 1.
        line: usize,
    },
}

/// A skill as the lexicon has it.
#[derive(Debug, Clone)]
pub struct LexiconSkill {
    /// Its name as shown.
    pub name: String,
    /// Its normal form: the name in lower case.
    pub normal: String,
    /// Its area.
    pub category: Category,
    /// Other ways to say it, as written in the file but without marks.
    pub aliases: Vec<String>,
    /// What makes an ambiguous word mean this skill.
    pub(crate) rule: Rule,
}

/// A constraint as the lexicon has it.
#[derive(Debug, Clone)]
pub struct LexiconConstraint {
    /// Its name as shown.
    pub name: String,
    /// What it is about.
    pub kind: ConstraintKind,
    /// How heavy it is when nothing more is said, 0 to 1.
    pub severity: f64,
    /// Ways to say it that mean it wherever they stand.
    pub phrases: Vec<String>,
}

/// What a phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// A skill by its place.
    Skill(usize),
    /// A constraint by its place.
    Constraint(usize),
}

/// Skills and constraints with a trie over all their phrases.
#[derive(Debug)]
pub struct Lexicon {
    pub(crate) skills: Vec<LexiconSkill>,
    pub(crate) constraints: Vec<LexiconConstraint>,
    pub(crate) phrases: Vec<Phrase>,
    pub(crate) trie: Trie,
    pub(crate) questions: Questions,
    pub(crate) stories: Stories,
    by_form: HashMap<Vec<String>, usize>,
}

impl Lexicon {
    /// The one that comes with the program.
    pub(crate) fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Lexicon> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            Self::read(&files::BUILTIN).expect("the lexicon's files are read in the tests")
        })
    }

    /// All its skills, in the order of the categories.
    pub fn skills(&self) -> &[LexiconSkill] {
        &self.skills
    }

    /// All constraints, in the order of their file.
    pub fn constraints(&self) -> &[LexiconConstraint] {
        &self.constraints
    }

    /// The skill with this name or with an alias that leaves no doubt; case, plural and hyphens
    /// do not matter.
    pub fn find(&self, name: &str) -> Option<&LexiconSkill> {
        self.by_form.get(&crate::trie::form(name)).and_then(|place| self.skills.get(*place))
    }

    /// The normal form of a skill's name, also of one the lexicon does not have.
    pub fn normal(&self, name: &str) -> String {
        self.find(name)
            .map_or_else(|| crate::trie::form(name).join(" "), |skill| skill.normal.clone())
    }
}
