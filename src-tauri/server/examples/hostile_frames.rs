//! Feeds one connection with frames that nobody should send and tells how many it took, whether it
//! panicked and how much memory it needed: `hostile_frames [inputs] [seed]`. Fails when it panicked.

#![expect(clippy::print_stdout, reason = "a program that reports to whoever started it")]

#[path = "../../protocol/tests/hostile/fire.rs"]
mod fire;
#[path = "../../protocol/tests/hostile/frames.rs"]
mod frames;

use anyhow::Result;
use server::measure::{Connection, Taken};
use std::collections::BTreeMap;

/// A connection, and what came of the frames that it took.
#[derive(Default)]
struct Counted {
    connection: Connection,
    went_on: u64,
    closes: BTreeMap<u16, u64>,
}

impl Counted {
    fn take(&mut self, bytes: &[u8]) {
        match self.connection.take(bytes) {
            Taken::Sent(_) => self.went_on += 1,
            Taken::Closed(code) => *self.closes.entry(code).or_default() += 1,
        }
    }
}

fn main() -> Result<()> {
    let fresh = |_| Counted::default();
    let report = fire::fire(Connection::right_frames(), fresh, Counted::take)?;
    let Counted { went_on, closes, .. } = &report.target;
    println!("went on after {went_on}, closed by code: {closes:?}");
    report.tell()
}
