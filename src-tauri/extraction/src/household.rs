//! Who depends on the person where that was not asked: only what is certain, such as "I have two
//! kids" or "my mother depends on me".

use crate::{
    dependants::{is_gone, whole},
    english::facts::{AT_WORK, CHILD, CHILDREN, KIND_OF_PERSON, MANY, ONE, PAIRS, UNSURE},
    numbers::number_at,
    text::{Gap, Text},
    words::NEGATION,
};

/// More people than these are no household.
const MOST: u32 = 8;

/// How many people the text says for certain to depend on the speaker.
pub(crate) fn household(text: &Text<'_>) -> Option<u32> {
    text.sentences.iter().find_map(|sentence| {
        if sentence.clone().any(|at| AT_WORK.contains(&text.word(at))) {
            return None;
        }
        let count = sentence.clone().find_map(|at| had(text, at).or_else(|| leaning(text, at)))?;
        (count <= MOST).then_some(count)
    })
}

/// "I have two kids and a baby", "we've got a son", "I'm raising three children".
fn had(text: &Text<'_>, at: usize) -> Option<u32> {
    let speaker = text.word(at);
    let mut verb = at + 1;
    while ["also", "now", "do", "still", "already", "both"].contains(&text.word(verb)) {
        verb += 1;
    }
    let list = match (speaker, text.word(verb), text.word(verb + 1)) {
        ("i" | "we", "have" | "got", "got") | ("i've" | "we've", "got", _) => {
            if text.word(verb + 1) == "got" { verb + 2 } else { verb + 1 }
        }
        ("i" | "we", "have", _) | ("i'm" | "we're", "raising", _) => verb + 1,
        ("i" | "we", "am" | "are", "raising") => verb + 2,
        _ => return None,
    };
    if ["dependants", "dependents"].contains(&text.word(list + 1)) {
        let none = (text.word(list) == "no").then_some(0);
        return none.or_else(|| whole(number_at(text, list)?.0));
    }
    let (count, end, children) = people(text, list)?;
    let place = ["in", "on", "at", "per", "under", "from", "to"].contains(&text.word(end));
    let home = (end + 1..end + 4).any(|at| ["home", "school", "own"].contains(&text.word(at)));
    (children && !is_gone(text, end - 1) && (!place || home)).then_some(count)
}

/// "Two kids and my mother depend on me".
fn leaning(text: &Text<'_>, at: usize) -> Option<u32> {
    let (count, end, _) = people(text, at)?;
    let mut verb = end;
    while ["still", "both", "all", "really", "now", "who", "that"].contains(&text.word(verb)) {
        verb += 1;
    }
    let depend = ["depend", "depends"].contains(&text.word(verb)) && text.word(verb + 1) == "on";
    let denied = (at..verb).any(|index| text.is(index, NEGATION));
    (depend && ["me", "us"].contains(&text.word(verb + 2)) && !denied).then_some(count)
}

/// A list of relatives from `at`: how many, the place after it, and whether all are children.
/// `None` where a number is missing.
fn people(text: &Text<'_>, at: usize) -> Option<(u32, usize, bool)> {
    let (mut total, mut end, mut children) = one_kind(text, at)?;
    // No household has more kinds of relatives.
    for _ in 0..MOST {
        let comma = text.tokens.get(end).is_some_and(|token| token.gap == Gap::Comma);
        let next = end + usize::from(text.word(end) == "and");
        let Some((count, after, young)) = one_kind(text, next).filter(|_| comma || next > end)
        else {
            return Some((total, end, children));
        };
        total = total.saturating_add(count);
        children &= young;
        end = after;
    }
    None
}

/// "Two small kids", "my mother", "a son".
fn one_kind(text: &Text<'_>, at: usize) -> Option<(u32, usize, bool)> {
    let own = usize::from(["my", "our"].contains(&text.word(at)));
    let number = number_at(text, at + own);
    let after = at + own + number.map_or(0, |(_, length)| length);
    let article = usize::from(number.is_none() && ["a", "an"].contains(&text.word(after)));
    let mut noun = after + article;
    while KIND_OF_PERSON.contains(&text.word(noun)) && noun < after + article + 3 {
        noun += 1;
    }
    let word = text.word(noun);
    let sure = own > 0 || number.is_some() || article > 0;
    if !sure || UNSURE.contains(&word) || text.word(noun + 1).starts_with("in-law") {
        return None;
    }
    let counted = number.and_then(|(value, _)| whole(value));
    let child = CHILD.contains(&word) || CHILDREN.contains(&word) || word == "twins";
    if MANY.contains(&word) {
        return Some((counted?, noun + 1, child));
    }
    let pair = PAIRS.contains(&word).then_some(2);
    let single = ONE.contains(&word).then_some(1);
    Some((counted.or(pair).or(single).filter(|_| pair.or(single).is_some())?, noun + 1, child))
}
