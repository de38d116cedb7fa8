//! Finds the lexicon's phrases in a text: a trie over word keys that steps over small words
//! ("changed *her* dressing") and, inside a verb phrase, over one other word.

use crate::{
    english::is_past,
    english::trie::{BEFORE_VERB, LIGHT, PARTICLES},
    lexicon::Meaning,
    numbers::number_word,
    text::{Gap, Text, Token},
};
use std::collections::{HashMap, HashSet};
use std::{ops::Range, sync::LazyLock};

/// Words that never stand inside a phrase unless it has them itself.
static FIRM: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "i we you he she they it me us him them and or but so because if when while that which who \
     to into onto of for with without from by at on in about over under than then as not never no \
     don't didn't can't couldn't won't is are was were be been am has have had do does did will \
     would could should can may might must i'm i've we've we're it's they're one"
        .split_whitespace()
        .collect()
});
/// How many light words may stand in one phrase.
const LIGHT_LIMIT: usize = 3;

/// The marks before a phrase.
pub(crate) const MARKS: [char; 4] = ['~', '=', '@', '?'];

/// One way to say something.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is one independent property")]
pub(crate) struct Phrase {
    /// What it stands for.
    pub(crate) meaning: Meaning,
    /// The keys of its words.
    pub(crate) stems: Vec<String>,
    /// Its words when they must be written just so.
    exact: Option<Vec<String>>,
    /// Whether it is ambiguous, so that the skill's rule must hold.
    pub(crate) guarded: bool,
    /// Whether it names somebody in a role.
    pub(crate) role: bool,
    /// Whether it is a thing or an activity that people speak of in other ways too, so that it
    /// counts only where the speaker lays claim to it.
    pub(crate) thing: bool,
    /// Whether it is a deed, with a verb first.
    pub(crate) deed: bool,
    /// Whether it is one verb, so that the noun of the same form does not count.
    pub(crate) verb: bool,
    /// How many other words may stand in it.
    soft: usize,
}

impl Phrase {
    /// Reads a phrase with its marks: `~` ambiguous, `=` exact, `@` role, `?` a thing.
    pub(crate) fn read(marked: &str, meaning: Meaning) -> Option<Self> {
        let said = marked.trim_start_matches(MARKS);
        let marks = &marked[..marked.len() - said.len()];
        let text = Text::new(said);
        let kept = without_articles(&text);
        let first = kept.first()?;
        let deed = kept.len() > 1 && (is_past(&first.lower) || first.lower.ends_with("ing"));
        let ends_in_particle =
            kept.last().is_some_and(|last| PARTICLES.contains(&last.lower.as_str()));
        Some(Self {
            meaning,
            stems: kept.iter().map(|token| token.stem.clone()).collect(),
            exact: marks
                .contains('=')
                .then(|| kept.iter().map(|token| token.lower.clone()).collect()),
            guarded: marks.contains('~'),
            role: marks.contains('@'),
            thing: marks.contains('?'),
            deed,
            verb: kept.len() == 1 && (is_past(&first.lower) || first.lower.ends_with("ing")),
            soft: usize::from(deed) + usize::from(deed && ends_in_particle),
        })
    }
}

/// The keys of the words of `name`, without articles.
pub(crate) fn form(name: &str) -> Vec<String> {
    without_articles(&Text::new(name)).into_iter().map(|token| token.stem.clone()).collect()
}

/// The words that a phrase is made of: all but articles, and the last in any case.
fn without_articles<'a>(text: &'a Text<'_>) -> Vec<&'a Token> {
    let last = text.tokens.len().saturating_sub(1);
    let kept = |(index, token): &(usize, &Token)| {
        *index == last || !["the", "a", "an"].contains(&token.lower.as_str())
    };
    text.tokens.iter().enumerate().filter(kept).map(|(_, token)| token).collect()
}

fn light(word: &str) -> bool {
    LIGHT.contains(&word)
}

/// A place where a phrase stands.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    /// The phrase by its number.
    pub(crate) phrase: usize,
    /// Its words, with those stepped over.
    pub(crate) range: Range<usize>,
    /// How many words that are not light were stepped over.
    pub(crate) soft: usize,
}

/// The phrases by their words' keys.
#[derive(Debug, Default)]
pub(crate) struct Trie {
    symbols: HashMap<String, u32>,
    steps: HashMap<(u32, u32), u32>,
    ends: HashMap<u32, Vec<usize>>,
    nodes: u32,
}

/// A place of the search.
struct Walk {
    node: u32,
    index: usize,
    light: usize,
    soft: usize,
}

impl Trie {
    /// Adds a phrase.
    pub(crate) fn insert(&mut self, stems: &[String], phrase: usize) {
        let mut node = 0;
        for stem in stems {
            let new = u32::try_from(self.symbols.len()).unwrap_or(u32::MAX);
            let symbol = *self.symbols.entry(stem.clone()).or_insert(new);
            let nodes = &mut self.nodes;
            node = *self.steps.entry((node, symbol)).or_insert_with(|| {
                *nodes += 1;
                *nodes
            });
        }
        self.ends.entry(node).or_default().push(phrase);
    }

