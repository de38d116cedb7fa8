//! Findings from text, each tied to an exact quote. Pure.
//!
//! [`Extractor::extract`] reads one message of a person and gives the skills, projects,
//! constraints and directions in it. A finding's quote is always a stretch of the text, word for
//! word. Storing findings and joining them to records is left to the server and to `profile`.

mod claims;
mod clauses;
mod constraints;
mod context;
mod directions;
mod facts;
mod found;
mod level;
mod lexicon;
mod marks;
mod noun_phrase;
mod numbers;
mod probability;
mod projects;
mod quote;
mod reading;
mod scope;
mod signals;
mod skills;
mod stem;
mod text;
mod trie;
mod unnamed;
mod words;

pub use facts::{Facts, Topic, facts};
pub use found::{Found, finding_id, to_finding};
pub use lexicon::{Lexicon, LexiconConstraint, LexiconError, LexiconSkill};

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
        let reading = Reading::new(text, self.lexicon);
        let (mut all, taken) = skills::skills(&reading);
        all.extend(unnamed::unnamed(&reading, &taken));
        all.extend(constraints::constraints(&reading));
        all.extend(projects::projects(&reading));
        all.extend(directions::directions(&reading));
        best(all)
    }
}

/// The most probable one of each kind and normal form, in the order of the text.
fn best(all: Vec<Found>) -> Vec<Found> {
    let mut chosen: HashMap<_, Found> = HashMap::new();
    for found in all {
        if found.probability < probability::LEAST || found.quote.is_empty() {
            continue;
        }
        match chosen.entry((found.kind, found.normal.clone())) {
            Entry::Vacant(place) => {
                place.insert(found);
            }
            Entry::Occupied(mut place) => {
                let hours = place.get().hours_per_week.or(found.hours_per_week);
                if found.probability > place.get().probability {
                    place.insert(found);
                }
                place.get_mut().hours_per_week = hours;
            }
        }
    }
    let mut findings: Vec<Found> = chosen.into_values().collect();
    findings.sort_by(|a, b| {
        (a.start, a.end, a.kind, &a.normal).cmp(&(b.start, b.end, b.kind, &b.normal))
    });
    findings
}
