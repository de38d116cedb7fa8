//! What is known of a word by itself: in which lists of `english` it is, which runs of words begin
//! with it, which number it is. Looked up once for each word of a text; afterwards a list is a bit.

use crate::english::{
    aims, claims, clauses, constraints, context, denial, hardships, items, noun_phrase, numbers,
    past, quote, scope, signals, skills, stem, stories, subjects, time, trie, undertakings,
    unlisted, vague,
};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Lists of words, one bit for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Words(u128);

impl Words {
    /// Those of both.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether they have a list in common.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Lists of runs of words, one bit for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Runs(u32);

impl Runs {
    /// Whether they have a list in common.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Gives each list a bit, in the order in which they are named, and makes a table of them.
macro_rules! lists {
    ($kind:ident, $of:ty, $table:ident: $($name:ident = $list:expr;)*) => {
        lists!(@ $kind, 1; $($name = $list;)*);
        const $table: &[($kind, $of)] = &[$(($name, $list)),*];
    };
    (@ $kind:ident, $bit:expr;) => {};
    (@ $kind:ident, $bit:expr; $name:ident = $list:expr; $($rest:tt)*) => {
        #[doc = concat!("The words of `", stringify!($list), "`.")]
        pub(crate) const $name: $kind = $kind($bit);
        lists!(@ $kind, $bit << 1; $($rest)*);
    };
}

lists! { Words, &[&str], WORDS:
    OWN = subjects::OWN;
    OTHER = subjects::OTHER;
    ANYBODY = subjects::ANYBODY;
    THING = subjects::THING;
    DETERMINERS = subjects::DETERMINERS;
    PEOPLE = subjects::PEOPLE;
    NEGATION = denial::NEGATION;
    HARMLESS_AFTER_NEGATION = denial::HARMLESS_AFTER_NEGATION;
    NO_OF = denial::NO_OF;
    SENIOR = claims::SENIOR;
    OPENERS = clauses::OPENERS;
    JOINERS = clauses::JOINERS;
    WELL = constraints::WELL;
    DISTRACTIONS = hardships::DISTRACTIONS;
    BODY_AND_MIND = hardships::BODY_AND_MIND;
    MONEY = hardships::MONEY;
    DUTIES = hardships::DUTIES;
    DOUBTS = hardships::DOUBTS;
    WORKING_HOURS = hardships::WORKING_HOURS;
    TOO_LITTLE = hardships::TOO_LITTLE;
    NO_HARDSHIP = hardships::NO_HARDSHIP;
    ASIDE_FROM_IT = hardships::ASIDE_FROM_IT;
    USE = context::USE;
    ITEM_INNER = items::INNER;
    ITEM_JOINERS = items::JOINERS;
    STATEMENT = items::STATEMENT;
    PHRASE_END = noun_phrase::END;
    PHRASE_INNER = noun_phrase::INNER;
    TIME = noun_phrase::TIME;
    IN_YEAR = past::IN_YEAR;
    SPANS = past::SPANS;
    LEADING = quote::LEADING;
    TRAILING = quote::TRAILING;
    RELATIVE = quote::RELATIVE;
    ACTS = scope::ACTS;
    AFTER_OBJECT = scope::AFTER_OBJECT;
    LEADS_TO_SUBJECT = scope::LEADS_TO_SUBJECT;
    PREPOSITIONS_AFTER_PERSON = scope::PREPOSITIONS_AFTER_PERSON;
    BEFORE_DOING = signals::DOING;
    IN_ROLE = skills::IN_ROLE;
    QUALIFIED = skills::QUALIFIED;
    NOT_IN_ROLE = skills::NOT_IN_ROLE;
    IMAGINED = skills::IMAGINED;
    PLAIN_PAST = stories::PLAIN_PAST;
    IN_PHRASE = trie::LIGHT;
    NOT_IN_PHRASE = trie::FIRM;
    PARTICLES = trie::PARTICLES;
    BEFORE_VERB = trie::BEFORE_VERB;
    NOT_DOING = undertakings::NOT_DOING;
    DONE = undertakings::DONE;
    MADE = undertakings::MADE;
    WORKS = undertakings::WORKS;
    NOT_PROJECTS = undertakings::NOT_PROJECTS;
    PRESENT = undertakings::PRESENT;
    HEADS = undertakings::HEADS;
    PROJECT = undertakings::PROJECT;
    ASIDE = unlisted::ASIDE;
    VAGUE = vague::VAGUE;
    NO_ITEM = vague::NO_ITEM;
    SKIPPED = aims::SKIPPED;
    TELLING = aims::TELLING;
    FAINT = aims::FAINT;
    ENDS = aims::ENDS;
    IDLE = aims::IDLE;
    AT_FIRST = aims::AT_FIRST;
    WISHED = aims::WISHED;
    INSIDE_WISH = denial::INSIDE_WISH;
    NOTHING = denial::NOTHING;
    KNOWING = denial::KNOWING;
    IRREGULAR_PAST = time::PAST;
    NOT_PAST = time::NOT_PAST;
}

/// Words that say nothing by themselves.
pub(crate) const EMPTY: Words = OWN
    .or(OTHER)
    .or(ANYBODY)
    .or(THING)
    .or(DETERMINERS)
    .or(NEGATION)
    .or(OPENERS)
    .or(JOINERS)
    .or(ITEM_JOINERS)
    .or(LEADING)
    .or(TRAILING);
/// A verb in the past.
pub(crate) const PAST: Words = Words(1 << 127);
/// A word in `-ing`.
pub(crate) const ING: Words = Words(1 << 126);
/// One of the people, also in the plural or as an owner.
pub(crate) const PERSON: Words = Words(1 << 125);
/// A verb of [`items::CLAIMS`] in any form; known only to who knows the keys of words.
pub(crate) const CLAIM: Words = Words(1 << 124);

lists! { Runs, &[&[&str]], RUNS:
    HEDGES = claims::HEDGES;
    STRONG = claims::STRONG;
    RESULTS = claims::RESULTS;
    WISHES = denial::WISHES;
    LONG_PAST = time::LONG_PAST;
    SCHOOL_DAYS = time::SCHOOL_DAYS;
    STILL = time::STILL;
    HABITS = time::HABITS;
    AT_AGE = past::AT_AGE;
    USED_TO = past::USED_TO;
    LAPSED = scope::LAPSED;
    HEAVY = constraints::HEAVY;
    LIGHT = constraints::LIGHT;
    OVER = constraints::OVER;
    CLAIM_RUNS = items::CLAIM_RUNS;
    AIMS = aims::LEADS;
    AHEAD = aims::AHEAD;
    REFUSED = aims::REFUSED;
    SKILL_LEADS = crate::english::unnamed::LEADS;
}

/// The most words of a run.
pub(crate) const LONGEST_RUN: usize = 5;

/// What is known of a word of the lists.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The lists that it is in.
    pub(crate) words: Words,
    /// The rest of each run that begins with it.
    pub(crate) runs: Vec<(Runs, &'static [&'static str])>,
    /// Its number.
    pub(crate) number: Option<f64>,
    /// Its plain form where that is irregular.
    pub(crate) plain: Option<&'static str>,
}

