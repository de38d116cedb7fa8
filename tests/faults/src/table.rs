//! Runs the cases side by side, as many at a time as there is room for, so that those which mostly
//! wait do not hold up the others: a run of each case, then another of each. After every run the row
//! of its case is handed over as it is by then. Whatever becomes of a run, the table goes on.

use crate::{
    Options,
    cases::{self, Case, Outcome},
    reference::{self, Measured},
    report::{Reference, Row},
    world::{self, Setting},
};
use anyhow::{Context, Result};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::{sync::Semaphore, task::JoinSet, time::timeout};

/// What may be taken at the same time: by ours what the case says, by the reference one each.
const ROOM: usize = 28;
/// A run that takes longer does not come to its end any more.
const LIMIT: Duration = Duration::from_mins(20);

/// One run of a case, ours or the reference's.
#[derive(Debug)]
struct Run {
    case: &'static Case,
    number: u64,
    is_ours: bool,
    setting: Setting,
}

/// What became of a run.
#[derive(Debug)]
enum Ended {
    Ours(Result<Outcome>),
    Theirs(Result<Measured>),
}

/// The runs of a case that have ended.
#[derive(Debug)]
struct Runs {
    case: &'static Case,
    ours: Vec<Result<Outcome>>,
    theirs: Vec<Result<Measured>>,
}

/// Run these cases; rows are handed over after every run, and whether they are complete.
pub(crate) async fn fill(
    chosen: &[&'static Case],
    options: &Options,
    mut done: impl FnMut(Row, bool) -> Result<()>,
) -> Result<()> {
    let room = Arc::new(Semaphore::new(ROOM));
    let mut cases: BTreeMap<char, Runs> = BTreeMap::new();
    let mut running = JoinSet::new();
    for run in plan(chosen, options)? {
        let share = if run.is_ours { run.case.share } else { 1 };
        let place = Arc::clone(&room).acquire_many_owned(share).await?;
        cases.entry(run.case.letter).or_insert_with(|| Runs::of(run.case));
        let keep = options.keep;
        running.spawn(async move {
            let letter = run.case.letter;
            let ended = run.carry_out(keep).await;
            drop(place);
            (letter, ended)
        });
        while let Some(ended) = running.try_join_next() {
            note(&mut cases, ended?, options.runs, &mut done)?;
        }
    }
    while let Some(ended) = running.join_next().await {
        note(&mut cases, ended?, options.runs, &mut done)?;
    }
    Ok(())
}

fn note(
    cases: &mut BTreeMap<char, Runs>,
    (letter, ended): (char, Ended),
    due: u64,
    done: &mut impl FnMut(Row, bool) -> Result<()>,
) -> Result<()> {
    let runs = cases.get_mut(&letter).context("the case has begun")?;
    match ended {
        Ended::Ours(outcome) => runs.ours.push(outcome),
        Ended::Theirs(measured) => runs.theirs.push(measured),
    }
    done(runs.row(), runs.are_complete(usize::try_from(due)?))
}

/// All runs in the order in which they begin: the longest first, so that they go on beside the rest.
fn plan(chosen: &[&'static Case], options: &Options) -> Result<Vec<Run>> {
    let out = std::path::absolute(options.out.join("runs"))?;
    let mut runs = Vec::new();
    for number in 0..options.runs {
        for &case in chosen {
            for is_ours in [true, false] {
                if is_ours || reference::not_run(case).is_none() {
                    runs.push(Run::new(case, number, is_ours, (&out, options.seed)));
                }
            }
        }
    }
    runs.sort_by_key(|run| !cases::is_long(run.case, run.number));
    Ok(runs)
}

impl Run {
    fn new(case: &'static Case, number: u64, is_ours: bool, (out, seed): (&Path, u64)) -> Self {
        let of = if is_ours { "ours" } else { "socketio" };
        let folder: PathBuf = out.join(format!("{}-{of}-{number}", case.letter));
        let seed = seed.wrapping_mul(1_000_003) ^ (u64::from(case.letter) << 40) ^ number;
        Self { case, number, is_ours, setting: Setting::new(folder, seed) }
    }

    /// What went wrong is printed and its folder kept.
    async fn carry_out(self, keep: bool) -> Ended {
        let Self { case, number, is_ours, setting } = self;
        let folder = setting.folder.clone();
        world::clear(&folder);
        if is_ours {
            let outcome = apart(async move { cases::run(case, number, setting).await }).await;
            match &outcome {
                Ok(outcome) if !outcome.tally.is_clean() => complain(&folder, &outcome.wrong),
                Ok(_) if keep => {}
                Ok(_) => world::clear(&folder),
                Err(error) => complain(&folder, &[format!("{error:#}")]),
            }
            return Ended::Ours(outcome);
        }
        let Setting { folder: own, seed, .. } = setting;
        let measured = apart(async move { reference::run(case, number, &own, seed).await }).await;
        match &measured {
            Ok(_) => world::clear(&folder),
            Err(error) => complain(&folder, &[format!("{error:#}")]),
        }
        Ended::Theirs(measured)
    }
}

/// In a task of its own, so that a panic is an error like any other, and not for ever.
async fn apart<T: Send + 'static>(
    run: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    let ended = tokio::spawn(timeout(LIMIT, run)).await.context("the run panicked")?;
    ended.with_context(|| format!("it does not end within {} s", LIMIT.as_secs()))?
}

impl Runs {
    fn of(case: &'static Case) -> Self {
        Self { case, ours: Vec::new(), theirs: Vec::new() }
    }

    fn are_complete(&self, due: usize) -> bool {
        let theirs = if reference::not_run(self.case).is_some() { 0 } else { due };
        self.ours.len() == due && self.theirs.len() == theirs
    }

    fn row(&self) -> Row {
        let socketio = match reference::not_run(self.case) {
            Some(not_run) => Reference::NotRun { not_run },
            None => Reference::of(&self.theirs),
        };
        Row::of(self.case, &self.ours, socketio)
    }
}

#[expect(clippy::print_stdout, reason = "a program that reports to whoever started it")]
fn complain(folder: &Path, wrong: &[String]) {
    println!("    {}:", folder.display());
    for line in wrong.iter().take(10) {
        println!("        {line}");
    }
    if wrong.len() > 10 {
        println!("        and {} more", wrong.len() - 10);
    }
}
