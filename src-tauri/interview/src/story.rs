//! Which parts of a story an answer has, and which part to ask for next.

use crate::{
    answer::{Answer, Reading},
    bank::Cues,
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
    if answer.has(&cues.result) || asked == Part::Result {
        parts.push(Part::Result);
    }
    parts
}

/// Whether someone says "I …ed" or "I" with a past form.
fn acts(plain: &str, cues: &Cues) -> bool {
    let words: Vec<&str> = plain.split_whitespace().collect();
    let does = |word: &&str| {
        (word.len() > 4 && word.ends_with("ed")) || cues.action.iter().any(|verb| verb == word)
    };
    words.iter().enumerate().any(|(at, word)| {
        cues.persons.iter().any(|person| person == word)
            && words.iter().skip(at + 1).take(3).any(does)
    })
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
