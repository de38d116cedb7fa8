//! Runs the built-in extractor over a file of answers, a JSON object with `id`, `question` and
//! `text` on each line, and writes what it finds in each to another file. Bad lines are told on
//! the error stream and left out; the exit code is 2 when there were any.

#![expect(clippy::print_stderr, reason = "bad lines are told there")]

use anyhow::{Context, Result, bail};
use std::{fs, io, process::ExitCode};

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output] = arguments.as_slice() else {
        bail!("give a file of answers and a file for the findings");
    };
    let answers = fs::read(input).with_context(|| format!("{input} cannot be read"))?;
    let mut found = Vec::new();
    let bad = quality::lines::findings(&answers, &mut found, &mut io::stderr())?;
    fs::write(output, found).with_context(|| format!("{output} cannot be written"))?;
    if bad == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("{bad} lines were left out");
    Ok(ExitCode::from(2))
}
