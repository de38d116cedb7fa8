//! What came of the interview, and whether screen and databases agree on it.

use crate::{books::Kept, talk::Seen};
use anyhow::{Result, ensure};
use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

/// Fewer findings than this in a whole interview are too few.
const FEWEST_FINDINGS: usize = 8;
/// How far η may be from what is stored: it is computed at another moment.
const ETA_TOLERANCE: f64 = 0.005;

/// Everything that is judged.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) transcript: PathBuf,
    /// Answers that were typed.
    pub(crate) answers: usize,
    pub(crate) seen: Seen,
    pub(crate) kept: Kept,
    pub(crate) exported: Vec<PathBuf>,
}

impl Outcome {
    fn seen(&self, decision: &str) -> usize {
        self.seen.decisions.get(decision).copied().unwrap_or(0)
    }

    fn kept(&self, decision: &str) -> usize {
        self.kept.findings.values().filter(|found| found.decision == decision).count()
    }

    /// Findings painted before the reply to their own message was complete.
    fn early(&self) -> usize {
        let early = |(id, job): &(&String, &String)| {
            self.kept.findings.get(*id).is_some_and(|found| found.job.as_ref() == Some(*job))
        };
        self.seen.early.iter().filter(early).count()
    }

    /// The summary as it is printed.
    pub(crate) fn words(&self) -> String {
        let name = self.transcript.file_name().unwrap_or_default().to_string_lossy();
        let mut text = String::new();
        let mut row = |what: &str, screen: String, database: String| {
            // Writing to a text cannot fail.
            writeln!(text, "{what:<26}{screen:>10}{database:>12}").ok();
        };
        row(&name, "screen".into(), "database".into());
        row("answers given", self.seen.answers.to_string(), self.kept.answers.to_string());
        let (cards, stored) = (self.seen.cards.len(), self.kept.findings.len());
        row("findings suggested", cards.to_string(), stored.to_string());
        for decision in ["confirmed", "rejected"] {
            let (seen, kept) = (self.seen(decision), self.kept(decision));
            row(&format!("findings {decision}"), seen.to_string(), kept.to_string());
        }
        row("painted before the reply", self.early().to_string(), String::new());
        row("η before", format!("{:.4}", self.seen.eta_before), String::new());
        let eta = (self.seen.eta_after, self.kept.eta);
        row("η after", format!("{:.4}", eta.0), format!("{:.4}", eta.1));
        row("regime", self.seen.regime.clone(), String::new());
        let files: Vec<String> = self.exported.iter().map(|path| file_name(path)).collect();
        writeln!(text, "exported      {}", files.join(", ")).ok();
        text
    }

    /// Fails where something is not as it must be.
    pub(crate) fn check(&self) -> Result<()> {
        let (seen, kept) = (&self.seen, &self.kept);
        ensure!(seen.answers == self.answers, "the screen counts other answers than were typed");
        ensure!(kept.answers == self.answers, "other answers are stored than were typed");
        ensure!(kept.findings.len() >= FEWEST_FINDINGS, "fewer than {FEWEST_FINDINGS} findings");
        for card in &seen.cards {
            let stored = kept.findings.get(&card.id);
            ensure!(stored.is_some(), "a finding on the screen is not stored");
            let same = stored.is_some_and(|found| found.quote == card.quote);
            ensure!(same, "the quote “{}” is not the stored one", card.quote);
        }
        for (id, found) in &kept.findings {
            ensure!(found.exact, "the quote of {id} is not exactly in its answer");
            ensure!(found.own_words, "{id} quotes somebody else's words");
            let shown = seen.cards.iter().any(|card| card.id == *id);
            ensure!(shown, "{id} was never on the screen");
        }
        for decision in ["confirmed", "rejected", "suggested"] {
            let (seen, kept) = (self.seen(decision), self.kept(decision));
            ensure!(seen == kept, "{seen} {decision} on the screen, {kept} stored");
        }
        ensure!(self.early() > 0, "no finding was painted before the reply to it was complete");
        let moved = (seen.eta_after - seen.eta_before).abs();
        ensure!(moved > ETA_TOLERANCE, "η did not move");
        for stored in [Some(kept.eta), kept.eta_in_summary].into_iter().flatten() {
            let apart = (stored - seen.eta_after).abs();
            ensure!(apart < ETA_TOLERANCE, "η on the screen is {apart} from the stored one");
        }
        Ok(())
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
