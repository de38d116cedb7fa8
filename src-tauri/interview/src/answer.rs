//! Reads what kind of answer was given: a refusal, a short yes or no, a question back, a wish to
//! stop, or something to work with. What skills are in it is the extraction crate's business.

use crate::{bank::Cues, danger, topic::Subject};

/// The most words in which a refusal or a question back is looked for.
const ASIDE_WORDS: usize = 15;
/// The most words of a refusal with its reason.
const REASONED_WORDS: usize = 30;
/// The most words of a short yes or no.
const SHORT_WORDS: usize = 6;

/// The most words between someone and what befell them: one's family, and oneself.
const NEAR_KIN: usize = 6;
const NEAR_SELF: usize = 2;

/// The kind of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Would rather not.
    Declined,
    /// Did not understand the question.
    Unclear,
    /// Asks what the question is for.
    Why,
    /// Wants to end.
    Stop,
    /// May be in danger.
    Crisis,
    /// Yes and no more.
    Yes,
    /// No and no more.
    No,
    /// Does not know.
    Unknown,
    /// Anything else.
    Full,
}

/// An answer with its words.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) text: &'a str,
    /// Lower case, no punctuation, no apostrophes, single spaces, one at each end.
    pub(crate) plain: String,
    pub(crate) words: usize,
    pub(crate) reading: Reading,
}

impl<'a> Answer<'a> {
    pub(crate) fn read(text: &'a str, cues: &Cues) -> Self {
        let plain = plain(text);
        let words = plain.split_whitespace().count();
        let reading = reading(text, &plain, words, cues);
        Self { text, plain, words, reading }
    }

    /// Whether one of `cues` is in it as whole words.
    pub(crate) fn has(&self, cues: &[String]) -> bool {
        has(&self.plain, cues)
    }

    /// How often the person says what they do: "I plan", and not "I think".
    pub(crate) fn doings(&self, cues: &Cues) -> usize {
        let words: Vec<&str> = self.plain.split_whitespace().collect();
        let is_in = |list: &[String], word: &str| list.iter().any(|entry| entry == word);
        let does = |pair: &[&str]| {
            is_in(&cues.persons, pair[0])
                && ![&cues.states, &cues.adverbs, &cues.empty]
                    .iter()
                    .any(|list| is_in(list, pair[1]))
        };
        words.windows(2).filter(|pair| does(pair)).count()
    }

    /// Whether something heavy befell the person or their family, rather than others at work.
    pub(crate) fn own_loss(&self, cues: &Cues) -> bool {
        let at = |list: &[String]| -> Vec<(usize, usize)> {
            list.iter().flat_map(|cue| places(&self.plain, cue)).collect()
        };
        let (kin, own) = (at(&cues.kin), at(&cues.own));
        at(&cues.heavy).iter().any(|(start, end)| {
            kin.iter().any(|(from, to)| {
                start.saturating_sub(*to) <= NEAR_KIN && from.saturating_sub(*end) <= NEAR_KIN
            }) || own.iter().any(|(_, to)| (0..=NEAR_SELF).any(|gap| to + gap == *start))
        })
    }

    /// The subjects it names.
    pub(crate) fn subjects(&self, cues: &Cues) -> Vec<Subject> {
        [
            ("money", Subject::Money),
            ("time", Subject::Time),
            ("health", Subject::Health),
            ("family", Subject::Family),
            ("doubt", Subject::Doubt),
        ]
        .into_iter()
        .filter(|(name, _)| cues.subjects.get(*name).is_some_and(|words| self.has(words)))
        .map(|(_, subject)| subject)
        .collect()
    }
}

/// `text` in lower case without punctuation and apostrophes, words between single spaces.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 2);
    plain.push(' ');
    for character in text.chars() {
        if matches!(character, '\'' | '’' | '‘') {
            continue;
        }
        if character.is_alphanumeric() {
            plain.extend(character.to_lowercase());
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    if !plain.ends_with(' ') {
        plain.push(' ');
    }
    plain
}

/// Whether one of `cues` is in the plain text as whole words.
pub(crate) fn has(plain: &str, cues: &[String]) -> bool {
    cues.iter().any(|cue| plain.contains(&format!(" {cue} ")))
}

/// Where `cue` stands in the plain text, in words from the first: its first word, and the one after it.
fn places<'a>(plain: &'a str, cue: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
    let length = cue.split(' ').count();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let wanted: Vec<&str> = cue.split(' ').collect();
    let starts: Vec<usize> = words
        .windows(length)
        .enumerate()
        .filter(|(_, window)| **window == wanted[..])
        .map(|(at, _)| at)
        .collect();
    starts.into_iter().map(move |at| (at, at + length))
}

