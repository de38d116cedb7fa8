//! Skills the lexicon does not know, where the words around leave little doubt that it is one:
//! "fifteen years of upholstery", "I specialise in dry stone walls".

use crate::{
    found::Found,
    level::level,
    noun_phrase::{bare, noun_phrase, title},
    probability::logistic,
    reading::Reading,
    scope::{Person, scope, sentence},
    signals::signals,
};
use protocol::records::{Category, EvidenceKind, FindingKind};
use std::ops::Range;

/// What leads to a skill's name, with the sum it starts the logistic from.
const LEADS: &[(&[&str], f64)] = &[
    (&["years", "of"], 0.0),
    (&["year", "of"], 0.0),
    (&["years", "in"], -0.3),
    (&["years", "doing"], 0.2),
    (&["experience", "in"], 0.0),
    (&["experience", "with"], 0.0),
    (&["experience", "of"], -0.2),
    (&["specialise", "in"], 0.4),
    (&["specialize", "in"], 0.4),
    (&["specialised", "in"], 0.4),
    (&["trained", "in"], 0.3),
    (&["qualified", "in"], 0.4),
    (&["certified", "in"], 0.4),
    (&["degree", "in"], 0.2),
    (&["diploma", "in"], 0.2),
    (&["good", "at"], 0.0),
    (&["skilled", "in"], 0.2),
    (&["known", "for"], -0.1),
];
/// Words that begin or end no skill.
const VAGUE: &[&str] = &[
    "it",
    "this",
    "that",
    "them",
    "things",
    "thing",
    "stuff",
    "everything",
    "anything",
    "something",
    "what",
    "people",
    "service",
    "experience",
    "age",
    "marriage",
    "life",
    "work",
    "working",
    "being",
    "having",
    "getting",
    "doing",
    "making",
    "not",
    "all",
    "the",
    "my",
    "job",
    "trade",
    "business",
    "school",
    "place",
    "company",
    "town",
    "england",
    "london",
    "practice",
    "hard",
    "here",
    "same",
    "one",
    "such",
    "area",
    "going",
    "keeping",
    "role",
    "field",
    "industry",
    "building",
    "house",
    "office",
    "team",
    "hospital",
];

/// Skills by pattern only; `taken` are the places of skills that the lexicon has.
pub(crate) fn unnamed(reading: &Reading<'_>, taken: &[Range<usize>]) -> Vec<Found> {
    (0..reading.text.tokens.len())
        .filter_map(|index| {
            let (lead, sum) = LEADS.iter().find(|(lead, _)| {
                lead.iter()
                    .enumerate()
                    .all(|(offset, word)| reading.text.word(index + offset) == *word)
            })?;
            at(reading, index, index + lead.len(), *sum, taken)
        })
        .collect()
}

fn at(
    reading: &Reading<'_>,
    lead: usize,
    start: usize,
    sum: f64,
    taken: &[Range<usize>],
) -> Option<Found> {
    let text = &reading.text;
    let sentence = sentence(text, lead);
    let range = bare(text, &noun_phrase(text, start, &sentence));
    let vague = range.clone().any(|index| {
        let word = text.word(index);
        VAGUE.contains(&word) || word.chars().any(|letter| letter.is_ascii_digit())
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
    let sum = sum + if signals.own { 0.3 } else { -0.3 };
    Some(Found {
        category: Some(Category::DomainKnowledge),
        normal: reading.lexicon.normal(&name),
        level: Some(level(&signals, false)),
        hours_per_week: signals.hours,
        evidence: if signals.story { EvidenceKind::Story } else { EvidenceKind::SelfClaim },
        probability: logistic(sum),
        ..reading.found(FindingKind::Skill, &name, &(lead..range.end))
    })
}

fn lead_denied(reading: &Reading<'_>, lead: usize) -> bool {
    ["no", "not", "little", "any", "isn't", "never"]
        .contains(&reading.text.word(lead.saturating_sub(1)))
}
