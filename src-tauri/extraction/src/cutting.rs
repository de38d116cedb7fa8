//! Cuts a text into words and sentences.

use crate::{
    keys::{Form, Keys},
    numbers::digits,
    text::{Gap, Shape, Token},
    words::{INSIDE_WISH, Known, Runs, WISHES},
};
use std::{borrow::Cow, ops::Range};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest sentence in words; a longer one is cut, so that looking around in a sentence
/// takes bounded time.
pub(crate) const LONGEST_SENTENCE: usize = 80;
/// The longest word in scalar values; a longer one is cut.
pub(crate) const LONGEST_WORD: usize = 48;
/// The most adverbs between two words of a wish.
const INSIDE_RUN: usize = 2;
/// Words whose full stop does not end a sentence.
const SHORTENED: &[&str] = &["mr", "mrs", "ms", "dr", "st", "vs", "e.g", "i.e", "approx", "prof"];

/// A run of words that is in a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    /// Its first word.
    pub(crate) start: usize,
    /// One past its last word.
    pub(crate) end: usize,
    /// The lists that have it.
    pub(crate) lists: Runs,
}

/// Whether a character is part of a word wherever it stands.
fn in_word(character: char) -> bool {
    character.is_alphanumeric() || !character.is_ascii() && is_combining_mark(character)
}

/// Whether a character is invisible and may stand inside a word.
fn invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Whether a character belongs to a word when it stands between two of its letters.
fn joins(character: char) -> bool {
    matches!(character, '\'' | '’' | '.') || invisible(character)
}

/// A word of a list with what is known of it, by its place.
pub(crate) type Listed = (usize, &'static Known);

/// The words of `source`, and those with which runs may begin.
pub(crate) fn tokens<'a>(source: &'a str, keys: &'a Keys) -> (Vec<Token<'a>>, Vec<Listed>) {
    let mut cutter = Cutter {
        source,
        keys,
        tokens: Vec::with_capacity(source.len() / 5 + 1),
        begin: Vec::new(),
        open: None,
        gap: Gap::Stop,
    };
    let (mut place, mut byte) = (0, 0);
    while let Some(character) = character_at(source, byte) {
        let after = byte + character.len_utf8();
        if character.is_ascii_alphanumeric() {
            let rest = source.as_bytes()[after..].iter();
            let more = rest.take_while(|byte| byte.is_ascii_alphanumeric()).count();
            cutter.take_ascii(place, byte, 1 + more);
            place += 1 + more;
            byte = after + more;
            continue;
        }
        let next = character_at(source, after);
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
            cutter.take(place, byte);
        } else {
            cutter.close(place, byte);
            cutter.separate(character, next);
        }
        place += 1;
        byte = after;
    }
    cutter.close(place, source.len());
    (cutter.tokens, cutter.begin)
}

/// The character that begins at `byte`; `None` at the end.
fn character_at(source: &str, byte: usize) -> Option<char> {
    match source.as_bytes().get(byte) {
        Some(ascii) if ascii.is_ascii() => Some(char::from(*ascii)),
        Some(_) => source.get(byte..)?.chars().next(),
        None => None,
    }
}

/// The state of cutting.
struct Cutter<'a> {
    source: &'a str,
    keys: &'a Keys,
    tokens: Vec<Token<'a>>,
    begin: Vec<Listed>,
    open: Option<(usize, usize)>,
    gap: Gap,
}

impl<'a> Cutter<'a> {
    fn just_after_word(&self, byte: usize) -> bool {
        self.tokens.last().is_some_and(|token| token.bytes.end == byte)
    }

    fn take(&mut self, place: usize, byte: usize) {
        match self.open {
            Some((start, _)) if place - start >= LONGEST_WORD => {
                self.close(place, byte);
                self.open = Some((place, byte));
            }
            Some(_) => {}
            None => self.open = Some((place, byte)),
        }
    }

