//! Lives through two hours and through twenty-four of use in simulated time, and compares what the
//! desktop holds in memory at the end of each: the live bytes of Rust's heap that become free when its
//! engine quits. SQLite's page caches, which have a limit of their own, are not among them, nor is the
//! window.

use anyhow::{Result, ensure};
use peak_alloc::PeakAlloc;
use testkit::simulated;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// At most so much more after the day, in percent.
const MORE: usize = 10;

#[expect(clippy::print_stdout, reason = "a program that reports to whoever started it")]
fn main() -> Result<()> {
    simulated::listen(false);
    let held = |hours| -> Result<usize> {
        let bytes = simulated::day(hours, || HEAP.current_usage()).map_err(anyhow::Error::msg)?;
        println!("{hours:>4} h of use: the desktop holds {bytes} bytes");
        Ok(bytes)
    };
    let early = held(2)?;
    for hours in [6, 12] {
        held(hours)?;
    }
    let late = held(24)?;
    let tenths = late * 1_000 / early;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    println!("at hour 24 it is {whole}.{tenth} % of hour 2, of which {} % are allowed", 100 + MORE);
    ensure!(late * 100 <= early * (100 + MORE), "memory grows");
    println!("day: 1 passed, 0 failed");
    Ok(())
}
