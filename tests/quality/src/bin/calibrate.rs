//! Fits the weights of the extractor's signs to the calibration half of the labelled interviews
//! and writes them where the extractor reads them. The test half is not looked at.

#![expect(clippy::print_stdout, reason = "it tells what it fitted")]

use anyhow::Result;
use extraction::Extractor;
use quality::{
    fit::{Seen, Weights, chance, fit},
    labels::{self, Half, Labelled},
    matching::{Outcome, Prediction, outcomes},
};
use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

/// How much of a match counts. The lexicon and the patterns were written by people who had read
/// this half, so they do better here than elsewhere: lines of the lexicon that were written before
/// the half was have 0.58 of their findings right in it, later ones 0.76.
const COUNTED: f64 = 0.77;
/// Thresholds that are tried, in hundredths. With a higher one, what people say of themselves in a
/// small voice ("I do a bit of bookkeeping") would not be told.
const THRESHOLDS: std::ops::RangeInclusive<u32> = 20..=24;

fn main() -> Result<()> {
    let answers = labels::read(Half::Calibration)?;
    let seen: Vec<Vec<Seen>> = answers.iter().map(look).collect();
    let all = seen.concat();
    let weights = fit(&all, &priors()?);
    let labels = answers.iter().map(|answer| answer.findings.len()).sum();
    let (least, f1) = best(&all, &weights, labels);
    fs::write(path("weights.txt"), file(&weights, least)?)?;
    let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (sign, right) in
        all.iter().flat_map(|one| one.signs.iter().map(|sign| (sign, one.right > 0.0)))
    {
        let count = counts.entry(sign).or_default();
        count.0 += 1;
        count.1 += u32::from(right);
    }
    for (sign, (times, right)) in counts {
        println!("{sign:<28}{times:>5}{right:>5}  {:>6.2}", weights[sign]);
    }
    println!("{} candidates, told from {least} on: F1 {f1:.3}", all.len());
    Ok(())
}

fn path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src-tauri/extraction/calibration").join(file)
}

/// What is expected of signs before anything was counted.
fn priors() -> Result<BTreeMap<String, f64>> {
    let content = fs::read_to_string(path("priors.txt"))?;
    let lines = content.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once(' '));
    Ok(pairs.filter_map(|(sign, worth)| Some((sign.to_owned(), worth.parse().ok()?))).collect())
}

fn look(answer: &Labelled) -> Vec<Seen> {
    let weighed = Extractor::builtin().weigh(&answer.question, &answer.text);
    let predictions: Vec<Prediction> =
        weighed.iter().map(|one| Prediction::from(one.found.clone())).collect();
    let outcomes = outcomes(answer, &predictions);
    weighed
        .into_iter()
        .zip(outcomes)
        .map(|(one, outcome)| Seen {
            signs: one.signs,
            right: if matches!(outcome, Outcome::Exact(_)) { COUNTED } else { 0.0 },
        })
        .collect()
}

/// The threshold with the best F1, and that.
fn best(all: &[Seen], weights: &Weights, labels: usize) -> (f64, f64) {
    let count = |all: usize| u32::try_from(all).map_or(f64::MAX, f64::from);
    THRESHOLDS
        .map(|hundredths| {
            let least = f64::from(hundredths) / 100.0;
            let told: Vec<&Seen> =
                all.iter().filter(|one| chance(weights, &one.signs) >= least).collect();
            let right = told.iter().filter(|one| one.right > 0.0).count();
            (least, 2.0 * count(right) / (count(told.len()) + count(labels)))
        })
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap_or((0.5, 0.0))
}

fn file(weights: &Weights, least: f64) -> Result<String> {
    let mut file = String::from(
        "# Written by `make calibrate` from the calibration half of the labelled interviews.\n",
    );
    writeln!(file, "least {least}")?;
    for (sign, weight) in weights {
        writeln!(file, "{sign} {weight:.3}")?;
    }
    Ok(file)
}
