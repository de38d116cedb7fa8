//! Projects: what the speaker says they are working on.

use crate::{
    asked::Theme,
    english::undertakings::DOING,
    found::Found,
    marks::hours,
    noun_phrase::{bare, noun_phrase, title},
    probability::{Sign, Weighed, seen},
    reading::Reading,
    scope::{Person, scope, sentence},
    text::{Gap, Shape},
    words::{
        ANYBODY, DETERMINERS, DONE, HEADS, ING, MADE, NOT_DOING, NOT_PROJECTS, OTHER, OWN, PEOPLE,
        PRESENT, PROJECT, THING, TIME, WORKS, Words,
    },
};
use protocol::records::FindingKind;
use std::ops::Range;

/// What every rule here but those for names and for the first word wants at its first word.
const BEGIN: Words = ING.or(HEADS).or(PROJECT).or(DONE);
/// Marks around a name.
const QUOTES: [char; 6] = ['"', '“', '”', '„', '«', '»'];

/// All projects found, not yet reduced to one of each.
pub(crate) fn projects(reading: &Reading<'_>) -> Vec<Weighed> {
    let mut places: Vec<(Range<usize>, Sign)> = Vec::new();
    for (index, token) in reading.text.tokens.iter().enumerate() {
        let begins = token.words.meets(BEGIN) || token.shape != Shape::Lower || index == 0;
        if !begins {
            continue;
        }
        let found = doing(reading, index)
            .or_else(|| named_project(reading, index))
            .or_else(|| project_to(reading, index))
            .or_else(|| takes_hours(reading, index))
            .or_else(|| called(reading, index))
            .or_else(|| done(reading, index))
            .or_else(|| answer(reading, index));
        if let Some((range, sign)) = found
            && places.last().is_none_or(|(last, _)| last.end <= range.start)
            && acceptable(reading, &range)
        {
            places.push((range, sign));
        }
    }
    (0..places.len()).filter_map(|place| found(reading, &places, place)).collect()
}

fn found(reading: &Reading<'_>, places: &[(Range<usize>, Sign)], place: usize) -> Option<Weighed> {
    let text = &reading.text;
    let (range, sign) = places.get(place)?;
    let scope = scope(reading, range);
    if scope.negated || scope.wished || scope.long_past || scope.person == Person::Other {
        return None;
    }
    let here = text.sentence_of(range.start);
    let after = text.sentences.get(here + 1).map_or(text.tokens.len(), |next| next.end);
    let until = places.get(place + 1).map_or(after, |(next, _)| next.start.min(after));
    let hours = hours(text, &(range.start..until));
    let core = bare(text, range);
    let name = title(text, &core, 60);
    let found = Found {
        normal: crate::trie::form(&name).join(" "),
        hours_per_week: hours,
        ..reading.found(FindingKind::Project, &name, range)
    };
    Some(Weighed::new(found, seen(&[(true, sign), (hours.is_some(), "project.hours")])))
}

/// Whether the words can name a project: not only a pronoun or a word such as "thing".
fn acceptable(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    let text = &reading.text;
    let core = bare(text, range);
    let telling = core
        .clone()
        .any(|index| text.word(index).chars().count() > 2 && !text.is(index, NOT_PROJECTS));
    let head_at = core
        .clone()
        .find(|index| ["for", "of", "in", "with", "on", "at"].contains(&text.word(*index)));
    let head = head_at.unwrap_or(core.end).saturating_sub(1);
    telling && !text.is(head, NOT_PROJECTS)
}

/// "I'm building a staircase", "we're setting up a night clinic".
fn doing(reading: &Reading<'_>, index: usize) -> Option<(Range<usize>, Sign)> {
    let text = &reading.text;
    if !text.is(index, ING) {
        return None;
    }
    let word = text.word(index);
    let known = DOING.iter().find(|(verb, particle)| {
        *verb == word && particle.is_none_or(|particle| text.word(index + 1) == particle)
    });
    // To somebody who asked for a project, whatever one is doing to something is one.
    let asked = reading.asked == Theme::Project && !text.is(index, NOT_DOING);
    let particle = match known {
        Some((_, particle)) => *particle,
        None if asked => None,
        None => return None,
    };
    let sentence = sentence(text, index);
    let present = (sentence.start..index).rev().take(14).find(|at| text.is(*at, PRESENT))?;
    let near = index - present <= 4
        || (["and", "also", "then"].contains(&text.word(index - 1))
            && subject_stays(reading, present, index));
    if !near {
        return None;
    }
    let from = index + 1 + usize::from(particle.is_some());
    if text.tokens.get(from)?.gap > Gap::Joint {
        return None;
    }
    let range = noun_phrase(text, from, &sentence);
    let determined = text.is(from, DETERMINERS);
    let vague = ["making", "running", "leading", "starting", "planning", "preparing", "helping"]
        .contains(&word);
    (determined || (!vague && range.len() > 1))
        .then_some((range, if vague { "project.vague" } else { "project.doing" }))
}

fn subject_stays(reading: &Reading<'_>, from: usize, until: usize) -> bool {
    (from + 1..until).all(|at| !["she", "he", "they", "you"].contains(&reading.text.word(at)))
}

