//! Finds the lexicon's phrases in a text: a trie over word keys that steps over small words
//! ("changed *her* dressing") and, inside a verb phrase, over one other word.

use crate::{
    keys::{Key, Keys},
    lexicon::Meaning,
    stem::stem,
    text::{Gap, Text, Token, looked},
    words::{BEFORE_VERB, IN_PHRASE, ING, NOT_IN_PHRASE, PARTICLES, PAST},
};
use std::ops::Range;

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
    /// As it is in the lexicon, without its marks.
    pub(crate) said: String,
    /// The keys of its words.
    pub(crate) keys: Vec<Key>,
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
    /// Whether it is to be found nowhere.
    pub(crate) mute: bool,
}

impl Phrase {
    /// Reads a phrase with its marks: `~` ambiguous, `=` exact, `@` role, `?` a thing. Its words
    /// get their keys from `keys`.
    pub(crate) fn read(marked: &str, meaning: Meaning, keys: &mut Keys) -> Option<Self> {
        let said = marked.trim_start_matches(MARKS);
        let marks = &marked[..marked.len() - said.len()];
        let text = Text::plain(said);
        let kept = without_articles(&text);
        let first = kept.first()?;
        let verb = first.words.meets(PAST.or(ING));
        let deed = kept.len() > 1 && verb;
        let ends_in_particle = kept.last().is_some_and(|last| last.words.meets(PARTICLES));
        let written = || kept.iter().map(|token| token.lower.clone().into_owned()).collect();
        Some(Self {
            meaning,
            said: said.to_owned(),
            keys: kept.iter().map(|token| keys.add(&token.lower)).collect(),
            exact: marks.contains('=').then(written),
            guarded: marks.contains('~'),
            role: marks.contains('@'),
            thing: marks.contains('?'),
            deed,
            verb: kept.len() == 1 && verb,
            soft: usize::from(deed) + usize::from(deed && ends_in_particle),
            mute: false,
        })
    }
}

/// The words of `name` in the form that all their inflections share, without articles.
pub(crate) fn form(name: &str) -> Vec<String> {
    let text = Text::plain(name);
    without_articles(&text).into_iter().map(|token| stem(&token.lower).into_owned()).collect()
}

/// The words that a phrase is made of: all but articles, and the last in any case.
fn without_articles<'t, 'a>(text: &'t Text<'a>) -> Vec<&'t Token<'a>> {
    let last = text.tokens.len().saturating_sub(1);
    let kept = |(index, token): &(usize, &Token<'_>)| {
        *index == last || !["the", "a", "an"].contains(&token.lower.as_ref())
    };
    text.tokens.iter().enumerate().filter(kept).map(|(_, token)| token).collect()
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
    /// The node after a phrase's first word, by the place of its key; 0 when no phrase begins so.
    first: Vec<usize>,
    /// The nodes; the one at 0 stands for none.
    nodes: Vec<Node>,
}

/// What the same words of several phrases lead to.
#[derive(Debug, Default)]
struct Node {
    /// The nodes after one more word, in the order of the keys.
    next: Vec<(Key, usize)>,
    /// The phrases that end here.
    ends: Vec<usize>,
}

impl Node {
    /// The node after the word with `key`.
    fn step(&self, key: Key) -> Option<usize> {
        let place = self.next.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        self.next.get(place).map(|(_, node)| *node)
    }
}

/// A place of the search.
struct Walk {
    node: usize,
    index: usize,
    light: usize,
    soft: usize,
}

impl Trie {
    /// Adds the phrase with the number `phrase`, whose words have `keys`.
    pub(crate) fn insert(&mut self, keys: &[Key], phrase: usize) {
        let Some((first, rest)) = keys.split_first() else { return };
        let Some(place) = first.place() else { return };
        if self.first.len() <= place {
            self.first.resize(place + 1, 0);
        }
        if self.first[place] == 0 {
            self.first[place] = self.add();
        }
        let node = rest.iter().fold(self.first[place], |node, key| self.after(node, *key));
        self.nodes[node].ends.push(phrase);
    }

