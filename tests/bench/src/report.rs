//! What a benchmark found, printed and kept as `report.json` and `report.md`.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

/// The outcome of one benchmark. Which way is better is in the words of `goal`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Outcome {
    /// Our figure, in `unit`.
    pub(crate) ours: f64,
    /// The reference's figure in the same run, in `unit`.
    pub(crate) reference: f64,
    /// `ours / reference`.
    pub(crate) ratio: f64,
    /// What is counted.
    pub(crate) unit: String,
    /// What was wanted.
    pub(crate) goal: String,
    /// Whether it was reached.
    pub(crate) met: bool,
    /// How it was measured: number of runs, spread, machine.
    pub(crate) notes: Vec<String>,
}

/// Smallest, middle and largest of some figures.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spread {
    /// The smallest.
    pub(crate) least: f64,
    /// The middle one.
    pub(crate) median: f64,
    /// The largest.
    pub(crate) most: f64,
    /// How many there were.
    pub(crate) runs: usize,
}

impl Spread {
    /// Of at least one figure.
    pub(crate) fn of(mut figures: Vec<f64>) -> Result<Self> {
        figures.sort_by(f64::total_cmp);
        Ok(Self {
            least: *figures.first().context("there is nothing to summarise")?,
            median: figures[figures.len() / 2],
            most: *figures.last().context("there is nothing to summarise")?,
            runs: figures.len(),
        })
    }

    /// In words.
    pub(crate) fn words(&self, what: &str, unit: &str) -> String {
        let Self { least, median, most, runs } = self;
        let (median, least, most) = (figure(*median), figure(*least), figure(*most));
        format!("{what}: median {median} {unit}, {least} to {most}, {runs} runs")
    }
}

/// A figure with as many digits as say something.
pub(crate) fn figure(figure: f64) -> String {
    if figure.abs() < 10.0 { format!("{figure:.3}") } else { format!("{figure:.1}") }
}

/// Add `outcomes` to what earlier runs left, and write both forms.
pub(crate) fn write(folder: &Path, outcomes: &BTreeMap<String, Outcome>) -> Result<()> {
    fs::create_dir_all(folder)?;
    let path = folder.join("report.json");
    let kept = fs::read_to_string(&path).ok();
    let mut all: BTreeMap<String, Outcome> =
        kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    all.extend(outcomes.iter().map(|(name, outcome)| (name.clone(), outcome.clone())));
    fs::write(&path, serde_json::to_string_pretty(&all)?)?;
    let mut text = String::from(
        "| | ours | reference | ratio | unit | goal | met |\n|---|---|---|---|---|---|---|\n",
    );
    for (name, outcome) in &all {
        let Outcome { ours, reference, ratio, unit, goal, met, .. } = outcome;
        let met = if *met { "yes" } else { "no" };
        let (ours, reference) = (figure(*ours), figure(*reference));
        writeln!(text, "| {name} | {ours} | {reference} | {ratio:.2} | {unit} | {goal} | {met} |")?;
    }
    for (name, outcome) in &all {
        writeln!(text, "\n**{name}**\n")?;
        for note in &outcome.notes {
            writeln!(text, "- {note}")?;
        }
    }
    fs::write(folder.join("report.md"), text)?;
    Ok(())
}
