//! Cuts a message into words, with the place of each in the original text, and into sentences.
//!
//! Words are compared in normal form (compatibility characters resolved, lower case); places are
//! counted in Unicode scalar values of the text as it was written.

use crate::stem::stem;
use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest sentence in words; a longer one is cut, so that looking around in a sentence
/// takes bounded time.
const LONGEST_SENTENCE: usize = 80;
/// The longest word in scalar values; a longer one is cut.
const LONGEST_WORD: usize = 48;
/// Words whose full stop does not end a sentence.
const SHORTENED: &[&str] = &["mr", "mrs", "ms", "dr", "st", "vs", "e.g", "i.e", "approx", "prof"];

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
pub(crate) struct Token {
    /// First scalar value.
    pub(crate) start: usize,
    /// One past the last scalar value.
    pub(crate) end: usize,
    /// The same in bytes.
    pub(crate) bytes: Range<usize>,
    /// Its normal form.
    pub(crate) lower: String,
    /// The key that its inflected forms share.
    pub(crate) stem: String,
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
    pub(crate) tokens: Vec<Token>,
    /// Its sentences as ranges of words.
    pub(crate) sentences: Vec<Range<usize>>,
}

impl<'a> Text<'a> {
    /// Cuts `source`.
    pub(crate) fn new(source: &'a str) -> Self {
        let tokens = tokens(source);
        let sentences = sentences(&tokens);
        Self { source, tokens, sentences }
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
        self.tokens.get(index).map_or("", |token| &token.lower)
    }

    /// The number of the sentence that has the word at `index`.
    pub(crate) fn sentence_of(&self, index: usize) -> usize {
        self.sentences
            .partition_point(|sentence| sentence.end <= index)
            .min(self.sentences.len().saturating_sub(1))
    }
}

/// Whether a character is part of a word wherever it stands.
fn in_word(character: char) -> bool {
    character.is_alphanumeric() || is_combining_mark(character)
}

/// Whether a character is invisible and may stand inside a word.
fn invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Whether a character belongs to a word when it stands between two of its letters.
fn joins(character: char) -> bool {
    matches!(character, '\'' | '’' | '.') || invisible(character)
}

fn tokens(source: &str) -> Vec<Token> {
    let mut cutter = Cutter { source, tokens: Vec::new(), open: None, gap: Gap::Stop };
    let mut characters = source.char_indices().enumerate().peekable();
    while let Some((place, (byte, character))) = characters.next() {
        let next = characters.peek().map(|(_, (_, next))| *next);
        let belongs = if in_word(character) {
            true
        } else if cutter.open.is_some() {
            (joins(character) && next.is_some_and(in_word))
                || (matches!(character, '+' | '#' | '%')
                    && !next.is_some_and(char::is_alphanumeric))
        } else {
            character == '.'
                && next.is_some_and(char::is_alphabetic)
                && !cutter.just_after_word(byte)
        };
        if belongs {
            cutter.take(place, byte, character);
        } else {
            cutter.close(place, byte);
            cutter.separate(character, next);
        }
    }
    cutter.close(source.chars().count(), source.len());
    cutter.tokens
}

/// The state of cutting.
struct Cutter<'a> {
    source: &'a str,
    tokens: Vec<Token>,
    open: Option<(usize, usize)>,
    gap: Gap,
}

impl Cutter<'_> {
    fn just_after_word(&self, byte: usize) -> bool {
        self.tokens.last().is_some_and(|token| token.bytes.end == byte)
    }

    fn take(&mut self, place: usize, byte: usize, _character: char) {
        match self.open {
            Some((start, start_byte)) if place - start >= LONGEST_WORD => {
                self.open = Some((start, start_byte));
                self.close(place, byte);
                self.gap = Gap::Space;
                self.open = Some((place, byte));
            }
            Some(_) => {}
            None => self.open = Some((place, byte)),
        }
    }

    fn close(&mut self, end: usize, end_byte: usize) {
        let Some((start, start_byte)) = self.open.take() else { return };
        let written = &self.source[start_byte..end_byte];
        let lower: String = written
            .nfkc()
            .filter(|character| !invisible(*character))
            .map(|character| if character == '’' { '\'' } else { character })
            .flat_map(char::to_lowercase)
            .collect();
        self.tokens.push(Token {
            start,
            end,
            bytes: start_byte..end_byte,
            stem: stem(&lower),
            lower,
            shape: shape(written),
            gap: self.gap,
        });
        self.gap = Gap::Space;
    }

    fn separate(&mut self, character: char, next: Option<char>) {
        let gap = match character {
            '!' | '?' | '…' | '\n' | '\r' | '。' | '！' | '？' | '．' => Gap::Stop,
            '.' => {
                let shortened = self
                    .tokens
                    .last()
                    .is_some_and(|token| SHORTENED.contains(&token.lower.as_str()));
                if shortened { Gap::Space } else { Gap::Stop }
            }
            ',' | '、' | '，' => Gap::Comma,
            ';' | ':' | '–' | '—' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | '•' | '|' => {
                Gap::Break
            }
            '-' if next.is_some_and(char::is_whitespace) => Gap::Break,
            '-' | '\u{2010}' | '\u{2011}' | '/' | '&' => Gap::Joint,
            _ => Gap::Space,
        };
        self.gap = self.gap.max(gap);
    }
}

fn shape(written: &str) -> Shape {
    let mut letters = written.chars().filter(|character| character.is_alphabetic());
    match letters.next() {
        Some(first) if first.is_uppercase() => {
            let mut rest = letters.peekable();
            if rest.peek().is_some() && rest.all(char::is_uppercase) {
                Shape::Upper
            } else {
                Shape::Capital
            }
        }
        _ => Shape::Lower,
    }
}

fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (index, token) in tokens.iter().enumerate() {
        let over = index - start >= LONGEST_SENTENCE;
        if index > start && (token.gap == Gap::Stop || over) {
            found.push(start..index);
            start = index;
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Gap, Text};

    fn words(source: &str) -> Vec<String> {
        Text::new(source).tokens.iter().map(|token| token.lower.clone()).collect()
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
        let text = Text::new(source);
        let scalars: Vec<char> = source.chars().collect();
        for (index, token) in text.tokens.iter().enumerate() {
            let written: String = scalars[token.start..token.end].iter().collect();
            assert_eq!(written, text.slice(&(index..index + 1)));
        }
    }

    #[test]
    fn a_sentence_ends_where_a_reader_stops() {
        let text = Text::new("I saw Dr. Smith. He paid 3.50 today!\nFine");
        assert_eq!(text.sentences, [0..4, 4..8, 8..9]);
        assert_eq!(text.tokens[8].gap, Gap::Stop);
    }

    #[test]
    fn a_text_with_no_stops_is_cut() {
        let words = "word ".repeat(500);
        let text = Text::new(&words);
        assert!(text.sentences.iter().all(|sentence| sentence.len() <= super::LONGEST_SENTENCE));
        let one = "字".repeat(500);
        let text = Text::new(&one);
        assert!(text.tokens.iter().all(|token| token.end - token.start <= super::LONGEST_WORD));
    }
}
