//! Measures the program against references in the same run, prints what was found and keeps it in
//! `target/bench`. `bench B4` runs one, after building what that one measures. Nothing here fails
//! because a machine is slow.

mod appends;
mod build;
mod eyes;
mod fanout;
mod findings;
mod herd;
mod intake;
mod lived_in;
mod long_talk;
mod painted;
mod reading;
mod report;
mod start;

use anyhow::{Result, ensure};
use report::Outcome;
use std::collections::BTreeMap;

const ALL: [&str; 9] = ["B1", "B2", "B3", "B4", "B6", "B8", "B9", "B11", "B12"];

#[tokio::main]
#[expect(clippy::print_stdout, reason = "a program that reports to whoever started it")]
async fn main() -> Result<()> {
    link::install_tls();
    let only = std::env::args().nth(1);
    let chosen: Vec<&str> =
        ALL.into_iter().filter(|name| only.as_ref().is_none_or(|only| only == name)).collect();
    ensure!(!chosen.is_empty(), "there are {ALL:?}");
    let mut outcomes: BTreeMap<String, Outcome> = BTreeMap::new();
    for name in chosen {
        let outcome = match name {
            "B1" => fanout::run().await?,
            "B2" => intake::run().await?,
            "B3" => painted::run(&build::program()?).await?,
            "B4" => start::run(&build::desktop()?).await?,
            "B6" => long_talk::run(&build::program()?).await?,
            "B8" => reading::run()?,
            "B9" => findings::run()?,
            "B12" => herd::run()?,
            _ => appends::run().await?,
        };
        let Outcome { ours, reference, ratio, unit, goal, met, notes } = &outcome;
        let (ours, reference) = (report::figure(*ours), report::figure(*reference));
        println!("{name}: {ours} against {reference} {unit}, ratio {ratio:.2}");
        println!("    goal {goal}: {}", if *met { "met" } else { "MISSED" });
        for note in notes {
            println!("    {note}");
        }
        outcomes.insert(name.to_owned(), outcome);
    }
    let folder = e2e::program::root().join("target/bench");
    report::write(&folder, &outcomes)?;
    println!("written to target/bench/report.md and report.json");
    Ok(())
}
