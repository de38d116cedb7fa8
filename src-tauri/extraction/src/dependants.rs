//! How many people depend on the person: their own family, and not those they meet at work.

use crate::{
    english::facts::{
        AT_WORK, COUNTED, EXCEPT, GONE, HESITATIONS, MANY, NOBODY, ONE, PAIRS, WORK_PLACES,
    },
    facts::Topic,
    household::household,
    numbers::number_at,
    text::{Gap, Text},
};
use std::ops::Range;

/// The most words of an answer in which a number alone is the number of people.
const BARE_WORDS: usize = 8;

/// How many people depend on the speaker, in an answer to a question about `topic`. Unasked, only
/// their own family counts, and only where it is certain.
pub(crate) fn dependants(text: &Text<'_>, topic: Topic) -> Option<u32> {
    if topic != Topic::Dependants {
        return household(text);
    }
    if begins_with_nobody(text) && !(0..text.tokens.len()).any(|at| EXCEPT.contains(&text.word(at)))
    {
        return Some(0);
    }
    let mut total = 0_u32;
    let mut seen = false;
    let mut seen_group = false;
    let mut left_out = false;
    for index in 0..text.tokens.len() {
        if let Some((count, group)) = people_at(text, index) {
            if is_gone(text, index) || is_of_others(text, index) {
                left_out = true;
                continue;
            }
            if denied(text, index) {
                seen = true;
                continue;
            }
            // "Two kids, a boy and a girl" names the same two again.
            if seen_group && !group && total > 0 && detail(text, index) {
                continue;
            }
            seen = true;
            seen_group |= group;
            total = total.saturating_add(count);
        }
    }
    if seen {
        return Some(total.min(50));
    }
    if says_nobody(text) || just_me(text) {
        return Some(0);
    }
    let bare = (0..text.tokens.len()).find_map(|index| bare_number(text, index));
    bare.filter(|_| !left_out)
}

/// "Nobody", "no one" as the first words.
fn begins_with_nobody(text: &Text<'_>) -> bool {
    let first = (0..text.tokens.len()).find(|index| !HESITATIONS.contains(&text.word(*index)));
    first.is_some_and(|first| {
        ["nobody", "no-one", "noone", "none"].contains(&text.word(first))
            || text.word(first) == "no" && text.word(first + 1) == "one"
    })
}

/// Whether a word says that there is nobody; "no" only where it stands for an answer.
fn says_nobody(text: &Text<'_>) -> bool {
    (0..text.tokens.len()).any(|index| {
        let word = text.word(index);
        let answers = || {
            let ends = text.tokens.get(index + 1).is_none_or(|next| next.gap >= Gap::Comma);
            index == 0 && ends || text.word(index + 1) == "one"
        };
        NOBODY.contains(&word) && (word != "no" || answers())
    })
}

/// The number at `index` of a short answer, unless it counts something else.
fn bare_number(text: &Text<'_>, index: usize) -> Option<u32> {
    let (value, length) = number_at(text, index)?;
    let of_age = ["i'm", "am", "aged", "age", "is", "she's", "he's"];
    let before = index.checked_sub(1).map_or("", |at| text.word(at));
    let other = COUNTED.contains(&text.word(index + length)) || of_age.contains(&before);
    (text.tokens.len() <= BARE_WORDS && !other).then(|| whole(value)).flatten()
}

/// The words of `index` and around it between commas, sentence ends and "but"; no more than a
/// sentence has at most.
fn stretch(text: &Text<'_>, index: usize) -> Range<usize> {
    let begins = |at: &usize| {
        text.tokens.get(*at).is_some_and(|token| token.gap >= Gap::Comma) || text.word(*at) == "but"
    };
    let sentence = text.sentences.get(text.sentence_of(index)).cloned().unwrap_or(index..index + 1);
    let start = (sentence.start..=index).rev().find(begins).unwrap_or(sentence.start);
    start..(index + 1..sentence.end).find(begins).unwrap_or(sentence.end)
}

/// Whether it is said of the people at `index` that they live their own life or live no more.
pub(crate) fn is_gone(text: &Text<'_>, index: usize) -> bool {
    let own = stretch(text, index);
    let mut all = own.clone();
    let next = stretch(text, own.end.min(text.tokens.len().saturating_sub(1)));
    if next.start == own.end && !next.clone().any(|at| people_at(text, at).is_some()) {
        all.end = next.end;
    }
    let run = |at: usize| {
        GONE.iter().any(|run| run.iter().enumerate().all(|(n, word)| text.word(at + n) == *word))
    };
    all.into_iter().any(run)
}