/// All words of the lists.
static KNOWN: LazyLock<FxHashMap<String, Known>> = LazyLock::new(|| {
    let mut all: FxHashMap<String, Known> = FxHashMap::default();
    for (list, words) in WORDS {
        for word in *words {
            add(&mut all, word, *list);
        }
    }
    for person in subjects::PEOPLE {
        for form in [(*person).to_owned(), format!("{person}s"), format!("{person}'s")] {
            add(&mut all, &form, PERSON);
        }
    }
    for (list, runs) in RUNS {
        for (first, rest) in runs.iter().filter_map(|run| run.split_first()) {
            all.entry((*first).to_owned()).or_default().runs.push((*list, rest));
        }
    }
    for (word, value) in numbers::UNITS {
        all.entry((*word).to_owned()).or_default().number.get_or_insert(f64::from(*value));
    }
    for (word, plain) in stem::IRREGULAR {
        all.entry((*word).to_owned()).or_default().plain.get_or_insert(plain);
    }
    all
});

fn add(all: &mut FxHashMap<String, Known>, word: &str, list: Words) {
    let known = all.entry(word.to_owned()).or_default();
    known.words = known.words.or(list);
}

/// What is known of `word`, which is in lower case.
pub(crate) fn known(word: &str) -> Option<&'static Known> {
    KNOWN.get(word)
}

/// All words of the lists.
pub(crate) fn all_known() -> impl Iterator<Item = &'static str> {
    KNOWN.keys().map(String::as_str)
}

/// The lists that `word` is in; `known` is what is known of it.
pub(crate) fn words(word: &str, known: Option<&Known>) -> Words {
    let listed = known.map_or_else(Words::default, |known| known.words);
    let in_ed = word.len() > 4 && word.ends_with("ed") && !listed.meets(NOT_PAST);
    let past = if in_ed || listed.meets(IRREGULAR_PAST) { PAST } else { Words::default() };
    let ing = if word.ends_with("ing") { ING } else { Words::default() };
    listed.or(past).or(ing)
}

#[cfg(test)]
mod tests {
    use super::{ING, LONGEST_RUN, PAST, PERSON, RUNS, WORDS, Words, known, words};

    fn lists(word: &str) -> Words {
        words(word, known(word))
    }

    #[test]
    fn each_word_has_the_bits_of_the_lists_it_is_in_and_no_other() {
        for (_, list) in WORDS {
            for word in *list {
                for (bit, other) in WORDS {
                    assert_eq!(lists(word).meets(*bit), other.contains(word), "{word}");
                }
            }
        }
    }

    #[test]
    fn each_run_is_known_by_its_first_word() {
        for (list, run) in
            RUNS.iter().flat_map(|(list, runs)| runs.iter().map(move |run| (list, run)))
        {
            let runs = &known(run[0]).expect("a known word").runs;
            assert!(
                runs.iter().any(|(other, rest)| other == list && *rest == &run[1..]),
                "{run:?}"
            );
            assert!(run.len() <= LONGEST_RUN, "{run:?}");
        }
    }

    #[test]
    fn forms_that_no_list_has_are_known_by_their_ending() {
        for (word, list) in
            [("plastered", PAST), ("went", PAST), ("welding", ING), ("nurses", PERSON)]
        {
            assert!(lists(word).meets(list), "{word}");
        }
        for word in ["need", "bed", "indeed"] {
            assert!(!lists(word).meets(PAST), "{word}");
        }
    }
}
