//! The built-in lexicon: skills by category with the ways people say them, and constraints.
//!
//! Its data are the text files under `lexicon/`; the format is described in `lexicon/README.md`.
//! Finding the phrases in a text is the trie's part, judging an ambiguous one the context's.

use crate::{
    context::Rule,
    trie::{Phrase, Trie},
};
use protocol::records::{Category, ConstraintKind};
use std::{collections::HashMap, sync::OnceLock};
use thiserror::Error;

mod parse;

/// The files of the lexicon by category.
const FILES: [(Category, &str, &str); 20] = [
    (Category::Technical, "technical", include_str!("../lexicon/technical.txt")),
    (Category::Data, "data", include_str!("../lexicon/data.txt")),
    (Category::Design, "design", include_str!("../lexicon/design.txt")),
    (Category::Product, "product", include_str!("../lexicon/product.txt")),
    (Category::Business, "business", include_str!("../lexicon/business.txt")),
    (Category::Leadership, "leadership", include_str!("../lexicon/leadership.txt")),
    (Category::Communication, "communication", include_str!("../lexicon/communication.txt")),
    (Category::CraftAndTrades, "craft", include_str!("../lexicon/craft.txt")),
    (Category::Health, "health", include_str!("../lexicon/health.txt")),
    (Category::Education, "education", include_str!("../lexicon/education.txt")),
    (Category::Care, "care", include_str!("../lexicon/care.txt")),
    (Category::Hospitality, "hospitality", include_str!("../lexicon/hospitality.txt")),
    (Category::Agriculture, "agriculture", include_str!("../lexicon/agriculture.txt")),
    (Category::Logistics, "logistics", include_str!("../lexicon/logistics.txt")),
    (Category::Law, "law", include_str!("../lexicon/law.txt")),
    (Category::Arts, "arts", include_str!("../lexicon/arts.txt")),
    (Category::Languages, "languages", include_str!("../lexicon/languages.txt")),
    (Category::Science, "science", include_str!("../lexicon/science.txt")),
    (Category::Safety, "safety", include_str!("../lexicon/safety.txt")),
    (Category::DomainKnowledge, "domain", include_str!("../lexicon/domain.txt")),
];

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
    /// Ways to say it, as written in the file but without marks.
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
    by_form: HashMap<Vec<String>, usize>,
}

impl Lexicon {
    /// The one that comes with the program.
    pub(crate) fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Lexicon> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            Self::read(
                &FILES,
                include_str!("../lexicon/constraints.txt"),
                include_str!("../lexicon/cues.txt"),
            )
            .expect("the lexicon's files are read in the tests")
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
