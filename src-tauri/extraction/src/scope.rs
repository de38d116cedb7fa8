//! Who acts at a place of the text, and whether it is denied, only wished for, or long past.

use crate::{
    clauses::{Clauses, person_at},
    reading::Reading,
    text::{Gap, Shape, Text},
    words::{
        ACTS, AFTER_OBJECT, ANYBODY, HARMLESS_AFTER_NEGATION, KNOWING, LAPSED, LEADS_TO_SUBJECT,
        NEGATION, NO_OF, NOTHING, OTHER, OWN, PAST, PREPOSITIONS_AFTER_PERSON, USED_TO, WISHES,
    },
};
use std::ops::Range;

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person {
    /// The speaker says "I" or "we".
    Own,
    /// "You" for anybody.
    Anybody,
    /// Nobody is named.
    Unnamed,
    /// Somebody else.
    Other,
}

/// What holds where something was found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope {
    /// Who acts.
    pub(crate) person: Person,
    /// It is denied.
    pub(crate) negated: bool,
    /// It is only wished for.
    pub(crate) wished: bool,
    /// It was long ago.
    pub(crate) long_past: bool,
}

/// Reads the surroundings of words `range`.
pub(crate) fn scope(reading: &Reading<'_>, range: &Range<usize>) -> Scope {
    let Reading { text, clauses, marks, .. } = reading;
    let number = clauses.number(range.start);
    let clause = clauses.range(number);
    let seen = marks.clause(number);
    let sentence = marks.sentence(text.sentence_of(range.start));
    Scope {
        person: person(text, clauses, range),
        negated: seen.is_some_and(|seen| seen.denies) && negated(text, &clause, range)
            || range.start > clause.start && text.word(range.start - 1) == "no"
            || over(text, &clause, range),
        wished: seen.is_some_and(|seen| seen.wishes) && wished(text, &clause, range.start),
        long_past: sentence.is_some_and(|seen| seen.long_past)
            || used_to(text, &clause, range.start),
    }
}

/// The words of the sentence around `index`.
pub(crate) fn sentence(text: &Text<'_>, index: usize) -> Range<usize> {
    text.sentences.get(text.sentence_of(index)).cloned().unwrap_or(0..0)
}

fn person(text: &Text<'_>, clauses: &Clauses, range: &Range<usize>) -> Person {
    let number = clauses.number(range.start);
    let sentence = sentence(text, range.start);
    let clause = clauses.range(number);
    let from = clause.start.max(sentence.start);
    // "I fixed the chairs they broke, painted the door": a new deed goes on with the first subject.
    let comma = (from + 1..=range.start)
        .rev()
        .find(|index| text.tokens.get(*index).is_some_and(|token| token.gap == Gap::Comma));
    if let Some(segment) = comma
        && text.is(segment + usize::from(text.word(segment) == "and"), PAST)
        && nearest(text, segment..range.end).is_none()
        && let Some(person) = (from..segment).find_map(|index| subject_at(text, index, from))
    {
        return person;
    }
    if let Some(person) = nearest(text, from..range.end) {
        return person;
    }
    let after = clause.end.min(range.end + 6);
    if let Some(person) = (range.end..after).find_map(|index| subject_at(text, index, range.end)) {
        return person;
    }
    if clause.clone().any(|index| text.word(index) == "my" && own_field(text, index)) {
        return Person::Own;
    }
    let earlier = number.checked_sub(1).map(|before| clauses.range(before));
    match earlier {
        Some(before) if before.start >= sentence.start && !before.is_empty() => {
            nearest(text, before).unwrap_or(Person::Unnamed)
        }
        _ => Person::Unnamed,
    }
}

/// "My main tool", "my trade", "my speciality".
fn own_field(text: &Text<'_>, index: usize) -> bool {
    const FIELDS: &[&str] = &[
        "main",
        "speciality",
        "specialty",
        "job",
        "trade",
        "thing",
        "strength",
        "strengths",
        "background",
        "field",
        "bread",
        "daily",
        "day",
        "favourite",
        "first",
    ];
    FIELDS.contains(&text.word(index + 1))
}

/// The last one named in `within`.
fn nearest(text: &Text<'_>, within: Range<usize>) -> Option<Person> {
    let start = within.start;
    within.rev().find_map(|index| subject_at(text, index, start))
}

