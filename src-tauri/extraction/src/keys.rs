//! Keys of words: one small number for all inflected forms of a word that the lexicon or a rule
//! speaks of, so that comparing two words is comparing two numbers.

use crate::{
    english::items::CLAIMS,
    stem::{stem, stem_of},
    words::{CLAIM, Known, Words, all_known, known, words},
};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The key of a word; all words that nothing speaks of have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key(u32);

impl Key {
    /// That of words nothing speaks of.
    pub(crate) const NONE: Self = Self(u32::MAX);

    /// As a place in a list; `None` for [`Key::NONE`].
    pub(crate) fn place(self) -> Option<usize> {
        (self != Self::NONE).then(|| usize::try_from(self.0).ok()).flatten()
    }
}

/// What is known of a word as it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    /// Its key.
    pub(crate) key: Key,
    /// The lists that it is in.
    pub(crate) words: Words,
    /// What is known of it beside, when it is in a list.
    pub(crate) known: Option<&'static Known>,
}

/// The keys of words.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// By the form that [`stem`] gives, with the lists that hold for all its words.
    by_stem: FxHashMap<String, (Key, Words)>,
    /// What [`Keys::find`] works out for the usual words.
    usual: FxHashMap<String, Form>,
}

impl Keys {
    /// Those of the verbs by which something is claimed.
    pub(crate) fn of_claims() -> Self {
        let mut keys = Self::default();
        for verb in CLAIMS {
            let key = keys.add(verb);
            keys.by_stem.insert(stem(verb).into_owned(), (key, CLAIM));
        }
        keys
    }

    /// No keys.
    pub(crate) fn none() -> &'static Self {
        static NONE: LazyLock<Keys> = LazyLock::new(|| {
            let mut none = Keys::default();
            none.settle(std::iter::empty());
            none
        });
        &NONE
    }

    /// The key of `word`, which is in lower case, from now on.
    pub(crate) fn add(&mut self, word: &str) -> Key {
        let new = Key(u32::try_from(self.by_stem.len()).unwrap_or(u32::MAX));
        self.by_stem.entry(stem(word).into_owned()).or_insert((new, Words::default())).0
    }

    /// Works out once what is known of `words` and of the words of the lists, when all keys were
    /// given.
    pub(crate) fn settle<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        let known = all_known().map(|word| -> &'w str { word });
        for word in words.chain(known) {
            let form = self.find(word);
            self.usual.insert(word.to_owned(), form);
        }
    }

    /// What is known of `word`, which is in lower case, when that was worked out already, and the
    /// word as it is kept here.
    pub(crate) fn usual(&self, word: &str) -> Option<(&str, Form)> {
        self.usual.get_key_value(word).map(|(word, form)| (word.as_str(), *form))
    }

    /// What is known of `word`, which is in lower case.
    pub(crate) fn find(&self, word: &str) -> Form {
        if let Some((_, form)) = self.usual(word) {
            return form;
        }
        let known = known(word);
        let own = words(word, known);
        match self.by_stem.get(stem_of(word, known).as_ref()) {
            Some((key, shared)) => Form { key: *key, words: own.or(*shared), known },
            None => Form { key: Key::NONE, words: own, known },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, Keys};

    #[test]
    fn forms_of_one_word_have_one_key_whether_they_were_worked_out_before_or_not() {
        let mut keys = Keys::default();
        let key = keys.add("building");
        for _ in 0..2 {
            for form in ["build", "built", "builds", "building"] {
                assert_eq!(keys.find(form).key, key, "{form}");
            }
            assert_eq!(keys.find("cook").key, Key::NONE);
            keys.settle(["builds", "building"].into_iter());
        }
    }

    #[test]
    fn a_verb_of_claiming_is_known_in_every_form() {
        let keys = Keys::of_claims();
        let claims = ["fix", "fixed", "repairing", "taught"].map(|word| keys.find(word).words);
        assert!(claims.iter().all(|words| words.meets(crate::words::CLAIM)));
    }
}
