//! Feeds the state machine with frames that no server should send and tells how many it took, whether
//! it panicked and how much memory it needed: `hostile_server_frames [inputs] [seed]`. Fails when it
//! panicked.

#![expect(clippy::print_stdout, reason = "a program that reports to whoever started it")]

#[path = "../../protocol/tests/hostile/frames.rs"]
mod frames;
#[path = "../tests/link/under_fire.rs"]
mod under_fire;

use anyhow::{Context, Result, bail, ensure};
use frames::Hostile;
use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
};
use under_fire::{UnderFire, right_frames};

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

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |usual: u64| arguments.next().map_or(Ok(usual), |text| text.parse());
    let (inputs, seed) = (number(INPUTS)?, number(SEED)?);
    ensure!(inputs > WARM, "more than {WARM} inputs are needed");
    let mut source = Hostile::new(seed, right_frames());
    let mut target = UnderFire::new(seed);
    let (mut panics, mut before) = (0_u64, 0);
    for input in 0..inputs {
        if input == WARM {
            before = memory("VmRSS")?;
        }
        let bytes = source.next();
        if catch_unwind(AssertUnwindSafe(|| target.take(&bytes))).is_err() {
            panics += 1;
            let text = String::from_utf8_lossy(&bytes);
            println!("input {input} of seed {seed} panicked: {text:?}");
            target = UnderFire::new(seed);
        }
    }
    let growth = memory("VmHWM")?.saturating_sub(before);
    println!("{:?}", target.tally);
    println!("{inputs} inputs, {panics} panics, seed {seed}, peak memory + {growth} KiB");
    if panics > 0 {
        bail!("the machine panicked");
    }
    Ok(())
}
