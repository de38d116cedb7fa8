//! Reads the labelled interview answers, one part at a time. What the fields mean is written in
//! the `README.md` beside them; that they are sound is checked by `tests/tidy`.

use anyhow::{Context, Result};
use protocol::records::{Category, ConstraintKind, FindingKind};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// One of the parts of the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The half that may be read while the extractor is made.
    Calibration,
    /// The half that may only be scored.
    Test,
    /// Answers that probabilities are fitted to and no rule.
    Fresh,
}

impl Part {
    /// The name of its folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Calibration => "calibration",
            Self::Test => "test",
            Self::Fresh => "fresh",
        }
    }
}

/// Something a careful reader would note in an answer.
#[derive(Debug, Clone, Deserialize)]
pub struct Label {
    /// What it is about.
    pub kind: FindingKind,
    /// Its name.
    pub name: String,
    /// Names that are as good.
    #[serde(default)]
    pub also: Vec<String>,
    /// The area of a skill.
    pub category: Option<Category>,
    /// Areas that are as good.
    #[serde(default)]
    pub also_categories: Vec<Category>,
    /// The kind of a constraint.
    pub constraint_kind: Option<ConstraintKind>,
    /// First scalar value of the passage.
    pub start: u32,
    /// One past its last.
    pub end: u32,
    /// A story shows it, no word names it.
    #[serde(default)]
    pub implicit: bool,
}

/// An answer with its labels.
#[derive(Debug, Clone, Deserialize)]
pub struct Labelled {
    /// Unique over all parts.
    pub id: String,
    /// Who answers; no profession is in two parts.
    #[serde(default)]
    pub profession: String,
    /// What was asked.
    pub question: String,
    /// The answer as written.
    pub text: String,
    /// What makes it hard.
    pub traits: Vec<String>,
    /// The labels in order of place.
    pub findings: Vec<Label>,
}

fn folder(part: Part) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/interviews").join(part.name())
}

/// All answers of `part`, by file and line. Fails when a file cannot be read.
pub fn read(part: Part) -> Result<Vec<Labelled>> {
    let entries = std::fs::read_dir(folder(part)).context("the labelled answers are there")?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    paths.sort();
    let mut answers = Vec::new();
    for path in paths {
        let content = std::fs::read_to_string(&path)?;
        for line in content.lines().filter(|line| !line.trim().is_empty()) {
            // The line itself is not quoted: it may be of the half that nobody reads.
            answers.push(serde_json::from_str(line).context("a labelled answer is sound")?);
        }
    }
    Ok(answers)
}
