//! The fault scoreboard: real processes, a line that breaks, and a count of what was lost, doubled or
//! swapped. `make faults` runs all cases, `make faults ONLY=A RUNS=2` two runs of one.

#![expect(clippy::print_stdout, reason = "a program that reports to whoever started it")]

mod cases;
mod desktop;
mod load;
mod reference;
mod report;
mod table;
mod verdict;
mod world;

use anyhow::{Context, Result, ensure};
use cases::Case;
use clap::Parser;
use faults::{author, process, proxy, server};
use report::{Report, Row};
use std::{
    fs,
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::PathBuf,
    process::{Command, ExitCode},
};

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
    let chosen: Vec<&'static Case> = cases::ALL.iter().filter(wanted).collect();
    ensure!(!chosen.is_empty(), "there is no case {}", options.only);
    println!("seed {}; every run has a server, a proxy and a desktop of its own", options.seed);
    println!("{}", reference::SETUP);
    println!("{}", Row::head());
    let began = tokio::time::Instant::now();
    let mut report = Report::open(&options.out, options.only.is_empty())?;
    let (mut passed, mut failed) = (0, 0);
    table::fill(&chosen, options, |row, is_complete| {
        if is_complete {
            println!("{}", row.line());
            for note in row.more() {
                println!("    {note}");
            }
            *(if row.passed() { &mut passed } else { &mut failed }) += 1;
        }
        report.keep(&row)
    })
    .await?;
    println!("{} s", began.elapsed().as_secs());
    println!("H fan-out engine: left out, there is none yet");
    println!("faults: {passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