    /// Takes `count` letters or digits that are one byte each.
    fn take_ascii(&mut self, mut place: usize, mut byte: usize, count: usize) {
        let end = byte + count;
        while byte < end {
            self.take(place, byte);
            let long = self.open.map_or(0, |(start, _)| place - start);
            let step = (LONGEST_WORD - long).min(end - byte);
            place += step;
            byte += step;
        }
    }

    fn close(&mut self, end: usize, end_byte: usize) {
        let Some((start, start_byte)) = self.open.take() else { return };
        let written = &self.source[start_byte..end_byte];
        let (lower, form) = self.known(written);
        let Form { key, words, known } = form;
        if let Some(known) = known.filter(|known| !known.runs.is_empty()) {
            self.begin.push((self.tokens.len(), known));
        }
        self.tokens.push(Token {
            start,
            end,
            bytes: start_byte..end_byte,
            key,
            words,
            number: known.and_then(|known| known.number).or_else(|| digits(&lower)),
            lower,
            shape: shape(written),
            gap: self.gap,
        });
        self.gap = Gap::Space;
    }

    /// The normal form of a word, and what is known of it. Most words are borrowed: from the source
    /// where they are written so, or else from the words that are known.
    fn known(&self, written: &'a str) -> (Cow<'a, str>, Form) {
        let small = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
        if written.bytes().all(small) {
            return (written.into(), self.keys.find(written));
        }
        let mut buffer = [0; LONGEST_WORD];
        if let Some(ascii) = buffer.get_mut(..written.len()).filter(|_| written.is_ascii()) {
            ascii.copy_from_slice(written.as_bytes());
            ascii.make_ascii_lowercase();
            let usual = str::from_utf8(ascii).ok().and_then(|lower| self.keys.usual(lower));
            if let Some((word, form)) = usual {
                return (word.into(), form);
            }
        }
        let lower = lower(written);
        let form = self.keys.find(&lower);
        (lower.into(), form)
    }

    fn separate(&mut self, character: char, next: Option<char>) {
        let gap = match character {
            '!' | '?' | '…' | '\n' | '\r' | '。' | '！' | '？' | '．' => Gap::Stop,
            '.' => {
                let shortened = self
                    .tokens
                    .last()
                    .is_some_and(|token| SHORTENED.contains(&token.lower.as_ref()));
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

/// The normal form of a word.
fn lower(written: &str) -> String {
    if written.is_ascii() {
        return written.to_ascii_lowercase();
    }
    let whole = written
        .nfkc()
        .filter(|character| !invisible(*character))
        .map(|character| if character == '’' { '\'' } else { character });
    whole.flat_map(char::to_lowercase).collect()
}

fn shape(written: &str) -> Shape {
    if written.as_bytes().first().is_some_and(u8::is_ascii_lowercase) {
        return Shape::Lower;
    }
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

/// The sentences of `tokens`, each a range of words.
pub(crate) fn sentences(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
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

/// The runs that begin with the words `begin`, as far as the next words go on with them.
pub(crate) fn complete(tokens: &[Token<'_>], begin: &[Listed]) -> Vec<Run> {
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.lower == word);
    // The end of a run whose `rest` follows `from`, with adverbs inside where `loose`.
    let end_of = |from: usize, rest: &[&str], loose: bool| {
        let mut at = from;
        for word in rest {
            let inside = |at: usize| {
                let token = tokens.get(at).filter(|token| token.gap == Gap::Space);
                loose && token.is_some_and(|token| token.words.meets(INSIDE_WISH))
            };
            let steps = (0..=INSIDE_RUN).take_while(|n| *n == 0 || inside(at + n - 1));
            at = steps.map(|n| at + n).find(|at| is(*at, word))? + 1;
        }
        Some(at)
    };
    let mut found = Vec::new();
    for (start, known) in begin {
        for (lists, rest) in &known.runs {
            if let Some(end) = end_of(start + 1, rest, lists.meets(WISHES)) {
                found.push(Run { start: *start, end, lists: *lists });
            }
        }
    }
    found
}
