//! Drives the real program through a whole interview on a virtual display, by clicks and keys, and
//! compares what the screen says with what is in its databases. Leaves pictures, the exported
//! profile and a summary in `target/demo`.

mod books;
mod outcome;
mod saving;
mod talk;

use anyhow::{Context, Result, ensure};
use e2e::{Desktop, Surroundings, With, program};
use outcome::Outcome;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};
use talk::{Seen, Talk};

/// The answers of a transcript: its paragraphs.
fn answers(path: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let answers: Vec<String> = text
        .replace("\r\n", "\n")
        .split("\n\n")
        .map(|answer| answer.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|answer| !answer.is_empty())
        .collect();
    ensure!(!answers.is_empty(), "{} has no answers", path.display());
    Ok(answers)
}

fn folder() -> Result<PathBuf> {
    let folder = program::root().join("target/demo");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(fs::canonicalize(folder)?)
}

async fn run(transcript: &Path) -> Result<Outcome> {
    let answers = answers(transcript)?;
    let folder = folder()?;
    let machine = Surroundings::start(With::ALL).await?;
    let desktop = Desktop::open(&machine, &[]).await?;
    let gone_through = go_through(&machine, &desktop, &folder, &answers).await;
    if gone_through.is_err() {
        fs::write(folder.join("failed.png"), machine.screenshot()?)?;
    }
    let (seen, exported) = gone_through?;
    let kept = books::read(&machine.data())?;
    desktop.quit().await?;
    Ok(Outcome { transcript: transcript.to_owned(), answers: answers.len(), seen, kept, exported })
}

async fn go_through(
    machine: &Surroundings,
    desktop: &Desktop,
    folder: &Path,
    answers: &[String],
) -> Result<(Seen, Vec<PathBuf>)> {
    let (first, others) = answers.split_first().context("a transcript has an answer")?;
    let mut talk = Talk::new(&desktop.screen, folder).await?;
    let eta_before = talk.begin(first).await?;
    for answer in others {
        talk.answer(answer).await?;
    }
    let seen = talk.end(eta_before).await?;
    let exported = saving::export(machine, &desktop.screen, folder).await?;
    talk.tour().await?;
    desktop.screen.quiet().await?;
    Ok((seen, exported))
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "a program that reports to whoever started it")]
#[expect(clippy::disallowed_methods, reason = "it says how long it took")]
async fn main() -> Result<()> {
    let path =
        std::env::args().nth(1).context("name a transcript: a text, one answer a paragraph")?;
    let began = Instant::now();
    let outcome = run(Path::new(&path)).await?;
    let summary =
        format!("{}took          {:.0} s\n", outcome.words(), began.elapsed().as_secs_f64());
    fs::write(program::root().join("target/demo/summary.txt"), &summary)?;
    println!("{summary}");
    outcome.check()?;
    println!("screenshots, profile and summary are in target/demo");
    Ok(())
}
