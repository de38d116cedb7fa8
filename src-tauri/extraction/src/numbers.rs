//! Numbers as people say them: digits, words, ranges.

use crate::text::Text;

/// The value of a word that is written in digits.
pub(crate) fn digits(word: &str) -> Option<f64> {
    if !word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let digits = word.trim_end_matches(['%', '+']);
    digits.replace(',', "").parse().ok().filter(|value: &f64| *value < 1e6)
}

/// The number that begins at `index` and how many words it has ("forty-five", "a hundred").
pub(crate) fn number_at(text: &Text<'_>, index: usize) -> Option<(f64, usize)> {
    let first = text.number(index)?;
    let second = text.number(index + 1);
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
