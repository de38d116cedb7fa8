//! Chooses the few words of an answer that the interviewer says back: verbatim, a whole clause,
//! short, and fit to stand between quotation marks; or nothing.

use crate::{answer, bank::Cues, story};

/// The longest quote, in characters.
const LONGEST: usize = 70;
/// The shortest worth saying back.
const SHORTEST: usize = 9;
/// The most words of an answer that is said back whole.
const BRIEF: usize = 3;
/// What a clause loses that goes on from an earlier one without a subject of its own.
const FRAGMENT: usize = 16;
/// What a clause gains at least in which the person does something to something.
const DEED: usize = 11;
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
        .flat_map(|(opens, clause)| fitted(clause, cues).into_iter().map(move |c| (opens, c)))
        .filter(|(opens, clause)| stands_alone(*opens, clause, cues))
        .filter_map(|(opens, clause)| {
            let whole = opens || has_subject(clause, cues);
            let score = score(clause, marked, cues)?;
            Some((score.saturating_sub(if whole { 0 } else { FRAGMENT }), clause))
        })
        // The first of equals.
        .rev()
        .max_by_key(|(score, _)| *score)
        .map(|(_, clause)| clause)
}

/// The whole of an answer of a word or two, such as "Snow.", if it can be said back.
pub(crate) fn brief<'a>(text: &'a str, cues: &Cues) -> Option<&'a str> {
    let words = text.trim_matches(|sign: char| !sign.is_alphanumeric());
    let plain = answer::plain(words);
    let each: Vec<&str> = plain.split_whitespace().collect();
    let is_in = |list: &[String], word: &str| list.iter().any(|entry| entry == word);
    let says = |word: &&str| {
        word.chars().count() > 2
            && ![&cues.empty, &cues.coarse].iter().any(|list| is_in(list, word))
    };
    let fits = (1..=BRIEF).contains(&each.len()) && words.chars().count() <= LONGEST;
    let odd = words.contains(UNFIT) || words.chars().any(|c| c.is_control() || c.is_numeric());
    (fits && !odd && each.iter().all(says)).then_some(words)
}

/// Splits at sentence and clause signs; a sign inside a number or a word does not split.
/// Questions are left out. With each clause goes whether it opens its sentence.
fn clauses(text: &str) -> Vec<(bool, &str)> {
    let mut clauses = Vec::new();
    let mut opens = true;
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
                clauses.push((opens, &text[start..at]));
            }
            opens = !matches!(sign, ',' | ';' | ':' | '—' | '–' | '-');
            start = at + sign.len_utf8();
        }
    }
    clauses.push((opens, &text[start..]));
    clauses
}

/// The clause without leading small words; where it is too long, its parts between joints.
fn fitted<'a>(clause: &'a str, cues: &Cues) -> Vec<&'a str> {
    let clause = without_leading(clause, cues);
    if clause.chars().count() <= LONGEST {
        return vec![clause];
    }
    let joints: Vec<usize> = word_places(clause)
        .filter(|(at, word)| {
            *at > 0 && cues.joints.iter().any(|joint| joint.eq_ignore_ascii_case(word))
        })
        .map(|(at, _)| at)
        .collect();
    let beginnings = joints.iter().map(|end| clause[..*end].trim_end());
    // What follows a joint stands alone only with a subject of its own.
    let ends = joints.iter().skip(1).copied().chain([clause.len()]);
    let later = joints
        .iter()
        .zip(ends)
        .map(|(start, end)| without_leading(clause[*start..end].trim_end(), cues))
        .filter(|part| starts_with_person(part, cues));
    beginnings.chain(later).filter(|part| part.chars().count() <= LONGEST).collect()
}

fn starts_with_person(part: &str, cues: &Cues) -> bool {
    let plain = answer::plain(part);
    plain.split_whitespace().next().is_some_and(|word| cues.persons.iter().any(|p| p == word))
}

/// Whether the clause begins with someone or something that does what it tells.
fn has_subject(clause: &str, cues: &Cues) -> bool {
    let plain = answer::plain(clause);
    let first = plain.split_whitespace().next();
    first.is_some_and(|first| {
        [&cues.persons, &cues.others, &cues.beginnings]
            .iter()
            .any(|list| list.iter().any(|word| word == first))
    })
}

/// Whether the clause is more than a circumstance of another one, such as "when it rained", or a
/// thing added to it, such as "the last five as a lead".
fn stands_alone(opens: bool, clause: &str, cues: &Cues) -> bool {
    let plain = answer::plain(clause);
    let mut words = plain.split_whitespace();
    let Some(first) = words.next() else { return false };
    let is_in = |list: &[String], word: &str| list.iter().any(|entry| entry == word);
    let person = |word: &str| is_in(&cues.persons, word);
    if is_in(&cues.circumstances, first) {
        return false;
    }
    if is_in(&cues.prepositions, first) {
        return words.any(person);
    }
    let does = |word: &str| {
        is_in(&cues.states, word) || is_in(&cues.verbs, word) || story::is_past(word, cues)
    };
    let foreign = || !clause.is_ascii();
    opens || person(first) || words.any(does) || foreign()
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
    let telling = telling(&words, cues);
    if content < 2 && !wide && telling < DEED {
        return None;
    }
    let holds_finding = marked.iter().any(|quote| {
        let quote = quote.trim();
        clause.contains(quote) || quote.contains(clause)
    });
    let counts =
        clause.chars().any(char::is_numeric) || words.iter().any(|word| is_in(&cues.counts, word));
    Some(
        (content.min(6) * 2
            + usize::from(holds_finding) * 18
            + usize::from(counts) * 8
            + usize::from((18..=54).contains(&length)) * 2
            + telling)
            .saturating_sub(usize::from(answer::has(&plain, &cues.scene)) * 8),
    )
}

/// How much of it is the person's own doing: most when they say what they did, and to what.
fn telling(words: &[&str], cues: &Cues) -> usize {
    let is_in = |list: &[String], word: &str| list.iter().any(|entry| entry == word);
    let Some((first, rest)) = words.split_first() else { return 0 };
    if !is_in(&cues.persons, first) {
        return 0;
    }
    let own = if first.starts_with('i') { 6 } else { 3 };
    let Some(verb) = rest.iter().position(|word| !is_in(&cues.adverbs, word)) else { return own };
    if is_in(&cues.states, rest[verb]) {
        return own;
    }
    let object = rest[verb + 1..].iter().any(|word| !is_in(&cues.empty, word));
    if object { own + 8 } else { own + 5 }
}

#[cfg(test)]
mod tests;
