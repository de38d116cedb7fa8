//! Cuts sentences into clauses: stretches in which one subject acts and one negation or wish holds.

use crate::{
    text::{Gap, Text},
    words::{ANYBODY, DETERMINERS, JOINERS, OPENERS, OTHER, OWN, PERSON, THING},
};
use std::ops::Range;

/// The clauses of a text, in order.
#[derive(Debug)]
pub(crate) struct Clauses {
    ranges: Vec<Range<usize>>,
}

impl Clauses {
    /// Cuts each sentence of `text`.
    pub(crate) fn new(text: &Text<'_>) -> Self {
        let mut ranges = Vec::new();
        for sentence in &text.sentences {
            let mut start = sentence.start;
            for index in sentence.start + 1..sentence.end {
                if begins(text, index) {
                    ranges.push(start..index);
                    start = index;
                }
            }
            ranges.push(start..sentence.end);
        }
        Self { ranges }
    }

    /// The number of the clause that has the word at `index`.
    pub(crate) fn number(&self, index: usize) -> usize {
        self.ranges
            .partition_point(|range| range.end <= index)
            .min(self.ranges.len().saturating_sub(1))
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Range<usize>] {
        &self.ranges
    }

    /// The words of a clause; empty when there is none.
    pub(crate) fn range(&self, number: usize) -> Range<usize> {
        self.ranges.get(number).cloned().unwrap_or(0..0)
    }

    /// The words of the clause that has the word at `index`.
    pub(crate) fn around(&self, index: usize) -> Range<usize> {
        self.range(self.number(index))
    }
}

fn begins(text: &Text<'_>, index: usize) -> bool {
    let Some(token) = text.tokens.get(index) else { return false };
    let word = token.lower.as_ref();
    match token.gap {
        Gap::Break => return true,
        Gap::Comma if begins_subject(text, index) => return true,
        Gap::Comma if word == "and" && begins_subject(text, index + 1) => return true,
        Gap::Joint => return false,
        _ => {}
    }
    if text.is(index.saturating_sub(1), JOINERS) || text.word(index - 1) == "but" {
        return false;
    }
    // "I would so love to".
    let inside = word == "so" && ["would", "i'd", "we'd"].contains(&text.word(index - 1));
    if token.words.meets(OPENERS) && !inside {
        return true;
    }
    token.words.meets(JOINERS) && (begins_subject(text, index + 1) || text.is(index + 1, OPENERS))
}

/// Whether a new subject begins at `index`.
pub(crate) fn begins_subject(text: &Text<'_>, index: usize) -> bool {
    let word = text.word(index);
    if word == "me" || word == "us" || word == "that" || word == "one" {
        return false;
    }
    text.is(index, OWN.or(OTHER).or(ANYBODY).or(THING)) || person_at(text, index).is_some()
}

/// The end of a phrase such as "my old boss" that begins at `index`.
pub(crate) fn person_at(text: &Text<'_>, index: usize) -> Option<usize> {
    if !text.is(index, DETERMINERS) {
        return None;
    }
    (index + 1..index + 4).find(|place| text.is(*place, PERSON)).filter(|place| {
        (index + 1..=*place)
            .all(|between| text.tokens.get(between).is_some_and(|token| token.gap <= Gap::Joint))
    })
}

#[cfg(test)]
mod tests {
    use super::Clauses;
    use crate::text::Text;

    fn cut(source: &str) -> Vec<String> {
        let text = Text::plain(source);
        let clauses = Clauses::new(&text);
        clauses.ranges.iter().map(|range| text.slice(range).to_owned()).collect()
    }

    #[test]
    fn a_new_subject_begins_a_clause_and_a_list_does_not() {
        assert_eq!(
            cut("I never used Python, Java or Ruby but I know Go, and my colleague does the ops"),
            ["I never used Python, Java or Ruby", "but I know Go", "and my colleague does the ops"]
        );
        assert_eq!(cut("I cook and clean"), ["I cook and clean"]);
        assert_eq!(cut("My boss, who is kind, left"), ["My boss", "who is kind, left"]);
    }
}
