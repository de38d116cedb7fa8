//! Findings from text, each tied to an exact quote. Pure.
//!
//! [`Extractor::extract`] reads one message of a person and gives the skills, projects,
//! constraints and directions in it. A finding's quote is always a stretch of the text, word for
//! word. Storing findings and joining them to records is left to the server and to `profile`.

mod asked;
mod clauses;
mod constraints;
mod context;
mod cutting;
mod dependants;
mod directions;
mod english;
mod facts;
mod found;
mod hardships;
mod household;
mod items;
mod keys;
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
mod week;
mod words;

pub use asked::Theme;
pub use facts::{Facts, Topic, facts};
pub use found::{Found, finding_id, to_finding};
pub use lexicon::{Lexicon, LexiconConstraint, LexiconError, LexiconSkill};
pub use probability::{By, Weighed, is_sure};

use protocol::records::{Category, FindingKind};
use reading::Reading;

/// Finds what a text says of its speaker.
#[derive(Debug)]
pub struct Extractor {
    lexicon: Lexicon,
}

impl Extractor {
    /// The one with the lexicon that comes with the program. The first call reads the lexicon.
    pub fn builtin() -> &'static Self {
        static BUILTIN: std::sync::OnceLock<Extractor> = std::sync::OnceLock::new();
        BUILTIN.get_or_init(|| Self { lexicon: Lexicon::builtin() })
    }

    /// The same with the skills of `skills` alone, each an area and a line as in the lexicon's
    /// files, and without what is in `without`, as if nobody had thought of it. Fails on a line that
    /// cannot be read.
    pub fn with_skills(skills: &[(Category, &str)], without: &[By]) -> Result<Self, LexiconError> {
        let mut lexicon = Lexicon::with_skills(skills)?;
        lexicon.mute(without);
        Ok(Self { lexicon })
    }

    /// Its lexicon.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The findings of `text` in the order of their quotes, at most one for each kind and normal
    /// form. The same text gives the same findings; time grows with the length of the text.
    pub fn extract(&self, text: &str) -> Vec<Found> {
        self.extract_about(asked::UNASKED, text)
    }

    /// The findings of `text` as an answer to a question about `theme`, which tells what few words
    /// mean.
    pub fn extract_about(&self, theme: Theme, text: &str) -> Vec<Found> {
        likely(Self::all(&Reading::new(theme, text, &self.lexicon)))
    }

    /// The findings of `text` as an answer to `question`.
    pub fn extract_answer(&self, question: &str, text: &str) -> Vec<Found> {
        likely(self.weigh(question, text))
    }

    /// All that may be a finding, also what is too unlikely to be told, each with its signs.
    pub fn weigh(&self, question: &str, text: &str) -> Vec<Weighed> {
        Self::all(&Reading::answer(question, text, &self.lexicon))
    }

    /// Whether what stands at `place` of `text`, in bytes, is denied there: "never used *Rust*".
    pub fn denies(&self, text: &str, place: std::ops::Range<usize>) -> bool {
        let reading = Reading::new(asked::UNASKED, text, &self.lexicon);
        let tokens = &reading.text.tokens;
        let start = tokens.partition_point(|token| token.bytes.end <= place.start);
        let end = tokens.partition_point(|token| token.bytes.start < place.end);
        start < end && scope::scope(&reading, &(start..end)).negated
    }

    /// Whether `words` are only such as say nothing by themselves: "I", "and the".
    pub fn says_nothing(words: &str) -> bool {
        text::Text::plain(words).tokens.iter().all(|token| token.words.meets(words::EMPTY))
    }

    fn all(reading: &Reading<'_>) -> Vec<Weighed> {
        let (mut all, taken) = skills::skills(reading);
        all.extend(unlisted::unlisted(reading, &all, &taken));
        all.extend(unnamed::unnamed(reading, &taken));
        all.extend(stories::shown(reading));
        let (constraints, told) = constraints::constraints(reading);
        all.extend(constraints);
        all.extend(hardships::hardships(reading, &told));
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
fn best(mut all: Vec<Weighed>) -> Vec<Weighed> {
    all.retain(|one| !one.found.quote.is_empty());
    // The order of those that mean the same stays.
    all.sort_by(|a, b| meaning(a).cmp(&meaning(b)));
    let mut findings: Vec<Weighed> = Vec::with_capacity(all.len());
    let mut named = false;
    for one in all {
        match findings.last_mut().filter(|best| meaning(best) == meaning(&one)) {
            None => {
                shown_only(&mut findings, named);
                named = !one.is_shown();
                findings.push(one);
            }
            Some(best) => {
                named |= !one.is_shown();
                let hours = best.found.hours_per_week.or(one.found.hours_per_week);
                if one.found.probability > best.found.probability {
                    *best = one;
                }
                best.found.hours_per_week = hours;
            }
        }
    }
    shown_only(&mut findings, named);
    findings.sort_by(|a, b| {
        let place = |one: &Weighed| (one.found.start, one.found.end, one.found.kind);
        place(a).cmp(&place(b)).then_with(|| a.found.normal.cmp(&b.found.normal))
    });
    findings
}

/// Makes the last finding less sure when the text only shows it and never says it in so many words.
fn shown_only(findings: &mut Vec<Weighed>, named: bool) {
    if let Some(last) = findings.pop() {
        findings.push(if named { last } else { last.alone() });
    }
}

/// What a finding says, wherever and how surely.
fn meaning(one: &Weighed) -> (FindingKind, &str) {
    (one.found.kind, &one.found.normal)
}

#[cfg(test)]
mod tests {
    use super::Extractor;
    use crate::{asked::Theme, text::looks};

    /// The most looks at words that a byte of a text may take.
    const MOST: usize = 200;
    const THEMES: [Theme; 4] = [Theme::Skill, Theme::Constraint, Theme::Project, Theme::Direction];

    /// The looks that reading `length` bytes of `piece` takes.
    fn looks(piece: &str, length: usize, theme: Theme) -> usize {
        let text = piece.repeat(length / piece.len());
        looks::of(|| drop(Extractor::builtin().extract_about(theme, &text)))
    }

    #[test]
    fn work_grows_with_the_length_of_a_text_whatever_it_is() {
        let length = protocol::MESSAGE_TEXT_LIMIT / 16;
        for piece in [
            "I took her blood and ran the kitchen, ",
            "a",
            "字",
            " ",
            ".",
            "I'm ",
            "years of ",
            "go ",
            "🙂",
            "never not without ",
            "I'm working on a project to ",
            "two hours a week ",
            "\u{301}",
            "wound care wound care. ",
            "my my my ",
            "want to become ",
            "changed ",
            "Python, Go, R, ",
            "debts and no time, ",
            "used to when i was the old ",
        ] {
            for theme in THEMES {
                let (short, long) = (looks(piece, length, theme), looks(piece, length * 4, theme));
                assert!(long <= short * 9 / 2 + 100, "{piece:?} {theme:?}: {short}, then {long}");
                assert!(long <= length * 4 * MOST, "{piece:?} {theme:?}: {long}");
            }
        }
    }
}
