//! Brings the inflected forms of an English word to one form: plurals, `-ing`, `-ed`, the common
//! irregular verbs and British and American spellings. The result is a key for comparing, not a
//! word to show.

use crate::english::stem::IRREGULAR;

/// The key of `word`, which is in lower case already.
pub(crate) fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word);
    let plain = match irregular(word) {
        Some(plain) => plain,
        None => word,
    };
    if plain.len() < 4 || !plain.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return plain.to_owned();
    }
    // "Note" would meet "not".
    if ["note", "notes"].contains(&plain) {
        return "note".to_owned();
    }
    let mut key = without_ending(plain);
    if let Some(start) = key.strip_suffix("iz").or_else(|| key.strip_suffix("yz")) {
        let vowel = if key.ends_with("yz") { 'y' } else { 'i' };
        key = format!("{start}{vowel}s");
    }
    key
}

fn irregular(word: &str) -> Option<&'static str> {
    IRREGULAR.iter().find(|(form, _)| *form == word).map(|(_, plain)| *plain)
}

/// Takes off one ending, then a final `e` and the second of two equal consonants.
fn without_ending(word: &str) -> String {
    let mut rest = word;
    if let Some(start) = word.strip_suffix("ies")
        && start.len() >= 2
    {
        return format!("{start}y");
    }
    if let Some(start) = word.strip_suffix("ied")
        && start.len() >= 2
    {
        return format!("{start}y");
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
    undoubled(rest.strip_suffix('e').filter(|start| start.len() >= 3).unwrap_or(rest))
}

fn undoubled(word: &str) -> String {
    let mut letters = word.chars().rev();
    match (letters.next(), letters.next()) {
        (Some(last), Some(previous))
            if last == previous && !"aeiou".contains(last) && word.len() > 3 =>
        {
            word.strip_suffix(last).unwrap_or(word).to_owned()
        }
        _ => word.to_owned(),
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
