//! Findings from text, each tied to an exact quote. Pure.
//!
//! [`Extractor::extract`] reads one message of a person and gives the skills, projects,
//! constraints and directions in it. A finding's quote is always a stretch of the text, word for
//! word. Storing findings and joining them to records is left to the server and to `profile`.

mod asked;
mod clauses;
mod constraints;
mod context;
mod directions;
mod english;
mod facts;
mod found;
mod items;
mod level;
mod lexicon;
mod marks;
mod noun_phrase;
mod numbers;
mod past;
mod probability;
mod projects;
mod quote;
mod reading;
mod scope;
mod signals;
mod skills;
mod stem;
mod stories;
mod text;
mod trie;
mod unlisted;
mod unnamed;

pub use asked::Theme;
pub use facts::{Facts, Topic, facts};
pub use found::{Found, finding_id, to_finding};
pub use lexicon::{Lexicon, LexiconConstraint, LexiconError, LexiconSkill};
pub use probability::Weighed;

use reading::Reading;
use std::collections::{HashMap, hash_map::Entry};

/// Finds what a text says of its speaker.
#[derive(Debug)]
pub struct Extractor {
    lexicon: &'static Lexicon,
}

impl Extractor {
    /// The one with the lexicon that comes with the program. The first call reads the lexicon.
    pub fn builtin() -> &'static Self {
        static BUILTIN: std::sync::OnceLock<Extractor> = std::sync::OnceLock::new();
        BUILTIN.get_or_init(|| Self { lexicon: Lexicon::builtin() })
    }

    /// Its lexicon.
    pub fn lexicon(&self) -> &Lexicon {
        self.lexicon
    }

    /// The findings of `text` in the order of their quotes, at most one for each kind and normal
    /// form. The same text gives the same findings; time grows with the length of the text.
    pub fn extract(&self, text: &str) -> Vec<Found> {
        self.extract_about(asked::UNASKED, text)
    }

    /// The findings of `text` as an answer to a question about `theme`, which tells what few words
    /// mean.
    pub fn extract_about(&self, theme: Theme, text: &str) -> Vec<Found> {
        likely(Self::all(&Reading::new(theme, "", text, self.lexicon)))
    }

    /// The findings of `text` as an answer to `question`.
    pub fn extract_answer(&self, question: &str, text: &str) -> Vec<Found> {
        likely(self.weigh(question, text))
    }

    /// All that may be a finding, also what is too unlikely to be told, each with its signs.
    pub fn weigh(&self, question: &str, text: &str) -> Vec<Weighed> {
        let theme = self.lexicon.questions.theme(question);
        Self::all(&Reading::new(theme, question, text, self.lexicon))
    }

    fn all(reading: &Reading<'_>) -> Vec<Weighed> {
        let (mut all, taken) = skills::skills(reading);
        all.extend(unlisted::unlisted(reading, &all, &taken));
        all.extend(unnamed::unnamed(reading, &taken));
        all.extend(stories::shown(reading));
        all.extend(constraints::constraints(reading));
        all.extend(projects::projects(reading));
        all.extend(directions::directions(reading));
        best(all)
    }
}

/// Those that are likely enough to be told.
fn likely(weighed: Vec<Weighed>) -> Vec<Found> {
    weighed.into_iter().filter(Weighed::likely).map(|one| one.found).collect()
}

/// The most probable one of each kind and normal form, in the order of the text.
fn best(all: Vec<Weighed>) -> Vec<Weighed> {
    let mut chosen: HashMap<_, Weighed> = HashMap::new();
    for one in all.into_iter().filter(|one| !one.found.quote.is_empty()) {
        match chosen.entry((one.found.kind, one.found.normal.clone())) {
            Entry::Vacant(place) => {
                place.insert(one);
            }
            Entry::Occupied(mut place) => {
                let hours = place.get().found.hours_per_week.or(one.found.hours_per_week);
                if one.found.probability > place.get().found.probability {
                    place.insert(one);
                }
                place.get_mut().found.hours_per_week = hours;
            }
        }
    }
    let mut findings: Vec<Weighed> = chosen.into_values().collect();
    findings.sort_by(|a, b| {
        let place = |one: &Weighed| (one.found.start, one.found.end, one.found.kind);
        place(a).cmp(&place(b)).then_with(|| a.found.normal.cmp(&b.found.normal))
    });
    findings
}