/// Who is named as acting at `index`; `start` is where the clause begins.
fn subject_at(text: &Text<'_>, index: usize, start: usize) -> Option<Person> {
    let word = text.word(index);
    if ["me", "us"].contains(&word) && !text.is(index + 1, AFTER_OBJECT) {
        return None;
    }
    if text.is(index, OWN) {
        return Some(Person::Own);
    }
    if text.is(index, OTHER) {
        return Some(Person::Other);
    }
    if text.is(index, ANYBODY) && word != "one" {
        return Some(Person::Anybody);
    }
    if word == "who" && index > 0 {
        let head = text.word(index - 1);
        if ["one", "person", "people", "those"].contains(&head) {
            return None;
        }
        let own = (index.saturating_sub(7)..index)
            .any(|at| ["i'm", "am", "as", "was", "we're"].contains(&text.word(at)));
        return (!own).then_some(Person::Other);
    }
    if named_other(text, index) || word == "people" && index == start {
        return Some(Person::Other);
    }
    let end = person_at(text, index)?;
    let leads = index == start
        || text.is(end + 1, ACTS)
        || text.tokens.get(index).is_some_and(|token| token.gap >= Gap::Comma)
        || text.is(index.saturating_sub(1), LEADS_TO_SUBJECT);
    let predicate = !text.is(end + 1, PREPOSITIONS_AFTER_PERSON);
    let with_speaker = text.word(end + 1) == "and" && text.is(end + 2, OWN);
    (leads && predicate && !with_speaker).then_some(Person::Other)
}

/// "Maria does the books", "that's Derek": somebody by name.
fn named_other(text: &Text<'_>, index: usize) -> bool {
    let capital =
        |at: usize| text.tokens.get(at).is_some_and(|token| token.shape == Shape::Capital);
    let near = |at: usize| text.tokens.get(at).is_some_and(|token| token.gap <= Gap::Joint);
    let acts = capital(index) && near(index + 1) && text.is(index + 1, ACTS);
    let points = text.word(index) == "that's" && capital(index + 1) && near(index + 1);
    acts || points
}

fn negated(text: &Text<'_>, clause: &Range<usize>, range: &Range<usize>) -> bool {
    let before = (clause.start..range.start).filter(|index| denies(text, *index));
    let mut cues: Vec<usize> = before.filter(|cue| reaches(text, *cue, range.start)).collect();
    if let Some(last) = cues.pop() {
        let twice = text.word(last) == "without" && cues.iter().any(|cue| text.is(*cue, NEGATION));
        return !twice;
    }
    denied_after(text, clause, range)
}

/// Whether the word at `index` denies what follows it.
pub(crate) fn denies(text: &Text<'_>, index: usize) -> bool {
    if text.word(index) == "no" {
        let comma = text.tokens.get(index + 1).is_some_and(|token| token.gap >= Gap::Comma);
        return !comma && text.is(index + 1, NO_OF);
    }
    if text.is(index, NOTHING) && ["about", "of"].contains(&text.word(index + 1)) {
        // "I know a little about" is not nothing.
        let some = index > 0 && text.word(index - 1) == "a";
        return !some && (index.saturating_sub(4)..index).any(|at| text.is(at, KNOWING));
    }
    if !text.is(index, NEGATION) || text.is(index + 1, HARMLESS_AFTER_NEGATION) {
        return false;
    }
    let next = text.word(index + 1);
    let harmless = text.word(index) == "never" && ["miss", "missed", "lost"].contains(&next);
    let aside = next == "to" && text.word(index + 2) == "mention";
    !harmless && !aside
}

/// Whether a denial at `cue` still holds at `place`: a new deed after a comma or `and` ends it.
fn reaches(text: &Text<'_>, cue: usize, place: usize) -> bool {
    (cue + 1..=place).all(|index| {
        let Some(token) = text.tokens.get(index) else { return true };
        let joined = token.gap == Gap::Comma || text.word(index - 1) == "and";
        !(joined && token.words.meets(PAST))
    })
}

/// "Tunnels, no", "my licence ran out".
fn over(text: &Text<'_>, clause: &Range<usize>, range: &Range<usize>) -> bool {
    let rest = range.end..clause.end;
    ["no", "never", "neither", "nope"].contains(&text.word(range.end)) && !rest.is_empty()
        || text.has(&rest, LAPSED)
}

/// "Python I've never used", "plumbing isn't my thing".
fn denied_after(text: &Text<'_>, clause: &Range<usize>, range: &Range<usize>) -> bool {
    let light = ["i", "i've", "is", "that's", "something", "which", "really", "just"];
    (range.end..clause.end.min(range.end + 4))
        .find(|index| !light.contains(&text.word(*index)))
        .is_some_and(|index| {
            let own = (range.end..index).any(|at| text.word(at).starts_with('i'));
            let thing = ["my", "mine", "something", "for"].contains(&text.word(index + 1));
            denies(text, index) && (own || thing)
        })
}

fn wished(text: &Text<'_>, clause: &Range<usize>, place: usize) -> bool {
    text.runs(&(clause.start..place), WISHES).any(|wish| reaches(text, wish.end, place))
}

/// "I used to …", but not "I'm used to …".
fn used_to(text: &Text<'_>, clause: &Range<usize>, place: usize) -> bool {
    text.runs(&(clause.start..place), USED_TO).next().is_some_and(|cue| {
        cue.start == clause.start
            || !["i'm", "am", "are", "is", "was", "be", "been", "get", "got", "getting", "we're"]
                .contains(&text.word(cue.start - 1))
    })
}
