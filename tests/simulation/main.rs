//! Lives through thousands of simulated worlds, each decided by its seed, and tells which seeds went
//! wrong. `-- --seeds 500` takes another number of them, `--seed 7` the first, `--threads 1` fewer
//! threads than there are cores; with `--log` what happens in them is told, and with `--twice` each is
//! lived through twice and must be the same both times.

mod often;

use anyhow::{Context, Result, ensure};
use std::{
    process::ExitCode,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};
use testkit::simulated::{self, Counts};

/// Seeds of a run that says nothing else.
const SEEDS: u64 = 10_000;
/// After so many it says how far it is.
const PACE: u64 = 1_000;
/// With so many failures it is clear that something is wrong.
const FAILURES: usize = 5;

#[derive(Debug, Clone, Copy)]
struct Wish {
    first: u64,
    count: u64,
    threads: Option<u64>,
    log: bool,
    twice: bool,
}

fn wish() -> Result<Wish> {
    let mut wish = Wish { first: 1, count: SEEDS, threads: None, log: false, twice: false };
    let mut arguments = std::env::args().skip(1);
    let (mut counted, mut chosen) = (false, false);
    while let Some(argument) = arguments.next() {
        let mut number = || -> Result<u64> {
            let value = arguments.next().with_context(|| format!("{argument} wants a number"))?;
            value.parse().with_context(|| format!("{value} is no number"))
        };
        match argument.as_str() {
            "--seeds" => (wish.count, counted) = (number()?, true),
            "--seed" => (wish.first, chosen) = (number()?, true),
            "--threads" => wish.threads = Some(number()?),
            "--log" => wish.log = true,
            "--twice" => wish.twice = true,
            // What cargo passes on to all test programs means nothing here.
            _ => {}
        }
    }
    if chosen && !counted {
        wish.count = 1;
    }
    ensure!(wish.count > 0, "at least one seed");
    Ok(wish)
}

/// What all threads share.
#[derive(Debug, Default)]
struct Shared {
    next: AtomicU64,
    counts: Mutex<Counts>,
    failures: Mutex<Vec<String>>,
}

impl Shared {
    fn failures(&self) -> MutexGuard<'_, Vec<String>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn live(seed: u64, twice: bool) -> Result<Counts, String> {
    let counts = simulated::run(seed).map_err(|failure| failure.to_string())?;
    if twice {
        let again = simulated::run(seed).map_err(|failure| failure.to_string())?;
        if again.fingerprint() != counts.fingerprint() {
            return Err(format!("seed {seed}: not the same twice"));
        }
    }
    Ok(counts)
}

/// Run seeds until there are no more, or too many have failed.
#[expect(clippy::print_stdout, reason = "a program that reports to whoever started it")]
fn work(shared: &Shared, end: u64, twice: bool) {
    while shared.failures().len() < FAILURES {
        let seed = shared.next.fetch_add(1, Ordering::Relaxed);
        if seed >= end {
            return;
        }
        match live(seed, twice) {
            Ok(counts) => {
                let mut all = shared.counts.lock().unwrap_or_else(PoisonError::into_inner);
                all.add(&counts);
                all.add_one("seeds");
                if all.of("seeds").is_multiple_of(PACE) {
                    println!("{} seeds so far", all.of("seeds"));
                }
            }
            Err(failure) => {
                println!("{failure}");
                shared.failures().push(failure);
            }
        }
    }
}

#[expect(clippy::print_stdout, reason = "a program that reports to whoever started it")]
#[expect(clippy::disallowed_methods, reason = "it measures how fast it is")]
fn run() -> Result<()> {
    let wish = wish()?;
    simulated::listen(wish.log);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let cores = u64::try_from(cores).unwrap_or(1);
    let threads = if wish.log { 1 } else { wish.threads.unwrap_or(cores) };
    let shared = Shared { next: AtomicU64::new(wish.first), ..Shared::default() };
    let end = wish.first.saturating_add(wish.count);
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| work(&shared, end, wish.twice));
        }
    });
    let took = began.elapsed();
    let failed = shared.failures().len();
    let counts = shared.counts.into_inner().unwrap_or_else(PoisonError::into_inner);
    print!("{counts}");
    let passed = counts.of("seeds");
    let rate = u32::try_from(passed).map_or(0.0, f64::from) / took.as_secs_f64();
    println!("{:.0} s, {rate:.1} seeds a second", took.as_secs_f64());
    println!("simulation: {passed} passed, {failed} failed");
    ensure!(failed == 0, "see what happens in one of them: make simulate SEED=n LOG=1");
    often::check(&counts)
}

#[expect(clippy::print_stderr, reason = "a program that reports to whoever started it")]
fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
