//! A message read once: its words, clauses and the lexicon's phrases in it.

use crate::{
    asked::Theme, clauses::Clauses, found::Found, items::Stretches, keys::Key, lexicon::Lexicon,
    marks::Marks, quote::quote, text::Text, trie::Match,
};
use protocol::records::FindingKind;
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
    pub(crate) question: Vec<Key>,
    /// Whether it asks what or which, and not how, whether or why.
    pub(crate) what: bool,
}

impl<'a> Reading<'a> {
    /// Reads `source` as an answer to `question`.
    pub(crate) fn answer(question: &str, source: &'a str, lexicon: &'a Lexicon) -> Self {
        let question = Text::new(question, &lexicon.keys);
        let asked = lexicon.questions.theme(&question);
        let asks = |word: &&str| ["what", "what's", "which", "whats"].contains(word);
        let what = (0..3).any(|index| asks(&question.word(index)));
        let question = question.tokens.iter().map(|token| token.key).collect();
        Self { question, what, ..Self::new(asked, source, lexicon) }
    }

    /// Reads `source` as an answer to a question about `asked`, whose words are not known.
    pub(crate) fn new(asked: Theme, source: &'a str, lexicon: &'a Lexicon) -> Self {
        let text = Text::new(source, &lexicon.keys);
        let clauses = Clauses::new(&text);
        let stretches = Stretches::new(&text);
        let marks = Marks::new(&text, &clauses);
        let matches = lexicon.trie.search(&text, &lexicon.phrases);
        let question = Vec::new();
        Self { text, clauses, stretches, marks, matches, lexicon, asked, question, what: false }
    }

    /// A finding whose quote is the clause around `core`, a self-claim until told otherwise.
    pub(crate) fn found(&self, kind: FindingKind, name: &str, core: &Range<usize>) -> Found {
        let range = quote(&self.text, &self.clauses, core);
        let place = |found: Option<usize>| {
            found.and_then(|place| u32::try_from(place).ok()).unwrap_or_default()
        };
        let start = place(self.text.tokens.get(range.start).map(|token| token.start));
        let last = self.text.tokens.get(range.end.saturating_sub(1));
        let end = place(last.map(|token| token.end));
        Found::claim(kind, name, 0.5, (start, end), self.text.slice(&range))
    }
}
