//! Prints how well the extractor does over both halves of the labelled interviews, class by class,
//! beside a plain lookup. Of the test half it prints figures only. An argument `calibration`, `test`
//! or `fresh` keeps it to that part.

#![expect(clippy::print_stdout, reason = "its purpose")]

use anyhow::Result;
use quality::{
    labels::Part,
    report,
    scoring::{Scored, scored},
};

fn main() -> Result<()> {
    let mut summary = Vec::new();
    let only = std::env::args().nth(1);
    let halves = [Part::Calibration, Part::Test];
    let parts = [Part::Calibration, Part::Test, Part::Fresh]
        .into_iter()
        .filter(|part| only.as_ref().map_or(halves.contains(part), |only| only == part.name()));
    for part in parts {
        let Scored { ours, reference, .. } = scored(part)?;
        for line in report::lines(part.name(), &ours, &reference) {
            println!("{line}");
        }
        println!();
        summary.push(report::summary(part.name(), &ours, &reference));
    }
    for line in summary {
        println!("{line}");
    }
    Ok(())
}
