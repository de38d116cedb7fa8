//! Numbers as people say them: digits, words, ranges.

use crate::english::numbers::UNITS;
use crate::text::Text;

/// The value of one word that is a number.
pub(crate) fn number_word(word: &str) -> Option<f64> {
    let digits = word.trim_end_matches(['%', '+']);
    if digits.starts_with(|first: char| first.is_ascii_digit()) {
        return digits.replace(',', "").parse().ok().filter(|value: &f64| *value < 1e6);
    }
    UNITS.iter().find(|(name, _)| *name == word).map(|(_, value)| f64::from(*value))
}

/// The number that begins at `index` and how many words it has ("forty-five", "a hundred").
pub(crate) fn number_at(text: &Text<'_>, index: usize) -> Option<(f64, usize)> {
    let first = number_word(text.word(index))?;
    let second = number_word(text.word(index + 1));
    let spelled = |place: usize| text.word(place).chars().all(char::is_alphabetic);
    match second {
        Some(unit)
            if spelled(index)
                && spelled(index + 1)
                && (20.0..100.0).contains(&first)
                && (1.0..10.0).contains(&unit) =>
        {
            Some((first + unit, 2))
        }
        _ if text.word(index + 1) == "hundred" => Some((first * 100.0, 2)),
        _ => Some((first, 1)),
    }
}