    /// The node after `node` and a word with `key`.
    fn after(&mut self, node: usize, key: Key) -> usize {
        match self.nodes[node].next.binary_search_by_key(&key, |(key, _)| *key) {
            Ok(place) => self.nodes[node].next[place].1,
            Err(place) => {
                let new = self.add();
                self.nodes[node].next.insert(place, (key, new));
                new
            }
        }
    }

    fn add(&mut self) -> usize {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        self.nodes.push(Node::default());
        self.nodes.len() - 1
    }

    /// The node of the phrases whose first word has `key`.
    fn begin(&self, key: Key) -> Option<usize> {
        self.first.get(key.place()?).copied().filter(|node| *node > 0)
    }

    /// All places of all phrases, in the order of their first words.
    pub(crate) fn search(&self, text: &Text<'_>, phrases: &[Phrase]) -> Vec<Match> {
        let mut search = Search { trie: self, text, phrases, open: Vec::new(), found: Vec::new() };
        for (start, token) in text.tokens.iter().enumerate() {
            if let Some(node) = self.begin(token.key) {
                search.from(start, node);
            }
        }
        search.found
    }
}

/// One run over a text.
struct Search<'a> {
    trie: &'a Trie,
    text: &'a Text<'a>,
    phrases: &'a [Phrase],
    open: Vec<Walk>,
    found: Vec<Match>,
}

impl Search<'_> {
    /// Follows all phrases that begin at `start`, after whose word `node` stands.
    fn from(&mut self, start: usize, node: usize) {
        self.open.push(Walk { node, index: start + 1, light: 0, soft: 0 });
        while let Some(walk) = self.open.pop() {
            let Some(node) = self.trie.nodes.get(walk.node) else { continue };
            looked(1 + node.ends.len());
            self.report(&walk, &node.ends, start);
            // Nothing goes on from the last word of the longest phrase.
            if node.next.is_empty() {
                continue;
            }
            let Some(token) = self.text.tokens.get(walk.index) else { continue };
            if token.gap > Gap::Joint {
                continue;
            }
            let index = walk.index + 1;
            let step = node.step(token.key);
            if let Some(node) = step {
                self.open.push(Walk { node, index, ..walk });
            }
            if token.words.meets(IN_PHRASE) || token.number.is_some() {
                if walk.light < LIGHT_LIMIT {
                    self.open.push(Walk { index, light: walk.light + 1, ..walk });
                }
            } else if step.is_none() && walk.soft < 2 && !token.words.meets(NOT_IN_PHRASE) {
                self.open.push(Walk { index, soft: walk.soft + 1, ..walk });
            }
        }
    }

    /// Adds the phrases of `ends` that stand between `start` and where `walk` is.
    fn report(&mut self, walk: &Walk, ends: &[usize], start: usize) {
        for number in ends {
            let Some(phrase) = self.phrases.get(*number) else { continue };
            let complete = walk.index - start == phrase.keys.len() + walk.light + walk.soft;
            let last = self.text.tokens.get(walk.index - 1).map(|token| &token.key);
            let tight = last == phrase.keys.last();
            let range = start..walk.index;
            if complete
                && tight
                && !phrase.mute
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
        let before = range.start.checked_sub(1);
        return text.is(range.start, PAST.or(ING))
            || before.is_some_and(|index| text.is(index, BEFORE_VERB));
    }
    let Some(exact) = &phrase.exact else { return true };
    let mut words = text.tokens[range].iter().map(|token| token.lower.as_ref());
    exact.iter().all(|wanted| words.any(|word| word == wanted))
}

#[cfg(test)]
mod tests {
    use super::{Phrase, Trie};
    use crate::{keys::Keys, lexicon::Meaning, text::Text};

    fn places(phrases: &[&str], source: &str) -> Vec<String> {
        let mut keys = Keys::default();
        let phrases = phrases.iter().map(|said| Phrase::read(said, Meaning::Skill(0), &mut keys));
        let phrases: Vec<Phrase> = phrases.map(Option::unwrap).collect();
        let mut trie = Trie::default();
        for (number, phrase) in phrases.iter().enumerate() {
            trie.insert(&phrase.keys, number);
        }
        let text = Text::new(source, &keys);
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
