//! B9: what the extractor finds in the half of the labelled interviews that nobody read while it was
//! made, against a plain lookup of the same lexicon. Scored by `tests/quality`.

use crate::report::Outcome;
use anyhow::Result;
use quality::{
    figures::{Tally, calibration_error, error_by_luck},
    labels::Part,
    scoring::{Scored, scored},
};

/// Beyond the reference's F1.
const WANTED: f64 = 0.15;
/// The most that probabilities may be off.
const OFF: f64 = 0.05;

fn words(name: &str, tally: Tally) -> String {
    format!(
        "{name}: precision {:.3}, recall {:.3}, F1 {:.3}",
        tally.precision(),
        tally.recall(),
        tally.f1()
    )
}

pub(crate) fn run() -> Result<Outcome> {
    let Scored { answers, ours, reference, quoted } = scored(Part::Test)?;
    let (ours_by_name, theirs_by_name) = (ours.all(true), reference.all(true));
    let off = calibration_error(&ours.chances);
    let (found, theirs) = (ours_by_name.f1(), theirs_by_name.f1());
    let (better, calibrated) = (found >= theirs + WANTED, off <= OFF);
    let mut notes = vec![
        format!(
            "{answers} answers, {} labels, {} findings",
            ours_by_name.labels, ours_by_name.said
        ),
        words("ours, by name", ours_by_name),
        words("lookup, by name", theirs_by_name),
        words("ours, by area", ours.all(false)),
        words("lookup, by area", reference.all(false)),
        format!(
            "calibration error {off:.3}, luck alone would give {:.3}; {:.1} % of the quotes are exact",
            error_by_luck(&ours.chances),
            quoted * 100.0
        ),
    ];
    if !better {
        notes.push(format!("missed: F1 is {:.3} short", theirs + WANTED - found));
    }
    if !calibrated {
        notes.push(format!(
            "missed: the calibration error is {:.3} more than wanted. The weights are fitted to other \
             people's answers than these; what luck alone would give is part of it",
            off - OFF
        ));
    }
    Ok(Outcome {
        ours: found,
        reference: theirs,
        ratio: found / theirs,
        unit: String::from("F1 by name (reference: plain lookup of the lexicon)"),
        goal: format!("≥ the reference + {WANTED}; calibration error ≤ {OFF}; all quotes exact"),
        met: better && calibrated && quoted >= 1.0,
        notes,
    })
}
