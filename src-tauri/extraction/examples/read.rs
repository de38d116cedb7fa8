//! Prints the findings of a text file, one message per paragraph.

#![expect(clippy::print_stdout, reason = "its purpose")]

use extraction::Extractor;

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let source = std::fs::read_to_string(path).expect("a readable file");
    for paragraph in source.split("\n\n") {
        println!("> {paragraph}");
        for found in Extractor::builtin().extract(paragraph) {
            println!(
                "   {:?} {} [{:?}{:?}] p={} level={:?} h={:?} {:?}  «{}»",
                found.kind,
                found.name,
                found.category,
                found.constraint_kind,
                found.probability,
                found.level,
                found.hours_per_week,
                found.evidence,
                found.quote
            );
        }
    }
}
