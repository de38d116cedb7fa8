//! The built-in lexicon: skills by category with the ways people say them, and constraints.
//!
//! Its data are the text files under `lexicon/`; the format is described in `lexicon/README.md`.
//! Finding the phrases in a text is the trie's part, judging an ambiguous one the context's.

use crate::{
    asked::Questions,
    context::Rule,
    keys::Keys,
    probability::By,
    stories::Stories,
    text::Text,
    trie::{Phrase, Trie},
};
use protocol::records::{Category, ConstraintKind};
use std::collections::HashMap;
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

impl LexiconSkill {
    /// Its name and the other ways to say it.
    pub fn said(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.aliases).map(String::as_str)
    }
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
    pub(crate) keys: Keys,
    pub(crate) trie: Trie,
    pub(crate) questions: Questions,
    pub(crate) stories: Stories,
    by_form: HashMap<Vec<String>, usize>,
}

impl Lexicon {
    /// Reads the one that comes with the program.
    pub(crate) fn builtin() -> Self {
        Self::read(&files::BUILTIN).expect("the lexicon's files are read in the tests")
    }

    /// All its skills, in the order of the categories.
    pub fn skills(&self) -> &[LexiconSkill] {
        &self.skills
    }

    /// All constraints, in the order of their file.
    pub fn constraints(&self) -> &[LexiconConstraint] {
        &self.constraints
    }

    /// The words of a phrase or pattern as they are in its file, but without marks.
    pub fn said_by(&self, by: By) -> Option<&str> {
        match by {
            By::Phrase(number) => self.phrases.get(number).map(|phrase| phrase.said.as_str()),
            By::Pattern(number) => self.stories.said(number),
            By::Question(_) => None,
        }
    }

    /// The one that comes with the program, but with the skills of `skills`, each an area and a line
    /// as in its files.
    pub(crate) fn with_skills(skills: &[(Category, &str)]) -> Result<Self, LexiconError> {
        let lines: Vec<(Category, &str, &str)> =
            skills.iter().map(|(area, line)| (*area, "the given skills", *line)).collect();
        Self::read(&files::Files { skills: &lines, whole: false, ..files::BUILTIN })
    }

    /// The phrases that ask for something in `question`, whichever of them counts.
    pub fn asked_by(&self, question: &str) -> Vec<By> {
        let question = Text::plain(question);
        self.questions.phrases_in(&question).map(|phrase| By::Question(phrase.number)).collect()
    }

    /// From now on, nothing is found by any of `all`.
    pub(crate) fn mute(&mut self, all: &[By]) {
        for by in all {
            match by {
                By::Phrase(number) => {
                    if let Some(phrase) = self.phrases.get_mut(*number) {
                        phrase.mute = true;
                    }
                }
                By::Pattern(number) => self.stories.mute(*number),
                By::Question(number) => self.questions.mute(*number),
            }
        }
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
