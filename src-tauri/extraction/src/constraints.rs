//! Constraints: what the speaker says holds them back, by the lexicon's phrases.

use crate::{
    asked::Theme,
    found::Found,
    lexicon::Meaning,
    probability::{Weighed, seen},
    reading::Reading,
    scope::{Person, contains_any, scope},
    words::PEOPLE,
};
use protocol::records::FindingKind;
use std::ops::Range;

/// Makes it heavier.
const HEAVY: &[&[&str]] = &[
    &["really"],
    &["badly"],
    &["every", "day"],
    &["every", "night"],
    &["constantly"],
    &["always"],
    &["all", "the", "time"],
    &["can't"],
    &["serious"],
    &["seriously"],
    &["terrible"],
    &["killing"],
    &["completely"],
    &["worst"],
    &["huge"],
    &["so", "much"],
    &["massive"],
    &["chronic"],
    &["biggest"],
];
/// Makes it lighter.
const LIGHT: &[&[&str]] = &[
    &["a", "bit"],
    &["a", "little"],
    &["sometimes"],
    &["occasionally"],
    &["slightly"],
    &["now", "and", "then"],
    &["not", "too"],
    &["small"],
    &["minor"],
    &["now", "and", "again"],
];
/// It is over.
const OVER: &[&[&str]] = &[
    &["paid", "off"],
    &["cleared"],
    &["got", "over"],
    &["no", "longer"],
    &["not", "anymore"],
    &["is", "over"],
    &["any", "more"],
    &["got", "rid"],
];
/// What the lexicon's severity changes by.
const STEP: f64 = 0.15;

/// All constraints found, not yet reduced to one of each.
pub(crate) fn constraints(reading: &Reading<'_>) -> Vec<Weighed> {
    reading
        .matches
        .iter()
        .filter_map(|found| {
            let phrase = reading.lexicon.phrases.get(found.phrase)?;
            let Meaning::Constraint(place) = phrase.meaning else { return None };
            let constraint = reading.lexicon.constraints.get(place)?;
            let range = &found.range;
            let about_person = reading
                .text
                .tokens
                .get(range.clone())?
                .iter()
                .any(|token| PEOPLE.contains(&token.lower.as_str()));
            let scope = scope(reading, range);
            let other = scope.person == Person::Other && !about_person;
            if other || scope.negated || scope.long_past || denied(reading, range) {
                return None;
            }
            let clause = reading.clauses.around(range.start);
            let heavy = contains_any(&reading.text, &clause, HEAVY);
            let light = contains_any(&reading.text, &clause, LIGHT);
            let mut severity = constraint.severity;
            severity += if heavy { STEP } else { 0.0 };
            severity -= if light { STEP } else { 0.0 };
            let own = scope.person == Person::Own || own_thing(reading, &clause);
            let found = Found {
                constraint_kind: Some(constraint.kind),
                level: Some((severity.clamp(0.05, 1.0) * 100.0).round() / 100.0),
                ..reading.found(FindingKind::Constraint, &constraint.name, range)
            };
            let signs = seen(&[
                (true, "constraint"),
                (own, "constraint.own"),
                (phrase.stems.len() > 1, "constraint.phrase-long"),
                (heavy, "constraint.heavy"),
                (phrase.thing, "constraint.thing"),
                (reading.asked == Theme::Constraint, "constraint.asked"),
            ]);
            Some(Weighed::new(found, signs))
        })
        .collect()
}

fn own_thing(reading: &Reading<'_>, clause: &Range<usize>) -> bool {
    clause.clone().any(|index| ["my", "our", "me"].contains(&reading.text.word(index)))
}

/// "No debts", "cleared the debt".
fn denied(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    let clause = reading.clauses.around(range.start);
    let no = (range.start.saturating_sub(2).max(clause.start)..range.start)
        .any(|index| ["no", "without", "zero"].contains(&reading.text.word(index)));
    no || contains_any(&reading.text, &clause, OVER)
}
