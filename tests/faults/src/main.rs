//! The fault scoreboard: real processes, a line that breaks, and a count of what was lost, doubled or
//! swapped. `make faults` runs all cases, `make faults ONLY=A RUNS=2` two runs of one.

#![expect(clippy::print_stdout, reason = "a program that reports to whoever started it")]

mod cases;
mod desktop;
mod load;
mod reference;
mod report;
mod verdict;
mod world;

use anyhow::{Context, Result, ensure};
use cases::{Case, Outcome};
use clap::Parser;
use faults::{author, process, proxy, server};
use reference::Measured;
use report::{Reference, Row};
use std::{
    fs,
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    sync::Arc,
};
use tokio::{sync::Semaphore, task::JoinSet, time::Instant};
use world::Setting;

/// What to run.
#[derive(Debug, Clone, Parser)]
#[command(name = "faults")]
struct Options {
    /// Only these cases, as letters.
    #[arg(long, default_value = "")]
    only: String,
    /// Runs of each.
    #[arg(long, default_value_t = 20)]
    runs: u64,
    /// Decides everything that is left to chance.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// One run of J of ten minutes in place of its short ones.
    #[arg(long)]
    long: bool,
    /// Already in a mount namespace of its own.
    #[arg(long, hide = true)]
    apart: bool,
    /// Keep the folders of all runs.
    #[arg(long)]
    keep: bool,
    /// Where the report goes, and the folders of runs that went wrong.
    #[arg(long, default_value = "target/faults")]
    out: PathBuf,
}

fn main() -> Result<ExitCode> {
    let options = Options::parse();
    if !options.apart {
        return Err(set_apart())
            .context("the case of the full disk mounts small disks, for which unshare is needed");
    }
    tokio::runtime::Runtime::new()?.block_on(all(&options))
}

/// Become this program again in a mount namespace of its own, as its root: what is mounted there
/// nobody else sees, and it goes with the last process.
fn set_apart() -> anyhow::Error {
    let root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    let mut command = Command::new("unshare");
    if !root {
        command.arg("--map-root-user");
    }
    command.arg("--mount");
    match std::env::current_exe() {
        Ok(own) => command.arg(own).args(std::env::args_os().skip(1)).arg("--apart").exec().into(),
        Err(error) => error.into(),
    }
}

async fn all(options: &Options) -> Result<ExitCode> {
    let wanted = |case: &&Case| options.only.is_empty() || options.only.contains(case.letter);
    let chosen: Vec<&Case> = cases::ALL.iter().filter(wanted).collect();
    ensure!(!chosen.is_empty(), "there is no case {}", options.only);
    println!("seed {}; every run has a server, a proxy and a desktop of its own", options.seed);
    println!("{}", reference::SETUP);
    println!("{}", Row::head());
    let mut rows = Vec::new();
    for case in chosen {
        let row = run(case, options).await?;
        println!("{}", row.line());
        for note in row.more() {
            println!("    {note}");
        }
        rows.push(row);
        report::write(&options.out, &rows)?;
    }
    println!("H fan-out engine: left out, there is none yet");
    let passed = rows.iter().filter(|row| row.passed()).count();
    let failed = rows.len() - passed;
    println!("faults: {passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn run(case: &Case, options: &Options) -> Result<Row> {
    let began = Instant::now();
    let keep = options.keep;
    let ours = each(case, options, "ours", move |number, case, setting: Setting| async move {
        let folder = setting.folder.clone();
        let outcome = cases::run(&case, number, setting).await;
        show(&folder, &outcome, keep);
        outcome
    });
    let theirs = async {
        Ok(match reference::not_run(case) {
            Some(not_run) => Reference::NotRun { not_run },
            None => Reference::of(&each(case, options, "socketio", of_reference).await?),
        })
    };
    let (ours, socketio) = tokio::try_join!(ours, theirs)?;
    let seconds = began.elapsed().as_secs();
    Ok(Row::of(case, &ours, socketio, seconds))
}

async fn of_reference(number: u64, case: Case, setting: Setting) -> Result<Measured> {
    let measured = reference::run(&case, number, &setting.folder, setting.seed).await;
    match &measured {
        Ok(_) => world::clear(&setting.folder),
        Err(error) => complain(&setting.folder, &[format!("{error:#}")]),
    }
    measured
}

/// All runs of a case, so many at the same time as it says.
async fn each<T, F>(
    case: &Case,
    options: &Options,
    of: &str,
    one: impl Fn(u64, Case, Setting) -> F,
) -> Result<Vec<Result<T>>>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
{
    let turns = Arc::new(Semaphore::new(case.at_once));
    let mut running = JoinSet::new();
    let long = options.long && case.letter == 'J';
    for number in 0..if long { 1 } else { options.runs } {
        let folder = options.out.join("runs").join(format!("{}-{of}-{number}", case.letter));
        world::clear(&folder);
        let seed = options.seed.wrapping_mul(1_000_003) ^ (u64::from(case.letter) << 40) ^ number;
        let setting = Setting::new(std::path::absolute(folder)?, seed);
        let run = one(number, *case, Setting { long, ..setting });
        let turns = Arc::clone(&turns);
        running.spawn(async move {
            let _turn = turns.acquire().await?;
            run.await
        });
    }
    let mut outcomes = Vec::new();
    while let Some(outcome) = running.join_next().await {
        outcomes.push(outcome?);
    }
    Ok(outcomes)
}

/// What went wrong is printed and its folder kept.
fn show(folder: &Path, outcome: &Result<Outcome>, keep: bool) {
    match outcome {
        Ok(outcome) if outcome.tally.is_clean() && keep => {}
        Ok(outcome) if outcome.tally.is_clean() => world::clear(folder),
        Ok(outcome) => complain(folder, &outcome.wrong),
        Err(error) => complain(folder, &[format!("{error:#}")]),
    }
}

fn complain(folder: &Path, wrong: &[String]) {
    println!("    {}:", folder.display());
    for line in wrong.iter().take(10) {
        println!("        {line}");
    }
    if wrong.len() > 10 {
        println!("        and {} more", wrong.len() - 10);
    }
}
