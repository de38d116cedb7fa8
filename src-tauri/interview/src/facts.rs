//! Reads the two scales the interviewer asks on: fit from 0 to 10, and weight in words.
//! Dependants and hours are read by the extraction crate.

use crate::{
    answer,
    bank::{self, Cues},
};
use std::collections::BTreeMap;

/// The fit in an answer to [`crate::Topic::ProjectFit`], 0 to 1; `None` when there is none.
pub fn alignment(answer: &str) -> Option<f64> {
    let cues = &bank::language("en").cues;
    number(answer, cues).map(|number| number / 10.0).or_else(|| phrase(answer, &cues.fit))
}

/// The severity in an answer to [`crate::Topic::Weight`], 0 to 1; `None` when there is none.
pub fn severity(answer: &str) -> Option<f64> {
    phrase(answer, &bank::language("en").cues.weight)
}

/// In a longer answer a number is often about something else, such as how many there were.
const SHORT_ANSWER: usize = 8;

/// The first number from 0 to 10, in digits or words: anywhere in a short answer, in a longer one
/// only as its first word or where it is said to be out of ten.
fn number(text: &str, cues: &Cues) -> Option<f64> {
    let words: Vec<String> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '.'))
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let value = |word: &String| {
        let digits = word.parse::<f64>().ok();
        digits.or_else(|| cues.numbers.get(word).map(|number| f64::from(*number)))
    };
    let out_of_ten = |at: usize| {
        let next = |word: &str| words.get(at + 1).is_some_and(|next| next == word);
        let ten = words.get(at + 3).is_some_and(|word| word == "ten" || word == "10");
        (next("out") && ten) || text.contains("/10")
    };
    words
        .iter()
        .enumerate()
        .filter(|(at, _)| words.len() <= SHORT_ANSWER || *at == 0 || out_of_ten(*at))
        .find_map(|(_, word)| value(word))
        .filter(|number| (0.0..=10.0).contains(number))
}

/// The longest phrase of `scale` in the first words of the text.
fn phrase(text: &str, scale: &BTreeMap<String, f64>) -> Option<f64> {
    let plain = answer::plain(text);
    let first: Vec<&str> = plain.split_whitespace().take(SHORT_ANSWER).collect();
    let plain = format!(" {} ", first.join(" "));
    scale
        .iter()
        .filter(|(phrase, _)| plain.contains(&format!(" {phrase} ")))
        .max_by_key(|(phrase, _)| phrase.len())
        .map(|(_, value)| *value)
}
