//! Feeds a target with hostile frames, ten million unless it is told otherwise, and tells how many it
//! took, whether it panicked and how much memory it needed. What a target is, is its owner's to say.

use crate::frames::Hostile;
use anyhow::{Context, Result, ensure};
use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
};

const INPUTS: u64 = 10_000_000;
const SEED: u64 = 1;
/// By then everything that is made once was made.
const WARM: u64 = 100_000;

/// A figure of this process's memory, in KiB.
fn memory(name: &str) -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status").context("the process has a status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix("kB"));
    kibibytes.context("the status tells of memory")?.trim().parse().context("a number")
}

/// What came of it.
pub(crate) struct Report<T> {
    /// As it was after the last frame.
    pub(crate) target: T,
    inputs: u64,
    panics: u64,
    seed: u64,
    growth: u64,
}

impl<T> Report<T> {
    /// Print the figures; an error when a target panicked.
    pub(crate) fn tell(&self) -> Result<()> {
        let Self { inputs, panics, seed, growth, .. } = self;
        println!("{inputs} inputs, {panics} panics, seed {seed}, peak memory + {growth} KiB");
        ensure!(*panics == 0, "it panicked");
        Ok(())
    }
}

/// Fire as the arguments `[inputs] [seed]` say. `fresh` makes a target for a seed, also after one that
/// panicked; `take` gives it a frame.
pub(crate) fn fire<T>(
    right: impl IntoIterator<Item = String>,
    fresh: impl Fn(u64) -> T,
    mut take: impl FnMut(&mut T, &[u8]),
) -> Result<Report<T>> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |usual: u64| arguments.next().map_or(Ok(usual), |text| text.parse());
    let (inputs, seed) = (number(INPUTS)?, number(SEED)?);
    ensure!(inputs > WARM, "more than {WARM} inputs are needed");
    let mut source = Hostile::new(seed, right);
    let mut target = fresh(seed);
    let (mut panics, mut before) = (0_u64, 0);
    for input in 0..inputs {
        if input == WARM {
            before = memory("VmRSS")?;
        }
        let bytes = source.next();
        if catch_unwind(AssertUnwindSafe(|| take(&mut target, &bytes))).is_err() {
            panics += 1;
            let text = String::from_utf8_lossy(&bytes);
            println!("input {input} of seed {seed} panicked: {text:?}");
            target = fresh(seed);
        }
    }
    let growth = memory("VmHWM")?.saturating_sub(before);
    Ok(Report { target, inputs, panics, seed, growth })
}
