//! A message cut into words, with the place of each in the original text, and into sentences.
//!
//! Words are compared in normal form (compatibility characters resolved, lower case); places are
//! counted in Unicode scalar values of the text as it was written.

use crate::{
    cutting::{Run, complete, sentences, tokens},
    keys::{Key, Keys},
    words::{LONGEST_RUN, Runs, Words},
};
use std::{borrow::Cow, ops::Range};

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Only space.
    Space,
    /// A hyphen, a slash, an ampersand: the words belong together.
    Joint,
    /// A comma.
    Comma,
    /// A semicolon, colon, dash, bracket or quotation mark.
    Break,
    /// The end of a sentence or line.
    Stop,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Without a leading capital.
    Lower,
    /// With a leading capital.
    Capital,
    /// In capitals, two or more.
    Upper,
}

/// A word.
#[derive(Debug, Clone)]
pub(crate) struct Token<'a> {
    /// First scalar value.
    pub(crate) start: usize,
    /// One past the last scalar value.
    pub(crate) end: usize,
    /// The same in bytes.
    pub(crate) bytes: Range<usize>,
    /// Its normal form.
    pub(crate) lower: Cow<'a, str>,
    /// The key that its inflected forms share.
    pub(crate) key: Key,
    /// The lists that it is in.
    pub(crate) words: Words,
    /// Its number, when it is one.
    pub(crate) number: Option<f64>,
    /// How it is written.
    pub(crate) shape: Shape,
    /// What stands before it.
    pub(crate) gap: Gap,
}

/// A message cut into words.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    /// As it was written.
    pub(crate) source: &'a str,
    /// Its words in order.
    pub(crate) tokens: Vec<Token<'a>>,
    /// Its sentences as ranges of words.
    pub(crate) sentences: Vec<Range<usize>>,
    /// The runs of words in it that are in lists, in the order of their first words.
    runs: Vec<Run>,
}

impl<'a> Text<'a> {
    /// Cuts `source`, whose words get their keys from `keys`.
    pub(crate) fn new(source: &'a str, keys: &'a Keys) -> Self {
        let (tokens, runs) = tokens(source, keys);
        let sentences = sentences(&tokens);
        let runs = complete(&tokens, &runs);
        Self { source, tokens, sentences, runs }
    }

    /// Cuts `source` where no keys are asked for.
    pub(crate) fn plain(source: &'a str) -> Self {
        Self::new(source, Keys::none())
    }

    /// The words of `range` as they were written.
    pub(crate) fn slice(&self, range: &Range<usize>) -> &'a str {
        match (self.tokens.get(range.start), self.tokens.get(range.end.saturating_sub(1))) {
            (Some(first), Some(last)) if range.start < range.end => {
                &self.source[first.bytes.start..last.bytes.end]
            }
            _ => "",
        }
    }

    /// The normal form of the word at `index`; empty past the end.
    pub(crate) fn word(&self, index: usize) -> &str {
        looked(1);
        self.tokens.get(index).map_or("", |token| &token.lower)
    }

    /// Whether the word at `index` is in any of `lists`.
    pub(crate) fn is(&self, index: usize, lists: Words) -> bool {
        looked(1);
        self.tokens.get(index).is_some_and(|token| token.words.meets(lists))
    }

    /// The number that the word at `index` is.
    pub(crate) fn number(&self, index: usize) -> Option<f64> {
        looked(1);
        self.tokens.get(index).and_then(|token| token.number)
    }

    /// The runs of `lists` in `within`.
    pub(crate) fn runs(
        &self,
        within: &Range<usize>,
        lists: Runs,
    ) -> impl Iterator<Item = Range<usize>> {
        let end = within.end;
        let from = self.runs.partition_point(|run| run.start < within.start);
        self.runs[from..]
            .iter()
            .take_while(move |run| {
                looked(1);
                run.start < end
            })
            .filter(move |run| run.end <= end && run.lists.meets(lists))
            .map(|run| run.start..run.end)
    }

    /// Whether a run of `lists` is in `within`.
    pub(crate) fn has(&self, within: &Range<usize>, lists: Runs) -> bool {
        self.runs(within, lists).next().is_some()
    }

    /// Whether a run of `lists` ends right before `end`.
    pub(crate) fn run_ends(&self, end: usize, lists: Runs) -> bool {
        self.runs(&(end.saturating_sub(LONGEST_RUN)..end), lists).any(|run| run.end == end)
    }

    /// The number of the sentence that has the word at `index`.
    pub(crate) fn sentence_of(&self, index: usize) -> usize {
        self.sentences
            .partition_point(|sentence| sentence.end <= index)
            .min(self.sentences.len().saturating_sub(1))
    }
}

/// Counts `times` looks at words of a text, in tests only.
#[cfg(not(test))]
pub(crate) const fn looked(_times: usize) {}
#[cfg(test)]
pub(crate) use looks::looked;

/// How often words were looked at: the work of reading a text, as no clock measures it.
#[cfg(test)]
pub(crate) mod looks {
    use std::cell::Cell;

    thread_local! {
        static LOOKS: Cell<usize> = const { Cell::new(0) };
    }

    /// Counts `times` looks.
    pub(crate) fn looked(times: usize) {
        LOOKS.set(LOOKS.get() + times);
    }

    /// How many looks `work` takes.
    pub(crate) fn of(work: impl FnOnce()) -> usize {
        let before = LOOKS.get();
        work();
        LOOKS.get() - before
    }
}

#[cfg(test)]
mod tests {
    use super::{Gap, Text};
    use crate::cutting::{LONGEST_SENTENCE, LONGEST_WORD};

    fn words(source: &str) -> Vec<String> {
        let text = Text::plain(source);
        text.tokens.iter().map(|token| token.lower.clone().into_owned()).collect()
    }

    #[test]
    fn signs_that_are_part_of_a_name_stay_with_the_word() {
        assert_eq!(words("C++, C# and Node.js."), ["c++", "c#", "and", "node.js"]);
        assert_eq!(words("We use .NET (4.5)."), ["we", "use", ".net", "4.5"]);
        assert_eq!(words("don’t R&D"), ["don't", "r", "d"]);
        assert_eq!(words("front-end 37.5%"), ["front", "end", "37.5%"]);
    }

    #[test]
    fn letters_written_another_way_read_the_same() {
        assert_eq!(words("Ｐｙｔｈｏｎ cafe\u{301} so\u{ad}lo"), ["python", "café", "solo"]);
    }

    #[test]
    fn places_are_counted_in_scalar_values() {
        let source = "🙂 Ich heiße “Zoë” 👩‍🚀 ok";
        let text = Text::plain(source);
        let scalars: Vec<char> = source.chars().collect();
        for (index, token) in text.tokens.iter().enumerate() {
            let written: String = scalars[token.start..token.end].iter().collect();
            assert_eq!(written, text.slice(&(index..index + 1)));
        }
    }

    #[test]
    fn a_sentence_ends_where_a_reader_stops() {
        let text = Text::plain("I saw Dr. Smith. He paid 3.50 today!\nFine");
        assert_eq!(text.sentences, [0..4, 4..8, 8..9]);
        assert_eq!(text.tokens[8].gap, Gap::Stop);
    }

    #[test]
    fn a_text_with_no_stops_is_cut() {
        let words = "word ".repeat(500);
        let text = Text::plain(&words);
        assert!(text.sentences.iter().all(|sentence| sentence.len() <= LONGEST_SENTENCE));
        let one = "字".repeat(500);
        let text = Text::plain(&one);
        assert!(text.tokens.iter().all(|token| token.end - token.start <= LONGEST_WORD));
    }
}
