//! Chooses the few words of an answer that the interviewer says back: verbatim, a whole clause,
//! short, and fit to stand between quotation marks; or nothing.

use crate::{answer, bank::Cues};

/// The longest quote, in characters.
const LONGEST: usize = 60;
/// The shortest worth saying back.
const SHORTEST: usize = 9;
/// Where a clause ends, besides at a line's end.
const ENDS: &[char] = &['.', '!', '?', ';', ':', ',', '…', '。', '、', '，', '！', '？', '；'];
/// Signs that would be read as Markdown, as a quotation or as a fragment of something else.
const UNFIT: &[char] = &[
    '*', '_', '`', '[', ']', '<', '>', '#', '|', '\\', '"', '“', '”', '„', '«', '»', '(', ')', '{',
    '}', '/', '@', '=', '~', '^', '\t', '\u{200b}',
];

/// The clause of `text` to say back. `marked` are the words that findings rest on.
pub(crate) fn choose<'a>(text: &'a str, marked: &[&str], cues: &Cues) -> Option<&'a str> {
    clauses(text)
        .into_iter()
        .flat_map(|clause| fitted(clause, cues))
        .filter_map(|clause| Some((score(clause, marked, cues)?, clause)))
        // The first of equals.
        .rev()
        .max_by_key(|(score, _)| *score)
        .map(|(_, clause)| clause)
}

/// Splits at sentence and clause signs; a sign inside a number or a word does not split.
/// Questions are left out.
fn clauses(text: &str) -> Vec<&str> {
    let mut clauses = Vec::new();
    let mut start = 0;
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let next = signs.peek().map(|(_, next)| *next);
        let wide = !sign.is_ascii();
        let ends = sign == '\n'
            || matches!(sign, '—' | '–')
            || (sign == '-' && text[..at].ends_with(' ') && next == Some(' '))
            || (ENDS.contains(&sign) && (wide || next.is_none_or(char::is_whitespace)));
        if ends {
            if !matches!(sign, '?' | '？') {
                clauses.push(&text[start..at]);
            }
            start = at + sign.len_utf8();
        }
    }
    clauses.push(&text[start..]);
    clauses
}

/// The clause without leading small words; where it is too long, its parts between joints.
fn fitted<'a>(clause: &'a str, cues: &Cues) -> Vec<&'a str> {
    let clause = without_leading(clause, cues);
    if clause.chars().count() <= LONGEST {
        return vec![clause];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, word) in word_places(clause) {
        if at > start && cues.joints.iter().any(|joint| joint.eq_ignore_ascii_case(word)) {
            parts.push(clause[start..at].trim_end());
            start = at;
        }
    }
    parts.push(&clause[start..]);
    let whole_first = parts.first().copied();
    parts
        .into_iter()
        .filter(|part| {
            // What follows a joint stands alone only with a subject of its own.
            Some(*part) == whole_first || starts_with_person(without_leading(part, cues), cues)
        })
        .map(|part| without_leading(part, cues))
        .filter(|part| part.chars().count() <= LONGEST)
        .collect()
}

fn starts_with_person(part: &str, cues: &Cues) -> bool {
    let plain = answer::plain(part);
    plain.split_whitespace().next().is_some_and(|word| cues.persons.iter().any(|p| p == word))
}

fn without_leading<'a>(clause: &'a str, cues: &Cues) -> &'a str {
    let mut rest = clause.trim();
    loop {
        let lower = rest.to_lowercase();
        let cut = cues.leading.iter().find_map(|lead| {
            let after = lower.strip_prefix(lead.as_str())?;
            // Lower case can change the length of a few scripts; then nothing is cut.
            (after.starts_with(' ') && lower.len() == rest.len()).then_some(lead.len())
        });
        match cut.and_then(|cut| rest.get(cut..)) {
            Some(shorter) => rest = shorter.trim_start(),
            None => return rest,
        }
    }
}

fn word_places(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(' ').map(move |word| {
        let place = at;
        at += word.len() + 1;
        (place, word)
    })
}

/// How much a clause says; `None` when it should not be said back.
fn score(clause: &str, marked: &[&str], cues: &Cues) -> Option<usize> {
    let length = clause.chars().count();
    let plain = answer::plain(clause);
    let words: Vec<&str> = plain.split_whitespace().collect();
    let wide = clause.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'));
    let enough = if wide { length >= 5 } else { length >= SHORTEST && words.len() >= 2 };
    if !enough || length > LONGEST || clause.contains(UNFIT) || clause.chars().any(char::is_control)
    {
        return None;
    }
    let is_in = |list: &[String], word: &str| list.iter().any(|entry| entry == word);
    if words.last().is_some_and(|word| is_in(&cues.dangling, word))
        || words.iter().any(|word| is_in(&cues.coarse, word))
    {
        return None;
    }
    let content = words.iter().filter(|word| !is_in(&cues.empty, word)).count();
    if content < 2 && !wide {
        return None;
    }
    let holds_finding = marked.iter().any(|quote| clause.contains(quote.trim()));
    let person = words.first().is_some_and(|word| is_in(&cues.persons, word));
    let number = clause.chars().any(char::is_numeric);
    Some(
        content.min(6) * 2
            + usize::from(holds_finding) * 8
            + usize::from(person) * 4
            + usize::from(number) * 2
            + usize::from((18..=48).contains(&length)) * 2,
    )
}

#[cfg(test)]
mod tests;
