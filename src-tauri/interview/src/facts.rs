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

/// The first number from 0 to 10, in digits or words.
fn number(text: &str, cues: &Cues) -> Option<f64> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '.'))
        .map(|word| word.trim_matches('.').to_lowercase())
        .find_map(|word| {
            let digits = word.parse::<f64>().ok();
            digits.or_else(|| cues.numbers.get(&word).map(|number| f64::from(*number)))
        })
        .filter(|number| (0.0..=10.0).contains(number))
}

/// The longest phrase of `scale` in the text.
fn phrase(text: &str, scale: &BTreeMap<String, f64>) -> Option<f64> {
    let plain = answer::plain(text);
    scale
        .iter()
        .filter(|(phrase, _)| plain.contains(&format!(" {phrase} ")))
        .max_by_key(|(phrase, _)| phrase.len())
        .map(|(_, value)| *value)
}
