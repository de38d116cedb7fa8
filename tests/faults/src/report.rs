//! The table that is printed and the report that is kept.

use crate::{
    cases::{Case, Outcome},
    reference::Measured,
    verdict::Tally,
};
use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// A case with all its runs.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    case: char,
    title: &'static str,
    runs: usize,
    broken: usize,
    sent: u64,
    missing: u64,
    duplicated: u64,
    out_of_order: u64,
    by_snapshot: u64,
    cuts: u64,
    server_processes: Vec<Vec<u32>>,
    desktop_processes: Vec<Vec<u32>>,
    notes: Vec<String>,
    measures: BTreeMap<&'static str, u64>,
    socketio: Reference,
}

/// The same case against the reference.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum Reference {
    /// It has nothing that this case is about, or was not asked for.
    NotRun {
        /// Why.
        not_run: &'static str,
    },
    /// All its runs.
    Measured {
        /// How many.
        runs: usize,
        /// Those that could not be carried out.
        broken: usize,
        /// The counts.
        #[serde(flatten)]
        measured: Measured,
    },
}

impl Reference {
    /// Of the runs of a case.
    pub(crate) fn of(runs: &[Result<Measured>]) -> Self {
        let done: Vec<Measured> =
            runs.iter().filter_map(|run| run.as_ref().ok()).copied().collect();
        let measured = Measured {
            tally: done.iter().map(|measured| measured.tally).sum(),
            cuts: done.iter().map(|measured| measured.cuts).sum(),
            unfinished: done.iter().map(|measured| measured.unfinished).sum(),
        };
        Self::Measured { runs: runs.len(), broken: runs.len() - done.len(), measured }
    }

    fn line(&self) -> String {
        let name = "    Socket.IO";
        match self {
            Self::NotRun { not_run } => format!("{name:<38} not run: {not_run}"),
            Self::Measured { runs, broken, measured: Measured { tally, cuts, unfinished } } => {
                let Tally { sent, missing, duplicated, out_of_order, .. } = tally;
                let word = match (broken, unfinished) {
                    (0, 0) => String::new(),
                    (0, stuck) => format!("stuck in {stuck} runs"),
                    (broken, stuck) => format!("stuck in {stuck} runs, {broken} broken"),
                };
                format!(
                    "{name:<38} {runs:>5} {sent:>8} {missing:>8} {duplicated:>11} \
                     {out_of_order:>13} {cuts:>6} {word:>5}"
                )
            }
        }
    }
}

impl Row {
    /// Of the runs of a case; those that could not be carried out are errors.
    pub(crate) fn of(case: &Case, runs: &[Result<Outcome>], socketio: Reference) -> Self {
        let done: Vec<&Outcome> = runs.iter().filter_map(|run| run.as_ref().ok()).collect();
        let tally: Tally = done.iter().map(|outcome| outcome.tally).sum();
        let processes = |of: fn(&Outcome) -> &Vec<u32>| {
            done.iter().map(|outcome| of(outcome).clone()).filter(|ids| !ids.is_empty()).collect()
        };
        let mut notes: Vec<String> = Vec::new();
        for note in done.iter().flat_map(|outcome| &outcome.notes) {
            if !notes.contains(note) {
                notes.push(note.clone());
            }
        }
        let mut measures = BTreeMap::new();
        for (name, measured) in done.iter().flat_map(|outcome| &outcome.measures) {
            let most: &mut u64 = measures.entry(*name).or_default();
            *most = (*most).max(*measured);
        }
        Self {
            case: case.letter,
            title: case.title,
            runs: runs.len(),
            broken: runs.len() - done.len(),
            sent: tally.sent,
            missing: tally.missing,
            duplicated: tally.duplicated,
            out_of_order: tally.out_of_order,
            by_snapshot: tally.by_snapshot,
            cuts: done.iter().map(|outcome| outcome.cuts).sum(),
            server_processes: processes(|outcome| &outcome.servers),
            desktop_processes: processes(|outcome| &outcome.desktops),
            notes,
            measures,
            socketio,
        }
    }

    /// Whether nothing was lost, doubled or swapped, and every run came to its end.
    pub(crate) fn passed(&self) -> bool {
        self.broken == 0 && self.missing == 0 && self.duplicated == 0 && self.out_of_order == 0
    }

    /// The head of the table.
    pub(crate) fn head() -> String {
        format!(
            "{:<38} {:>5} {:>8} {:>8} {:>11} {:>13} {:>6} {:>5}",
            "case", "runs", "sent", "missing", "duplicated", "out of order", "cuts", ""
        )
    }

    /// This line of the table.
    pub(crate) fn line(&self) -> String {
        let name = format!("{} {}", self.case, self.title);
        let word = if self.passed() { "ok" } else { "FAILED" };
        let Self { runs, sent, missing, duplicated, out_of_order, cuts, .. } = self;
        format!(
            "{name:<38} {runs:>5} {sent:>8} {missing:>8} {duplicated:>11} {out_of_order:>13} \
             {cuts:>6} {word:>5}\n{}",
            self.socketio.line()
        )
    }

    /// What else is to be said of it.
    pub(crate) fn more(&self) -> Vec<String> {
        let mut more = self.notes.clone();
        more.extend(self.measures.iter().map(|(name, most)| format!("{name}: at most {most}")));
        if self.by_snapshot > 0 {
            more.push(format!("{} events came by a read of the whole", self.by_snapshot));
        }
        for (what, runs) in
            [("server", &self.server_processes), ("desktop", &self.desktop_processes)]
        {
            let count: usize = runs.iter().map(|ids| ids.len() - 1).sum();
            if let Some(first) = runs.first() {
                let ids: Vec<String> = first.iter().map(u32::to_string).collect();
                more.push(format!(
                    "{what}: {count} restarts; in the first run, processes {}",
                    ids.join(" → ")
                ));
            }
        }
        if self.broken > 0 {
            more.push(format!("{} runs could not be carried out", self.broken));
        }
        more
    }
}

/// The report that is kept: a row for each case, the newest.
#[derive(Debug)]
pub(crate) struct Report {
    file: PathBuf,
    rows: BTreeMap<String, Value>,
}

impl Report {
    /// The report of this folder, with the rows that are there already, or anew.
    pub(crate) fn open(folder: &Path, anew: bool) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let file = folder.join("report.json");
        let mut rows = BTreeMap::new();
        if !anew && file.exists() {
            let there: Vec<Value> = serde_json::from_slice(&fs::read(&file)?)
                .with_context(|| format!("{} is no report", file.display()))?;
            for row in there {
                rows.insert(row["case"].as_str().unwrap_or_default().to_owned(), row);
            }
        }
        Ok(Self { file, rows })
    }

    /// Write it with this row in place of the one that its case had.
    pub(crate) fn keep(&mut self, row: &Row) -> Result<()> {
        self.rows.insert(row.case.to_string(), serde_json::to_value(row)?);
        let rows: Vec<&Value> = self.rows.values().collect();
        Ok(fs::write(&self.file, serde_json::to_string_pretty(&rows)?)?)
    }
}
