//! Prints how well the extractor does over both halves of the labelled interviews, class by class,
//! beside a plain lookup. Of the test half it prints figures only. An argument `calibration` keeps
//! it to that half.

#![expect(clippy::print_stdout, reason = "its purpose")]

use anyhow::Result;
use extraction::Extractor;
use quality::{
    labels::{self, Half, Labelled},
    lookup::Lookup,
    matching::Prediction,
    report::{self, Score},
};

fn main() -> Result<()> {
    let extractor = Extractor::builtin();
    let lookup = Lookup::new(extractor.lexicon());
    let say = |answer: &Labelled| -> Vec<Prediction> {
        extractor
            .extract_answer(&answer.question, &answer.text)
            .into_iter()
            .map(Prediction::from)
            .collect()
    };
    let mut summary = Vec::new();
    let only = std::env::args().nth(1);
    for half in [Half::Calibration, Half::Test] {
        if only.as_ref().is_some_and(|only| only != half.name()) {
            continue;
        }
        let answers = labels::read(half)?;
        let ours = Score::of(&answers, say);
        let reference = Score::of(&answers, |answer| lookup.find(&answer.text));
        for line in report::lines(half.name(), &ours, &reference) {
            println!("{line}");
        }
        println!();
        summary.push(report::summary(half.name(), &ours, &reference));
    }
    for line in summary {
        println!("{line}");
    }
    Ok(())
}
