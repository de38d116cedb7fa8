//! Lives through thousands of simulated worlds, each decided by its seed, and tells which seed went
//! wrong. `-- --seeds 500` takes another number of them, `--seed 7` the first; with `--log` what happens
//! in them is told, and with `--twice` each is lived through twice and must be the same both times.

use anyhow::{Context, Result, bail, ensure};
use std::{
    process::ExitCode,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};
use testkit::simulated::{self, Counts};

/// Seeds of a run that says nothing else.
const SEEDS: u64 = 10_000;

#[derive(Debug, Clone, Copy)]
struct Wish {
    first: u64,
    count: u64,
    log: bool,
    twice: bool,
}

fn wish() -> Result<Wish> {
    let mut wish = Wish { first: 1, count: SEEDS, log: false, twice: false };
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
    failed: AtomicBool,
    counts: Mutex<Counts>,
    failures: Mutex<Vec<String>>,
}

/// Run seeds until there are no more, or one has failed.
fn work(shared: &Shared, end: u64, twice: bool) {
    while !shared.failed.load(Ordering::Relaxed) {
        let seed = shared.next.fetch_add(1, Ordering::Relaxed);
        if seed >= end {
            return;
        }
        let mut lived = simulated::run(seed).map_err(|failure| failure.to_string());
        if let (true, Ok(once)) = (twice, &lived)
            && simulated::run(seed).ok().map(|again| again.fingerprint())
                != Some(once.fingerprint())
        {
            lived = Err(format!("seed {seed}: not the same twice"));
        }
        match lived {
            Ok(counts) => {
                let mut all = shared.counts.lock().unwrap_or_else(PoisonError::into_inner);
                all.add(&counts);
                all.add_one("seeds");
            }
            Err(failure) => {
                shared.failed.store(true, Ordering::Relaxed);
                let mut all = shared.failures.lock().unwrap_or_else(PoisonError::into_inner);
                all.push(failure);
            }
        }
    }
}

#[expect(clippy::print_stdout, reason = "a program that reports to whoever started it")]
#[expect(clippy::disallowed_methods, reason = "it measures how fast it is")]
fn run() -> Result<()> {
    let wish = wish()?;
    simulated::listen(wish.log);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let threads = if wish.log { 1 } else { threads };
    let shared = Shared { next: AtomicU64::new(wish.first), ..Shared::default() };
    let end = wish.first.saturating_add(wish.count);
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| work(&shared, end, wish.twice));
        }
    });
    let took = began.elapsed();
    let counts = shared.counts.into_inner().unwrap_or_else(PoisonError::into_inner);
    print!("{counts}");
    let rate = u32::try_from(counts.of("seeds")).map_or(0.0, f64::from) / took.as_secs_f64();
    println!("{} seeds in {:.1} s, {rate:.1} a second", counts.of("seeds"), took.as_secs_f64());
    let failures = shared.failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(failure) = failures.first() {
        bail!("{failure}\nagain: cargo test -p tests --test simulation -- --seed N --log");
    }
    Ok(())
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