/// "The loft conversion project".
fn named_project(reading: &Reading<'_>, index: usize) -> Option<(Range<usize>, Sign)> {
    let text = &reading.text;
    if !text.is(index, HEADS) {
        return None;
    }
    let end = (index + 2..index + 6)
        .find(|at| ["project", "initiative", "campaign"].contains(&text.word(*at)))?;
    let words = index + 1..end;
    let plain = words.clone().all(|at| {
        let word = text.word(at);
        text.tokens[at].gap <= Gap::Joint
            && word.chars().all(|letter| letter.is_alphanumeric() || letter == '\'')
            && ![
                "is", "was", "of", "on", "for", "big", "new", "whole", "side", "small", "main",
                "same", "first", "last", "other", "next", "i", "to", "and", "in", "with", "at",
                "this", "end", "only",
            ]
            .contains(&word)
    });
    (plain && text.tokens[end].gap <= Gap::Joint).then_some((index..end + 1, "project.named"))
}

/// "A project to cut falls", "my side project is a boat".
fn project_to(reading: &Reading<'_>, index: usize) -> Option<(Range<usize>, Sign)> {
    let text = &reading.text;
    if !text.is(index, PROJECT) {
        return None;
    }
    let sentence = sentence(text, index);
    match text.word(index + 1) {
        "to" => {
            let rest = noun_phrase(text, index + 2, &sentence);
            (rest.len() >= 2).then_some((rest, "project.to"))
        }
        "is" | "called" => {
            let own =
                (index.saturating_sub(3)..index).any(|at| ["my", "our"].contains(&text.word(at)));
            let gerund = usize::from(text.word(index + 2).ends_with("ing"));
            let rest = noun_phrase(text, index + 2 + gerund, &sentence);
            (own && !rest.is_empty()).then_some((rest, "project.is"))
        }
        _ => None,
    }
}

/// A name in quotation marks: "the 'One Drop' campaign", or after "called".
fn called(reading: &Reading<'_>, index: usize) -> Option<(Range<usize>, Sign)> {
    let text = &reading.text;
    let token = text.tokens.get(index)?;
    let before = text.source.get(..token.bytes.start)?.chars().next_back();
    let previous = index.checked_sub(1).map_or("", |previous| text.word(previous));
    let named = previous == "called" && !text.is(index, TIME);
    if !(named || before.is_some_and(|mark| QUOTES.contains(&mark))) || token.shape == Shape::Lower
    {
        return None;
    }
    let closes = |end: &usize| {
        let after = text.tokens.get(*end).and_then(|last| text.source.get(last.bytes.end..));
        after.and_then(|rest| rest.chars().next()).is_some_and(|mark| QUOTES.contains(&mark))
    };
    let end = (index..index + 4).find(closes).or(named.then_some(index))?;
    let spoken = ["say", "says", "said", "asked", "it", "me", "word"];
    let range = index..end + 1;
    let speech = range.clone().any(|at| text.is(at, OWN.or(OTHER).or(ANYBODY).or(THING)));
    (!speech && !spoken.contains(&previous)).then_some((range, "project.called"))
}

/// "I built a swap board", "we opened the farm shop".
fn done(reading: &Reading<'_>, index: usize) -> Option<(Range<usize>, Sign)> {
    let text = &reading.text;
    if !text.is(index, DONE) || !text.is(index + 1, MADE) {
        return None;
    }
    let before = index.saturating_sub(4)..index;
    let own = before.clone().any(|at| text.is(at, OWN));
    let sentence = sentence(text, index);
    let range = noun_phrase(text, index + 1, &sentence);
    let people = range.clone().next_back().is_some_and(|at| text.is(at, PEOPLE));
    let works = range.clone().any(|at| text.is(at, WORKS));
    let asked = matches!(reading.asked, Theme::Project | Theme::Story);
    if !own || range.len() < 2 || people || !(works || asked) {
        return None;
    }
    Some((range, if works { "project.done" } else { "project.done-other" }))
}

/// What the first words of an answer name to somebody who asked for a project: "The footbridge at
/// Weir Lane, 46 metres."
fn answer(reading: &Reading<'_>, index: usize) -> Option<(Range<usize>, Sign)> {
    let text = &reading.text;
    if index > 0 || !matches!(reading.asked, Theme::Project | Theme::Story) {
        return None;
    }
    let sentence = sentence(text, index);
    let range = noun_phrase(text, index, &sentence);
    let ends = text.tokens.get(range.end).is_none_or(|token| token.gap >= Gap::Comma);
    let determined = text.is(index, HEADS);
    let works = range.clone().any(|at| text.is(at, WORKS));
    let asked = reading.asked == Theme::Project;
    let plain = range.len() >= 2 && (determined || works || asked);
    let sign = match (asked, works) {
        (true, true) => "project.answer-work",
        (true, false) if determined => "project.answer",
        (true, false) => "project.answer-bare",
        _ => "project.answer-story",
    };
    (ends && plain).then_some((range, sign))
}

/// "The community fridge takes about five hours a week."
fn takes_hours(reading: &Reading<'_>, index: usize) -> Option<(Range<usize>, Sign)> {
    let text = &reading.text;
    let token = text.tokens.get(index).filter(|token| token.words.meets(HEADS))?;
    let opens = token.gap >= Gap::Break
        || ["and", "then", "there's", "is"].contains(&text.word(index.saturating_sub(1)));
    if !opens {
        return None;
    }
    let sentence = sentence(text, index);
    let range = noun_phrase(text, index, &sentence);
    let next = text.word(range.end);
    let apart = text.tokens.get(range.end).is_some_and(|after| after.gap == Gap::Comma);
    let takes = ["takes", "eats", "is", "needs", "which", "that's"].contains(&next) || apart;
    let soon = range.end..sentence.end.min(range.end + 10);
    (takes && range.len() >= 2 && hours(text, &soon).is_some())
        .then_some((range, "project.takes-hours"))
}
