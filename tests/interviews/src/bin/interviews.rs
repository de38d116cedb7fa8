//! Interviews every written-down person through the real server, prints the talks and what does
//! not hold in them, and keeps the talks in `target/interviews`. Names as arguments keep it to
//! those persons.

#![expect(clippy::print_stdout, reason = "its purpose")]

use anyhow::{Context, Result, ensure};
use futures_util::{StreamExt, stream};
use interviews::{
    asked::Bank,
    conversation::{self, Interview},
    persona::{self, Persona},
    transcript, verdict,
};
use std::{fs, path::PathBuf};

/// How many talks go on at a time.
const AT_ONCE: usize = 4;

#[tokio::main]
async fn main() -> Result<()> {
    let only: Vec<String> = std::env::args().skip(1).collect();
    let names = if only.is_empty() { persona::names()? } else { only };
    let folder = folder();
    fs::create_dir_all(&folder).with_context(|| format!("no folder {}", folder.display()))?;
    let bank = Bank::builtin()?;
    let mut talks = stream::iter(names).map(|name| hold(name, &bank)).buffered(AT_ONCE);
    let (mut lines, mut bad) = (Vec::new(), 0);
    while let Some((name, talk)) = talks.next().await {
        let talk = match talk {
            Ok(talk) => talk,
            Err(error) => {
                lines.push(format!("{name}:\n  NOT SO: it broke off: {error:#}"));
                bad += 1;
                continue;
            }
        };
        let (figures, faults) = (verdict::figures(&talk), verdict::faults(&talk));
        let text = transcript::write(&talk, &figures);
        fs::write(folder.join(format!("{}.txt", talk.persona.name)), &text)?;
        println!("{text}\n{}\n", "-".repeat(72));
        lines.push(format!("{}: {figures}", talk.persona.name));
        lines.extend(faults.iter().map(|fault| format!("  NOT SO: {fault}")));
        bad += faults.len();
    }
    for line in &lines {
        println!("{line}");
    }
    ensure!(bad == 0, "{bad} things do not hold");
    println!("All holds. The talks are in {}.", folder.display());
    Ok(())
}

async fn hold(name: String, bank: &Bank) -> (String, Result<Interview>) {
    let talk = match Persona::read(&name) {
        Ok(persona) => conversation::hold(persona, bank).await,
        Err(error) => Err(error),
    };
    (name, talk)
}

/// Beside the program: the target folder.
fn folder() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let target = program.ancestors().nth(2).unwrap_or_else(|| std::path::Path::new("target"));
    target.join("interviews")
}