fn reading(text: &str, plain: &str, words: usize, cues: &Cues) -> Reading {
    if danger::is_told(text, cues) {
        return Reading::Crisis;
    }
    let core = without_fillers(plain, &cues.fillers);
    let is = |list: &[String]| {
        let (core, whole) = (core.trim(), plain.trim());
        list.iter().any(|cue| cue == core || cue == whole)
    };
    let is_made_of = |list: &[String]| words <= SHORT_WORDS && without(&core, list).is_empty();
    if words == 0 || is(&cues.unknown) {
        // Signs alone, such as "?", ask for other words.
        return if text.contains('?') { Reading::Unclear } else { Reading::Unknown };
    }
    if is(&cues.decline) || declines(text, words, cues) || refuses(text, words, cues) {
        return Reading::Declined;
    }
    if is(&cues.stop) || stops(text, words, cues) {
        return Reading::Stop;
    }
    if words <= ASIDE_WORDS && (is(&cues.unclear_alone) || has(plain, &cues.unclear)) {
        return Reading::Unclear;
    }
    if words <= ASIDE_WORDS && (plain.trim() == "why" || has(plain, &cues.why)) {
        return Reading::Why;
    }
    if is(&cues.no) || is_made_of(&cues.no) {
        return Reading::No;
    }
    if is_made_of(&cues.yes) {
        return Reading::Yes;
    }
    Reading::Full
}

/// Takes polite and hesitating words from both ends.
fn without_fillers(plain: &str, fillers: &[String]) -> String {
    let mut core = without(plain, fillers);
    while let Some(rest) = fillers.iter().find_map(|filler| {
        let rest = core.strip_suffix(filler.as_str())?;
        rest.ends_with(' ').then(|| rest.trim())
    }) {
        core = rest;
    }
    core.to_owned()
}

/// Takes the longest of `list` from the front, again and again.
fn without<'a>(plain: &'a str, list: &[String]) -> &'a str {
    let mut core = plain.trim();
    while let Some(rest) = list
        .iter()
        .filter_map(|cue| core.strip_prefix(cue.as_str()))
        .filter(|rest| rest.is_empty() || rest.starts_with(' '))
        .min_by_key(|rest| rest.len())
    {
        core = rest.trim_start();
    }
    core
}

/// The clauses of `text` without fillers, those of a bare yes or no left out.
fn cores(text: &str, cues: &Cues) -> Vec<String> {
    let ends = ['.', ',', ';', ':', '!', '?', '…', '—', '–', '\n'];
    text.split(ends)
        .map(|clause| without_fillers(&plain(clause), &cues.fillers))
        .filter(|core| !core.is_empty() && ![&cues.yes, &cues.no].iter().any(|l| l.contains(core)))
        .collect()
}

/// "I'd rather not, it was a hard time": a refusal at the beginning with its reason, or one that a
/// short answer ends with.
fn refuses(text: &str, words: usize, cues: &Cues) -> bool {
    let cores = cores(text, cues);
    let (Some(first), Some(last)) = (cores.first(), cores.last()) else { return false };
    let opens = cues.decline_openers.iter().any(|opener| {
        let next = first.strip_prefix(opener.as_str()).map(str::trim_start);
        let reason = |rest: &str| {
            let joint = rest.split(' ').next().unwrap_or_default();
            first.as_bytes().get(opener.len()) == Some(&b' ')
                && cues.decline_reasons.iter().any(|word| word == joint)
        };
        next.is_some_and(|rest| rest.is_empty() || reason(rest))
    });
    // "I'd rather not, but if it helps …" and then a whole story is no refusal.
    let yet = cores.get(1).is_some_and(|second| second.starts_with("but "));
    let limit = if yet { ASIDE_WORDS } else { REASONED_WORDS };
    opens && words <= limit || words <= ASIDE_WORDS && cues.decline_openers.contains(last)
}

/// "Let's stop here, I am tired": a wish to end with its reason.
fn stops(text: &str, words: usize, cues: &Cues) -> bool {
    let cores = cores(text, cues);
    let first = cores.first().filter(|first| first.split(' ').count() > 2);
    words <= ASIDE_WORDS && first.is_some_and(|first| cues.stop.contains(first))
}

/// "I would rather not talk about …" in the first sentence, unless that is a long one, or in any of
/// a short answer.
fn declines(text: &str, words: usize, cues: &Cues) -> bool {
    let mut sentences = text.split(['.', '!', '?', ';', '\n']).filter(|s| !s.trim().is_empty());
    let first = sentences.next().unwrap_or_default();
    let rest = sentences.filter(|_| words <= ASIDE_WORDS);
    [first].into_iter().chain(rest).any(|sentence| says_not_to(sentence, cues))
}

fn says_not_to(sentence: &str, cues: &Cues) -> bool {
    let sentence = plain(sentence);
    if sentence.split_whitespace().count() > ASIDE_WORDS {
        return false;
    }
    cues.decline_starters.iter().any(|starter| {
        sentence.find(&format!(" {starter} ")).is_some_and(|at| {
            let rest = &sentence[at + starter.len() + 2..];
            cues.decline_verbs.iter().any(|verb| {
                rest.strip_prefix(verb.as_str()).is_some_and(|after| {
                    let next = after.split_whitespace().next();
                    after.starts_with(' ')
                        && (verb.contains(' ')
                            || next.is_none_or(|next| cues.decline_ends.iter().any(|w| w == next)))
                })
            })
        })
    })
}
