//! Fits the weights of the extractor's signs to labelled interviews and writes them where the
//! extractor reads them.
//!
//! They are fitted to what no rule was made for: the fresh answers, and skills in the calibration
//! half by the lexicon as it was before that half was written. For all else, that half, each
//! profession read without what was found in it alone, only says what is expected: its authors made
//! the rules. How strongly the fit is held back was chosen by professions that were left out of it.
//! The test half is not looked at.

#![expect(clippy::print_stdout, reason = "it tells what it fitted")]

use anyhow::Result;
use extraction::{Extractor, Weighed};
use quality::{
    figures::calibration_error,
    fit::{Seen, Weights, fit},
    held::{Candidates, held_out, seen, surest},
    labels::{self, Labelled, Part},
    matching::{Outcome, Prediction, outcomes},
    unseen::unseen,
};
use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

/// What it costs to depart from the priors, and from what is expected.
const EXPECTED: f64 = 1.0;
const FITTED: f64 = 2.0;
/// The first sign of each skill that was found by the lexicon.
const BY_LEXICON: &str = "skill";
/// The share of what is accepted unasked that has to be right.
const RIGHT: f64 = 0.85;
/// Thresholds that are tried, in hundredths. With a higher one, what people tell of themselves in
/// passing ("I did first aid on the pitch") would not be offered to them.
const THRESHOLDS: std::ops::RangeInclusive<u32> = 15..=18;

fn main() -> Result<()> {
    let (calibration, fresh) = (labels::read(Part::Calibration)?, labels::read(Part::Fresh)?);
    let extractor = Extractor::builtin();
    let new: Vec<Candidates<'_>> = fresh
        .iter()
        .map(|answer| look(answer, &extractor.weigh(&answer.question, &answer.text)))
        .collect();
    let (mut half, mut expectations) = (Vec::new(), Vec::new());
    for one in unseen(&calibration)? {
        let Candidates { profession, seen } = look(one.answer, &one.found);
        let (skills, others): (Vec<Seen>, Vec<Seen>) =
            seen.into_iter().partition(|one| one.signs.contains(&BY_LEXICON));
        half.push(Candidates { profession, seen: skills });
        expectations.extend(others);
    }
    let expected = fit(&expectations, &priors()?, EXPECTED);
    let fitted = |seen: &[Seen]| fit(seen, &expected, FITTED);
    let all = seen(new.iter().chain(&half));
    let weights = fitted(&all);
    let (chances, of_half) = (held_out(&new, &half, fitted), held_out(&half, &new, fitted));
    let (least, f1) = best(&chances, fresh.iter().map(|answer| answer.findings.len()).sum());
    let sure = surest(&chances, RIGHT);
    fs::write(path("weights.txt"), file(&weights, least, sure)?)?;
    tell(&all, &expected, &weights);
    let off = |chances: &[(f64, bool)]| {
        let told = chances.iter().filter(|(chance, _)| *chance >= least);
        calibration_error(&told.copied().collect::<Vec<_>>())
    };
    println!("told from {least} on, and of professions left out of the fit:");
    println!("fresh answers: F1 {f1:.3}, calibration error {:.3}", off(&chances));
    println!("skills of the calibration half: calibration error {:.3}", off(&of_half));
    match sure {
        Some(sure) => println!("accepted unasked from {sure} on; `autoNote` has to say so"),
        None => println!("nothing is accepted unasked: no chance is right in {RIGHT} beyond luck"),
    }
    Ok(())
}

/// Each sign with how often it was seen, how often with something right, what was expected of it
/// and what it is worth.
fn tell(all: &[Seen], expected: &Weights, weights: &Weights) {
    let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for one in all {
        for sign in &one.signs {
            let count = counts.entry(sign).or_default();
            count.0 += 1;
            count.1 += u32::from(one.right > 0.0);
        }
    }
    for (sign, (times, right)) in &counts {
        let expected = expected.get(*sign).copied().unwrap_or_default();
        println!("{sign:<28}{times:>5}{right:>5}  {expected:>6.2}  {:>6.2}", weights[*sign]);
    }
}

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src-tauri/extraction/calibration").join(file)
}

/// What is expected of signs before anything was counted.
fn priors() -> Result<Weights> {
    let content = fs::read_to_string(path("priors.txt"))?;
    let lines = content.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once(' '));
    Ok(pairs.filter_map(|(sign, worth)| Some((sign.to_owned(), worth.parse().ok()?))).collect())
}

/// What was `found` in `answer`, by its signs, and whether it is right.
fn look<'a>(answer: &'a Labelled, found: &[Weighed]) -> Candidates<'a> {
    let predictions: Vec<Prediction> =
        found.iter().map(|one| Prediction::from(one.found.clone())).collect();
    let outcomes = outcomes(answer, &predictions);
    let seen = found.iter().zip(outcomes).map(|(one, outcome)| Seen {
        signs: one.signs.clone(),
        right: if matches!(outcome, Outcome::Exact(_)) { 1.0 } else { 0.0 },
    });
    Candidates { profession: &answer.profession, seen: seen.collect() }
}

/// The threshold with the best F1, and that.
fn best(chances: &[(f64, bool)], labels: usize) -> (f64, f64) {
    let count = |all: usize| u32::try_from(all).map_or(f64::MAX, f64::from);
    THRESHOLDS
        .map(|hundredths| {
            let least = f64::from(hundredths) / 100.0;
            let told: Vec<_> = chances.iter().filter(|(chance, _)| *chance >= least).collect();
            let right = told.iter().filter(|(_, right)| *right).count();
            (least, 2.0 * count(right) / (count(told.len()) + count(labels)))
        })
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap_or((0.5, 0.0))
}

fn file(weights: &Weights, least: f64, sure: Option<f64>) -> Result<String> {
    let mut file = String::from("# Written by `make calibrate` from the labelled interviews.\n");
    writeln!(file, "least {least}")?;
    if let Some(sure) = sure {
        writeln!(file, "sure {sure}")?;
    }
    for (sign, weight) in weights {
        writeln!(file, "{sign} {weight:.3}")?;
    }
    Ok(file)
}
