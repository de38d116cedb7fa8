//! Which parts of a story an answer has, and which part to ask for next.

use crate::{
    answer::{self, Answer, Reading},
    bank::Cues,
    danger, quote,
    topic::{Part, Topic},
};

/// The words from which an answer is long enough to have described its situation.
const DESCRIBES: usize = 25;

/// The parts that `answer` to a question about `asked` holds.
pub(crate) fn parts(answer: &Answer<'_>, asked: Part, cues: &Cues) -> Vec<Part> {
    if answer.reading != Reading::Full {
        return Vec::new();
    }
    let mut parts = Vec::new();
    if answer.words >= DESCRIBES || answer.has(&cues.situation) || asked == Part::Situation {
        parts.push(Part::Situation);
    }
    if acts(&answer.plain, cues) || asked == Part::Action {
        parts.push(Part::Action);
    }
    if answer.has(&cues.result) || asked == Part::Result || ends_with_others(answer.text, cues) {
        parts.push(Part::Result);
    }
    parts
}

/// The clause of a story in which the person tells what they did.
pub(crate) fn deed<'a>(answer: &Answer<'a>, cues: &Cues) -> Option<&'a str> {
    if answer.words < DESCRIBES || !parts(answer, Part::Whole, cues).contains(&Part::Action) {
        return None;
    }
    quote::choose(answer.text, &[], cues).filter(|clause| {
        let plain = answer::plain(clause);
        acts(&plain, cues) && danger::is_calm(clause, cues)
    })
}

/// Whether, after what the person did, the answer goes on to how others fared: "he was moved
/// within the hour", "she paid that afternoon".
fn ends_with_others(text: &str, cues: &Cues) -> bool {
    let clauses: Vec<String> = text
        .split(['.', ',', ';', ':', '!', '…', '—', '–', '\n'])
        .flat_map(|clause| clause.split(" and "))
        .map(answer::plain)
        .collect();
    let Some(deed) = clauses.iter().position(|clause| acts(clause, cues)) else { return false };
    clauses[deed + 1..].iter().any(|clause| {
        let mut words = clause.split_whitespace();
        let other = words.next().is_some_and(|word| cues.others.iter().any(|one| one == word));
        other && words.take(4).any(|word| is_past(word, cues) || matches!(word, "was" | "were"))
    })
}

/// Whether someone says "I …ed" or "I" with a past form.
pub(crate) fn acts(plain: &str, cues: &Cues) -> bool {
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.iter().enumerate().any(|(at, word)| {
        cues.persons.iter().any(|person| person == word)
            // "I've got" is to have.
            && words
                .iter()
                .skip(at + 1)
                .take(3)
                .any(|next| is_past(next, cues) && !(*next == "got" && word.ends_with("ve")))
    })
}

/// Whether the word is a past form.
pub(crate) fn is_past(word: &str, cues: &Cues) -> bool {
    (word.len() > 4 && word.ends_with("ed")) || cues.action.iter().any(|verb| verb == word)
}

/// The part to ask for next, once `told` is known.
pub(crate) fn missing(told: &[Part]) -> Option<Part> {
    [Part::Situation, Part::Action, Part::Result].into_iter().find(|part| !told.contains(part))
}

/// The same story, asked for `part`.
pub(crate) fn at_part(topic: Topic, part: Part) -> Option<Topic> {
    match topic {
        Topic::Story { skill, .. } => Some(Topic::Story { skill, part }),
        Topic::AnyStory { .. } => Some(Topic::AnyStory { part }),
        Topic::Opening | Topic::OpeningMore { .. } => Some(Topic::OpeningMore { part }),
        _ => None,
    }
}

/// The part that a topic asks for, if it is a story.
pub(crate) fn part_of(topic: Topic) -> Option<Part> {
    match topic {
        Topic::Story { part, .. } | Topic::AnyStory { part } | Topic::OpeningMore { part } => {
            Some(part)
        }
        Topic::Opening => Some(Part::Whole),
        _ => None,
    }
}
