//! A few of the written-down people; `make interviews` talks to all of them.

use anyhow::{Result, ensure};
use interviews::{
    asked::Bank,
    conversation,
    persona::{self, Persona},
    transcript, verdict,
};

async fn holds(name: &str) -> Result<()> {
    let talk = conversation::hold(Persona::read(name)?, &Bank::builtin()?).await?;
    let faults = verdict::faults(&talk);
    let text = transcript::write(&talk, &verdict::figures(&talk));
    ensure!(faults.is_empty(), "{text}\n{}", faults.join("\n"));
    Ok(())
}

#[test]
fn ten_professions_and_three_hard_ones_are_written_down() -> Result<()> {
    let all: Vec<Persona> =
        persona::names()?.iter().map(|name| Persona::read(name)).collect::<Result<_>>()?;
    let hard = all.iter().filter(|persona| persona.hard).count();
    ensure!((all.len() - hard, hard) == (10, 3), "{} persons, {hard} of them hard", all.len());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paramedic_is_interviewed_to_the_end() -> Result<()> {
    holds("paramedic").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_developer_is_interviewed_to_the_end() -> Result<()> {
    holds("developer").await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_declines_much_is_left_in_peace() -> Result<()> {
    holds("accountant").await
}
