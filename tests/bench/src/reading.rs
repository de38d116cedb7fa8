//! B8: how fast the extractor reads with its full lexicon, against spaCy's `PhraseMatcher` over the
//! same phrases and the same answers in the same run. The reference only looks phrases up; ours also
//! judges who acts, what is denied, how well and how surely. Both use one thread.

use crate::report::{Outcome, Spread};
use anyhow::{Context, Result, ensure};
use e2e::program::{root, target};
use extraction::{Extractor, Lexicon, LexiconSkill};
use quality::labels::{self, Labelled, Part};
use serde::{Deserialize, Serialize};
use std::{
    hint::black_box,
    path::PathBuf,
    process::{Command, Stdio},
    time::Instant,
};

const REPEATS: usize = 5;
/// Of the reference's megabytes a second.
const WANTED: f64 = 20.0;
/// The slowest of a hundred answers, in milliseconds.
const PROMPT: f64 = 5.0;
/// The reference, as its registry has it.
const SPACY: &str = "spacy==3.8.18";
/// What the reference leaves out, and what it keeps from pass to pass.
const WHY: &str = "the reference only looks phrases up, and remembers from its first pass how each \
    piece of text is cut; ours remembers nothing, and its time goes to cutting and looking up words, \
    to the phrases, and to sentences, who acts, what is denied or long past, lists, \
    projects and probabilities, which are no work of the reference's";

/// What the reference is given.
#[derive(Serialize)]
struct Given<'a> {
    phrases: Vec<&'a str>,
    answers: Vec<&'a str>,
    repeats: usize,
}

/// What it says.
#[derive(Deserialize)]
struct Said {
    first: f64,
    seconds: Vec<f64>,
    found: usize,
    version: String,
}

/// Our figures over all answers.
struct Ours {
    /// Megabytes a second of each pass.
    rates: Vec<f64>,
    /// Milliseconds of each answer in each pass, in order.
    answers: Vec<f64>,
    found: usize,
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn read(answers: &[Labelled], megabytes: f64) -> Ours {
    let extractor = Extractor::builtin();
    let mut ours = Ours { rates: Vec::new(), answers: Vec::new(), found: 0 };
    // The first pass is not counted: it reads the lexicon.
    for pass in 0..=REPEATS {
        let mut seconds = 0.0;
        ours.found = 0;
        for answer in answers {
            let began = Instant::now();
            let found = black_box(extractor.extract_answer(&answer.question, &answer.text));
            let took = began.elapsed().as_secs_f64();
            ours.found += found.len();
            seconds += took;
            if pass > 0 {
                ours.answers.push(took * 1_000.0);
            }
        }
        if pass > 0 {
            ours.rates.push(megabytes / seconds);
        }
    }
    ours.answers.sort_by(f64::total_cmp);
    ours
}

/// Every way to say something that the lexicon has.
fn phrases(lexicon: &Lexicon) -> Vec<&str> {
    let skills = lexicon.skills().iter().flat_map(LexiconSkill::said);
    let constraints = lexicon.constraints().iter().flat_map(|constraint| &constraint.phrases);
    let mut phrases: Vec<&str> = skills.chain(constraints.map(String::as_str)).collect();
    phrases.sort_unstable();
    phrases.dedup();
    phrases
}

/// Python with spaCy, in a folder of its own below the target folder.
fn python() -> Result<PathBuf> {
    let folder = target().join("bench/spacy");
    let python = folder.join("bin/python");
    let has_it = |python: &PathBuf| {
        let mut asked = Command::new(python);
        asked.args(["-c", "import spacy"]).stderr(Stdio::null());
        asked.status().is_ok_and(|status| status.success())
    };
    if !has_it(&python) {
        succeed(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", SPACY];
        succeed(Command::new(&python).args(install))?;
    }
    Ok(python)
}

fn succeed(command: &mut Command) -> Result<()> {
    let status = command.stdout(Stdio::null()).status()?;
    ensure!(status.success(), "{command:?} failed");
    Ok(())
}

fn reference(given: &Given<'_>) -> Result<Said> {
    let mut process = Command::new(python()?)
        .arg(root().join("tests/bench/spacy/phrases.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    serde_json::to_writer(process.stdin.take().context("it reads")?, given)?;
    let output = process.wait_with_output()?;
    ensure!(output.status.success(), "the reference failed");
    Ok(serde_json::from_slice(&output.stdout)?)
}

pub(crate) fn run() -> Result<Outcome> {
    let answers = labels::read(Part::Calibration)?;
    let bytes: usize = answers.iter().map(|answer| answer.text.len()).sum();
    let megabytes = f64::from(u32::try_from(bytes)?) / 1_000_000.0;
    let texts: Vec<&str> = answers.iter().map(|answer| answer.text.as_str()).collect();
    let phrases = phrases(Extractor::builtin().lexicon());
    let said = reference(&Given { phrases: phrases.clone(), answers: texts, repeats: REPEATS });
    let ours = read(&answers, megabytes);
    let rate = Spread::of(ours.rates)?;
    let late = ours.answers[(ours.answers.len() - 1) * 99 / 100];
    let slowest = ours.answers.last().copied().unwrap_or_default();
    let mut notes = vec![
        rate.words("extractor", "MB/s"),
        format!(
            "{} answers of {bytes} bytes in all, {} findings; an answer takes {late:.2} ms at p99, \
             {slowest:.2} ms at most",
            answers.len(),
            ours.found
        ),
    ];
    let theirs = match said {
        Ok(Said { first, seconds, found, version }) => {
            let rates = seconds.into_iter().map(|seconds| megabytes / seconds).collect();
            let rates = Spread::of(rates)?;
            notes.push(rates.words(&format!("spaCy {version}, PhraseMatcher"), "MB/s"));
            notes.push(format!(
                "in its first pass, when the text is new to it as it always is to ours: {:.2} MB/s",
                megabytes / first
            ));
            notes.push(format!("{} phrases, found {found} times by spaCy", phrases.len()));
            Some(rates.median)
        }
        Err(error) => {
            notes.push(format!("spaCy cannot be had here ({error:#}): there is no ratio"));
            None
        }
    };
    let ratio = theirs.map_or(0.0, |theirs| rate.median / theirs);
    let met = ratio >= WANTED && late < PROMPT;
    if !met && theirs.is_some() {
        notes.push(format!("missed: {ratio:.1} × instead of {WANTED} ×: {WHY}"));
    }
    Ok(Outcome {
        ours: rate.median,
        reference: theirs.unwrap_or_default(),
        ratio,
        unit: String::from("MB/s of answers (reference: spaCy's PhraseMatcher, same phrases)"),
        goal: format!("≥ {WANTED} × the reference; p99 of an answer < {PROMPT} ms"),
        met,
        notes,
    })
}
