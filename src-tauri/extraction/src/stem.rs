//! Brings the inflected forms of an English word to one form: plurals, `-ing`, `-ed`, the common
//! irregular verbs and British and American spellings. The result is a key for comparing, not a
//! word to show.

use crate::words::{Known, known};
use std::borrow::Cow;

/// The key of `word`, which is in lower case already.
pub(crate) fn stem(word: &str) -> Cow<'_, str> {
    stem_of(word, known(word))
}

/// The key of `word`; `of_word` is what is known of it.
pub(crate) fn stem_of<'a>(word: &'a str, of_word: Option<&'static Known>) -> Cow<'a, str> {
    let owner = word.strip_suffix("'s").or_else(|| word.strip_suffix('\''));
    let known = owner.map_or(of_word, known);
    let word = owner.unwrap_or(word);
    let plain = known.and_then(|known| known.plain).unwrap_or(word);
    if plain.len() < 4 || !plain.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return plain.into();
    }
    // "Note" would meet "not".
    if ["note", "notes"].contains(&plain) {
        return "note".into();
    }
    let key = without_ending(plain);
    if let Some(start) = key.strip_suffix("iz") {
        return format!("{start}is").into();
    }
    match key.strip_suffix("yz") {
        Some(start) => format!("{start}ys").into(),
        None => key,
    }
}

/// Takes off one ending, then a final `e` and the second of two equal consonants.
fn without_ending(word: &str) -> Cow<'_, str> {
    let mut rest = word;
    let in_y = word.strip_suffix("ies").or_else(|| word.strip_suffix("ied"));
    if let Some(start) = in_y.filter(|start| start.len() >= 2) {
        return format!("{start}y").into();
    }
    if let Some(start) = word.strip_suffix('s')
        && !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending))
    {
        rest = start;
        if let Some(shorter) = start.strip_suffix('e')
            && ["s", "x", "z", "ch", "sh"].iter().any(|ending| shorter.ends_with(ending))
        {
            rest = shorter;
        }
    } else if let Some(start) = word.strip_suffix("ing").or_else(|| word.strip_suffix("ed"))
        && start.len() >= 3
        && has_vowel(start)
        && !word.ends_with("eed")
    {
        rest = start;
    }
    undoubled(rest.strip_suffix('e').filter(|start| start.len() >= 3).unwrap_or(rest)).into()
}

/// `word`, in small ASCII letters, without the second of two equal consonants at its end.
fn undoubled(word: &str) -> &str {
    match word.as_bytes() {
        [_, _, .., previous, last] if previous == last && !b"aeiou".contains(last) => {
            &word[..word.len() - 1]
        }
        _ => word,
    }
}

fn has_vowel(word: &str) -> bool {
    word.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_one_word_share_a_key() {
        for forms in [
            &["lead", "led", "leading", "leads"][..],
            &["build", "built", "building", "builds"],
            &["manage", "managed", "managing", "manages"],
            &["plan", "planned", "planning", "plans"],
            &["sell", "sold", "selling", "sells"],
            &["dress", "dressing", "dresses", "dressed"],
            &["organise", "organize", "organizing", "organised"],
            &["story", "stories"],
            &["box", "boxes"],
            &["carry", "carried", "carries", "carrying"],
            &["plough", "plowed", "ploughing"],
            &["colour", "color"],
            &["mother", "mother's"],
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(forms[0]), "{form}");
            }
        }
    }

    #[test]
    fn words_that_only_look_inflected_stay() {
        for word in ["spring", "string", "king", "need", "feed", "bus", "c++", "go", "r"] {
            assert_eq!(stem(word), word);
        }
        assert_ne!(stem("ring"), stem("r"));
        assert_ne!(stem("notes"), stem("not"));
    }
}
