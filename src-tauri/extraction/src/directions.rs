//! Directions: where the speaker says they want to go.

use crate::{
    asked::Theme,
    clauses::person_at,
    found::Found,
    noun_phrase::title,
    probability::{Weighed, seen},
    reading::Reading,
    scope::{scope, sentence},
    text::Gap,
    words::{
        AHEAD, AIMS, AT_FIRST, ENDS, FAINT, IDLE, OTHER, OWN, REFUSED, SKIPPED, TELLING, WISHED,
    },
};
use protocol::records::FindingKind;
use std::ops::Range;

/// The longest direction in words.
const LONGEST: usize = 16;

/// The sign of a verb that tells a direction by itself.
const TELLS: &str = "direction.telling";

/// All directions found, at most one in a sentence; the first thought of an answer to a question
/// for them is one as well.
pub(crate) fn directions(reading: &Reading<'_>) -> Vec<Weighed> {
    let led = reading.text.sentences.iter().filter_map(|range| direction(reading, range));
    let mut all: Vec<Weighed> = led.collect();
    if reading.asked == Theme::Direction && !all.iter().any(|one| one.signs.contains(&TELLS)) {
        all.extend(reading.text.sentences.iter().find_map(|range| answer(reading, range)));
    }
    all
}

/// What a sentence names to somebody who asked where the speaker wants to go: "My own bakery."
fn answer(reading: &Reading<'_>, within: &Range<usize>) -> Option<Weighed> {
    let text = &reading.text;
    let mut start = within.start;
    while start < within.end && text.is(start, AT_FIRST) {
        start += 1;
    }
    let clause = reading.clauses.around(start);
    let until = clause.end.min(within.end).min(start + LONGEST);
    let range = start..until;
    let refused = text.has(within, REFUSED);
    let own = range.clone().any(|index| text.is(index, OWN) && text.word(index) != "me");
    let wished = range.clone().any(|index| text.is(index, WISHED));
    let echoes = reading.text.tokens.get(within.end - 1).is_some_and(|token| {
        text.source.get(token.bytes.end..).is_some_and(|rest| rest.starts_with('?'))
    });
    let other = text.is(start, OTHER)
        || text.word(start) == "it"
        || person_at(text, start).is_some()
        || echoes;
    if refused || other || range.is_empty() || scope(reading, &(start..start + 1)).negated {
        return None;
    }
    let telling = range.clone().any(|index| text.word(index).chars().count() > 3);
    if !telling || own && !wished {
        return None;
    }
    let name = title(text, &range, 80);
    let normal = crate::trie::form(&name).join(" ");
    let found = Found { normal, ..reading.found(FindingKind::Direction, &name, &range) };
    let signs = seen(&[
        (true, "direction.answer"),
        (own, "direction.answer-own"),
        (range.len() > 1, "direction.answer-long"),
    ]);
    Some(Weighed::new(found, signs))
}

fn direction(reading: &Reading<'_>, within: &Range<usize>) -> Option<Weighed> {
    let leads = reading.text.runs(within, AIMS);
    leads
        .filter_map(|lead| at(reading, &lead))
        .max_by(|a, b| a.found.probability.total_cmp(&b.found.probability))
}

fn at(reading: &Reading<'_>, lead: &Range<usize>) -> Option<Weighed> {
    let text = &reading.text;
    let index = lead.start;
    let mut start = lead.end;
    while text.is(start, SKIPPED) {
        start += 1;
    }
    let verb = text.word(start);
    let telling = text.is(start, TELLING);
    if !telling && !text.is(start, FAINT) {
        return None;
    }
    let sentence = sentence(text, index);
    let range = start..end(reading, start, sentence.end);
    if range.len() < 1 + usize::from(!telling) || scope(reading, &(index..index + 1)).negated {
        return None;
    }
    let ahead = text.has(&sentence, AHEAD);
    let name = title(text, &range, 80);
    let normal = crate::trie::form(&name).join(" ");
    let core = index..range.end;
    let found = Found { normal, ..reading.found(FindingKind::Direction, &name, &core) };
    let signs = seen(&[
        (true, "direction"),
        (telling, TELLS),
        (!telling, "direction.faint"),
        (ahead && verb != "learn", "direction.ahead"),
        (reading.asked == Theme::Direction, "direction.asked"),
    ]);
    Some(Weighed::new(found, signs))
}

fn end(reading: &Reading<'_>, start: usize, limit: usize) -> usize {
    let text = &reading.text;
    let stop = |index: &usize| {
        text.tokens.get(*index).is_none_or(|token| {
            token.gap >= Gap::Comma || token.words.meets(ENDS) && *index > start + 1
        })
    };
    let end =
        (start + 1..limit.min(start + LONGEST)).find(stop).unwrap_or(limit.min(start + LONGEST));
    let mut last = end;
    while last > start + 1 && text.is(last - 1, IDLE) {
        last -= 1;
    }
    last
}
