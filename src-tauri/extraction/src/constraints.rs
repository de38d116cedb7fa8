//! Constraints: what the speaker says holds them back, by the lexicon's phrases.

use crate::{
    asked::Theme,
    found::Found,
    lexicon::Meaning,
    probability::{By, Weighed, seen},
    reading::Reading,
    scope::{Person, scope},
    words::{HEAVY, LIGHT, OVER, PEOPLE, WELL},
};
use protocol::records::{ConstraintKind, FindingKind};
use std::{collections::BTreeMap, ops::Range};

/// What the lexicon's severity changes by.
const STEP: f64 = 0.15;

/// All constraints found, not yet reduced to one of each, and the places of their words.
pub(crate) fn constraints(reading: &Reading<'_>) -> (Vec<Weighed>, Vec<Range<usize>>) {
    let mut told = Vec::new();
    let all = reading
        .matches
        .iter()
        .filter_map(|said| {
            let phrase = reading.lexicon.phrases.get(said.phrase)?;
            let Meaning::Constraint(place) = phrase.meaning else { return None };
            let constraint = reading.lexicon.constraints.get(place)?;
            let range = &said.range;
            let asked = reading.asked == Theme::Constraint;
            if phrase.thing && !asked || well(reading, range) {
                return None;
            }
            let about_person = reading
                .text
                .tokens
                .get(range.clone())?
                .iter()
                .any(|token| token.words.meets(PEOPLE));
            let scope = scope(reading, range);
            let other = scope.person == Person::Other && !about_person;
            if other || scope.negated || scope.long_past || denied(reading, range) {
                return None;
            }
            let clause = reading.clauses.around(range.start);
            let heavy = reading.text.has(&clause, HEAVY);
            let light = reading.text.has(&clause, LIGHT);
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
                (own && !asked, "constraint.own"),
                (own && asked, "constraint.asked-own"),
                (phrase.keys.len() > 1, "constraint.phrase-long"),
                (heavy, "constraint.heavy"),
                (phrase.thing, "constraint.thing"),
                (asked, "constraint.asked"),
            ]);
            told.push(range.clone());
            let weighed = Weighed::new(found, signs).by(By::Phrase(said.phrase));
            Some((reading.text.sentence_of(range.start), weighed))
        })
        .collect();
    (one_a_sentence(all), told)
}

/// Of what counts only because it was asked for, at most one of each kind in a sentence, and none
/// beside what says it in so many words: "a loan, 140 thousand euros" is one.
fn one_a_sentence(all: Vec<(usize, Weighed)>) -> Vec<Weighed> {
    let mut hinted: BTreeMap<(usize, Option<ConstraintKind>), Weighed> = BTreeMap::new();
    let (hints, mut kept): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, one)| hint(one));
    for (sentence, one) in hints {
        let kind = one.found.constraint_kind;
        let beside = |(other, said): &(usize, Weighed)| {
            *other == sentence && said.found.constraint_kind == kind
        };
        if kept.iter().any(beside) {
            continue;
        }
        let best = hinted.entry((sentence, kind)).or_insert_with(|| one.clone());
        if one.found.probability > best.found.probability {
            *best = one;
        }
    }
    kept.extend(hinted.into_iter().map(|((sentence, _), one)| (sentence, one)));
    kept.into_iter().map(|(_, one)| one).collect()
}

/// Whether it counts only because it was asked for.
fn hint(one: &Weighed) -> bool {
    one.signs.contains(&"constraint.thing")
}

fn own_thing(reading: &Reading<'_>, clause: &Range<usize>) -> bool {
    clause.clone().any(|index| ["my", "our", "me"].contains(&reading.text.word(index)))
}

/// "The pay is fine."
fn well(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    let clause = reading.clauses.around(range.start);
    clause.filter(|index| !range.contains(index)).any(|index| reading.text.is(index, WELL))
}

/// "No debts", "cleared the debt".
fn denied(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    let clause = reading.clauses.around(range.start);
    let no = (range.start.saturating_sub(2).max(clause.start)..range.start)
        .any(|index| ["no", "without", "zero"].contains(&reading.text.word(index)));
    no || reading.text.has(&clause, OVER)
}
