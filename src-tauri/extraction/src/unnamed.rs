//! Skills the lexicon does not know, where the words around leave little doubt that it is one:
//! "fifteen years of upholstery", "I specialise in dry stone walls".

use crate::{
    found::Found,
    level::level,
    noun_phrase::{bare, noun_phrase, title},
    probability::{Weighed, seen},
    reading::Reading,
    scope::{Person, scope, sentence},
    signals::signals,
    words::{SKILL_LEADS, VAGUE},
};
use protocol::records::{Category, EvidenceKind, FindingKind};
use std::ops::Range;

/// Skills by pattern only; `taken` are the places of skills that the lexicon has.
pub(crate) fn unnamed(reading: &Reading<'_>, taken: &[Range<usize>]) -> Vec<Weighed> {
    let whole = 0..reading.text.tokens.len();
    let leads = reading.text.runs(&whole, SKILL_LEADS);
    leads.filter_map(|lead| at(reading, lead.start, lead.end, taken)).collect()
}

fn at(reading: &Reading<'_>, lead: usize, start: usize, taken: &[Range<usize>]) -> Option<Weighed> {
    let text = &reading.text;
    let sentence = sentence(text, lead);
    let range = bare(text, &noun_phrase(text, start, &sentence));
    let vague = range.clone().any(|index| {
        text.is(index, VAGUE) || text.word(index).chars().any(|letter| letter.is_ascii_digit())
    });
    // A phrase is never longer than twelve words, and `taken` is in the order of the text.
    let from = taken.partition_point(|other| other.start + 12 < range.start);
    let overlaps = taken[from..]
        .iter()
        .take_while(|other| other.start < range.end)
        .any(|other| other.start < range.end && range.start < other.end);
    let tiny = text.slice(&range).chars().count() < 4;
    if vague || overlaps || tiny || range.is_empty() || range.len() > 4 {
        return None;
    }
    let scope = scope(reading, &(lead..range.end));
    if scope.negated || scope.wished || scope.person == Person::Other || lead_denied(reading, lead)
    {
        return None;
    }
    let signals = signals(reading, &range, scope);
    let name = title(text, &range, 40);
    let found = Found {
        category: Some(Category::DomainKnowledge),
        normal: reading.lexicon.normal(&name),
        level: Some(level(&signals, false)),
        hours_per_week: signals.hours,
        evidence: if signals.story { EvidenceKind::Story } else { EvidenceKind::SelfClaim },
        ..reading.found(FindingKind::Skill, &name, &(lead..range.end))
    };
    Some(Weighed::new(found, seen(&[(true, "lead"), (signals.own, "lead.own")])))
}

fn lead_denied(reading: &Reading<'_>, lead: usize) -> bool {
    ["no", "not", "little", "any", "isn't", "never"]
        .contains(&reading.text.word(lead.saturating_sub(1)))
}
