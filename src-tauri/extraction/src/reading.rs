//! A message read once: its words, clauses and the lexicon's phrases in it.

use crate::{
    asked::Theme, clauses::Clauses, found::Found, items::Stretches, lexicon::Lexicon, marks::Marks,
    quote::quote, text::Text, trie::Match,
};
use protocol::records::{EvidenceKind, FindingKind};
use std::ops::Range;

/// A message read once.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) text: Text<'a>,
    pub(crate) clauses: Clauses,
    pub(crate) stretches: Stretches,
    pub(crate) marks: Marks,
    pub(crate) matches: Vec<Match>,
    pub(crate) lexicon: &'a Lexicon,
    /// What the question asked for.
    pub(crate) asked: Theme,
    /// The keys of the words of the question; none when there was no question.
    pub(crate) question: Vec<String>,
}

impl<'a> Reading<'a> {
    /// Reads `source` as an answer to a question about `asked`, whose words are `question`.
    pub(crate) fn new(asked: Theme, question: &str, source: &'a str, lexicon: &'a Lexicon) -> Self {
        let text = Text::new(source);
        let clauses = Clauses::new(&text);
        let stretches = Stretches::new(&text);
        let marks = Marks::new(&text, &clauses);
        let matches = lexicon.trie.search(&text, &lexicon.phrases);
        let question = Text::new(question).tokens.into_iter().map(|token| token.stem).collect();
        Self { text, clauses, stretches, marks, matches, lexicon, asked, question }
    }

    /// A finding whose quote is the clause around `core`, a self-claim until told otherwise.
    pub(crate) fn found(&self, kind: FindingKind, name: &str, core: &Range<usize>) -> Found {
        let range = quote(&self.text, &self.clauses, core);
        let place = |found: Option<usize>| {
            found.and_then(|place| u32::try_from(place).ok()).unwrap_or_default()
        };
        Found {
            kind,
            name: name.to_owned(),
            normal: name.to_lowercase(),
            category: None,
            constraint_kind: None,
            level: None,
            hours_per_week: None,
            evidence: EvidenceKind::SelfClaim,
            probability: 0.5,
            start: place(self.text.tokens.get(range.start).map(|token| token.start)),
            end: place(self.text.tokens.get(range.end.saturating_sub(1)).map(|token| token.end)),
            quote: self.text.slice(&range).to_owned(),
        }
    }
}