    /// All places of all phrases, in the order of their first words.
    pub(crate) fn search(&self, text: &Text<'_>, phrases: &[Phrase]) -> Vec<Match> {
        let symbols: Vec<Option<u32>> =
            text.tokens.iter().map(|token| self.symbols.get(&token.stem).copied()).collect();
        let mut search = Search { trie: self, text, symbols, phrases, found: Vec::new() };
        for start in 0..text.tokens.len() {
            search.from(start);
        }
        search.found
    }
}

/// One run over a text.
struct Search<'a> {
    trie: &'a Trie,
    text: &'a Text<'a>,
    symbols: Vec<Option<u32>>,
    phrases: &'a [Phrase],
    found: Vec<Match>,
}

impl Search<'_> {
    fn step(&self, node: u32, index: usize) -> Option<u32> {
        let symbol = self.symbols.get(index).copied().flatten()?;
        self.trie.steps.get(&(node, symbol)).copied()
    }

    fn from(&mut self, start: usize) {
        let Some(node) = self.step(0, start) else { return };
        let mut open = vec![Walk { node, index: start + 1, light: 0, soft: 0 }];
        while let Some(walk) = open.pop() {
            self.report(&walk, start);
            let Some(token) = self.text.tokens.get(walk.index) else { continue };
            if token.gap > Gap::Joint {
                continue;
            }
            let index = walk.index + 1;
            let step = self.step(walk.node, walk.index);
            if let Some(node) = step {
                open.push(Walk { node, index, ..walk });
            }
            if light(&token.lower) || number_word(&token.lower).is_some() {
                if walk.light < LIGHT_LIMIT {
                    open.push(Walk { index, light: walk.light + 1, ..walk });
                }
            } else if step.is_none() && walk.soft < 2 && !FIRM.contains(token.lower.as_str()) {
                open.push(Walk { index, soft: walk.soft + 1, ..walk });
            }
        }
    }

    fn report(&mut self, walk: &Walk, start: usize) {
        let Some(ends) = self.trie.ends.get(&walk.node) else { return };
        for number in ends {
            let Some(phrase) = self.phrases.get(*number) else { continue };
            let complete = walk.index - start == phrase.stems.len() + walk.light + walk.soft;
            let last = self.text.tokens.get(walk.index - 1).map(|token| &token.stem);
            let tight = last == phrase.stems.last();
            let range = start..walk.index;
            if complete
                && tight
                && walk.soft <= phrase.soft
                && written_so(self.text, phrase, range.clone())
            {
                self.found.push(Match { phrase: *number, range, soft: walk.soft });
            }
        }
    }
}

/// Whether a phrase that asks for it stands in `range` as it is written in the lexicon, or as a
/// verb.
fn written_so(text: &Text<'_>, phrase: &Phrase, range: Range<usize>) -> bool {
    if phrase.verb && phrase.exact.is_none() {
        let word = text.word(range.start);
        let before = range.start.checked_sub(1).map_or("", |index| text.word(index));
        return is_past(word) || word.ends_with("ing") || BEFORE_VERB.contains(&before);
    }
    let Some(exact) = &phrase.exact else { return true };
    let mut words = text.tokens[range].iter().map(|token| token.lower.as_str());
    exact.iter().all(|wanted| words.any(|word| word == wanted))
}

#[cfg(test)]
mod tests {
    use super::{Phrase, Trie};
    use crate::{lexicon::Meaning, text::Text};

    fn places(phrases: &[&str], source: &str) -> Vec<String> {
        let phrases: Vec<Phrase> =
            phrases.iter().map(|said| Phrase::read(said, Meaning::Skill(0)).unwrap()).collect();
        let mut trie = Trie::default();
        for (number, phrase) in phrases.iter().enumerate() {
            trie.insert(&phrase.stems, number);
        }
        let text = Text::new(source);
        trie.search(&text, &phrases)
            .iter()
            .map(|found| text.slice(&found.range).to_owned())
            .collect()
    }

    #[test]
    fn small_words_and_one_other_word_may_stand_inside_a_deed() {
        let phrases = ["changed dressings", "calmed down", "wound care"];
        assert_eq!(places(&phrases, "I was changing his dressings"), ["changing his dressings"]);
        assert_eq!(
            places(&phrases, "Changed three old dressings"),
            ["Changed three old dressings"]
        );
        assert_eq!(
            places(&phrases, "calm the angry parents down"),
            ["calm the angry parents down"]
        );
        assert_eq!(places(&phrases, "changed into dressings"), [""; 0]);
        assert_eq!(places(&phrases, "wound aftercare care"), [""; 0]);
    }

    #[test]
    fn a_phrase_does_not_cross_a_comma_or_a_stop() {
        assert_eq!(places(&["wound care"], "the wound, care of it. Wound-care"), ["Wound-care"]);
    }

    #[test]
    fn an_exact_phrase_is_found_only_as_written() {
        assert_eq!(places(&["=plastering"], "a plaster, plastered, plastering"), ["plastering"]);
    }
}
