//! Feeds the state machine with frames that no server should send and tells how many it took, whether
//! it panicked and how much memory it needed: `hostile_server_frames [inputs] [seed]`. Fails when it
//! panicked.

#![expect(clippy::print_stdout, reason = "a program that reports to whoever started it")]

#[path = "../../protocol/tests/hostile/fire.rs"]
mod fire;
#[path = "../../protocol/tests/hostile/frames.rs"]
mod frames;
#[path = "../tests/link/under_fire.rs"]
mod under_fire;

use anyhow::Result;
use under_fire::{UnderFire, right_frames};

fn main() -> Result<()> {
    let report = fire::fire(right_frames(), UnderFire::new, UnderFire::take)?;
    println!("{:?}", report.target.tally);
    report.tell()
}