/// Whether the people at `index` are somebody else's, or those one has to do with at work: "my
/// sister has three kids", "my brother's kids", "the children in my class".
fn is_of_others(text: &Text<'_>, index: usize) -> bool {
    let around = stretch(text, index);
    let word = |at: usize| text.word(at);
    let person = |at: usize| people_at(text, at).is_some();
    // "My daughter is a student" is said of one's own; "my kids in class 3b" is not.
    let own = (index.saturating_sub(3)..index).any(|at| ["my", "our"].contains(&word(at)));
    let strangers = if own { WORK_PLACES } else { AT_WORK };
    if around.clone().any(|at| strangers.contains(&word(at))) {
        return true;
    }
    let owner = |at: usize| word(at).ends_with("'s") && kin(word(at));
    if owner(index) && person(index + 1) || index > 0 && owner(index - 1) {
        return true;
    }
    let whose = index.checked_sub(1).map_or("", word);
    if ["his", "her", "their"].contains(&whose) && MANY.contains(&word(index)) {
        return true;
    }
    let has = |at: &usize| {
        ["has", "have", "had"].contains(&word(*at))
            && *at > 0
            && (kin(word(*at - 1)) || ["he", "she", "they", "who"].contains(&word(*at - 1)))
    };
    around.clone().find(has).is_some_and(|at| (at + 1..around.end).any(person))
}

/// Whether the word names a relative.
fn kin(word: &str) -> bool {
    let plain = word.strip_suffix("'s").unwrap_or(word);
    [ONE, MANY, PAIRS].iter().any(|list| list.contains(&plain))
}

fn just_me(text: &Text<'_>) -> bool {
    (0..text.tokens.len()).any(|index| {
        ["just", "only"].contains(&text.word(index))
            && ["me", "myself"].contains(&text.word(index + 1))
    }) || text.word(1) == "one" && text.word(0) == "no"
}

/// How many people the word at `index` stands for and whether it is a group.
fn people_at(text: &Text<'_>, index: usize) -> Option<(u32, bool)> {
    let word = text.word(index);
    let plain = word.strip_suffix("'s").unwrap_or(word);
    let counted = counted_before(text, index);
    if PAIRS.contains(&plain) {
        return Some((counted.unwrap_or(2), true));
    }
    if ["people", "relatives", "dependants", "dependents"].contains(&plain) && counted.is_none() {
        return None;
    }
    if MANY.contains(&plain) {
        return Some((counted.unwrap_or(2), true));
    }
    if !ONE.contains(&plain) || ["one", "little", "person"].contains(&plain) && counted.is_none() {
        return None;
    }
    let whose = [
        "my", "a", "an", "our", "the", "and", "his", "her", "one", "old", "elderly", "disabled",
        "little", "younger", "older", "new", "both",
    ];
    let before = index.checked_sub(1).map_or("", |at| text.word(at));
    let stands = index == 0 || counted.is_some() || whose.contains(&before);
    (stands && plain != "one").then_some((1, false))
}

/// The number that stands before the noun at `index`, with up to two words between.
fn counted_before(text: &Text<'_>, index: usize) -> Option<u32> {
    (index.saturating_sub(3)..index).rev().find_map(|at| {
        let (value, length) = number_at(text, at)?;
        let between = at + length..index;
        let clean = between.clone().all(|place| {
            let word = text.word(place);
            !["and", "or", "year", "years", "hours", "my", "a", "the", "with"].contains(&word)
                && text.tokens[place].gap <= Gap::Joint
        }) && text.tokens[index].gap <= Gap::Joint;
        if clean { whole(value) } else { None }
    })
}

/// Whether the person at `index` is told in detail after a group: "a boy and a girl".
fn detail(text: &Text<'_>, index: usize) -> bool {
    ["boy", "girl", "son", "daughter", "baby", "toddler", "teenager"].contains(&text.word(index))
        || ["older", "younger", "oldest", "youngest", "eldest"]
            .contains(&text.word(index.saturating_sub(1)))
}

fn denied(text: &Text<'_>, index: usize) -> bool {
    (index.saturating_sub(3)..index).any(|at| {
        ["no", "not", "don't", "without", "haven't"].contains(&text.word(at))
            && (at + 1..=index).all(|between| text.tokens[between].gap < Gap::Comma)
    })
}

pub(crate) fn whole(value: f64) -> Option<u32> {
    (0..=50_u32).find(|count| (f64::from(*count) - value).abs() < 1e-9)
}
