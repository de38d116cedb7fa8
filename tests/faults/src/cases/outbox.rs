//! Work on the desktop that has to reach the server while the line is cut.

use super::{Outcome, between};
use crate::{
    desktop::Desktop,
    load,
    proxy::{Direction, Proxy},
    verdict,
    world::{Setting, World},
};
use anyhow::{Context, Result};
use protocol::{
    Command, SessionId,
    records::{Category, SessionKind},
    write::NewSkill,
};
use rand::{RngExt, rngs::StdRng};
use std::time::Duration;
use tokio::time::{Instant, sleep, sleep_until};

const CUTS: u64 = 30;
/// Changes that the person makes.
const CHANGES: u64 = 1_000;
/// How long they take over it at least.
const LASTING: Duration = Duration::from_secs(25);
/// Every so manieth change is a message.
const MESSAGES: u64 = 100;
/// Two sessions, the profile, and the session of messages.
const LANES: u64 = 4;

/// E: titles in two sessions, skills, and messages in a third session, each in its lane; both
/// directions are cut, so that requests and answers are lost.
pub(super) async fn under_cuts(setting: Setting) -> Result<Outcome> {
    let mut world = World::start(&setting).await?;
    let mut sessions = Vec::new();
    for _ in 0..3 {
        sessions.push(load::session(&world.author).await?);
    }
    world.settle().await?;
    let before = world.proxy.cuts();
    let World { proxy, desktop, chance, .. } = &mut world;
    tokio::try_join!(work(desktop, &sessions), cut(proxy, desktop, chance))?;
    world.sent().await?;
    let cuts = world.proxy.cuts() - before;
    let evidence = world.evidence().await?;
    let mut verdict = verdict::judge(&evidence);
    verdict.tally.sent = 0;
    for lane in 0..LANES {
        let given: Vec<String> =
            (0..CHANGES).filter(|number| lane_of(*number) == lane).map(mark).collect();
        verdict.add(verdict::lane(&given, &evidence.log));
    }
    Ok(Outcome { cuts, ..Outcome::of(&mut world, verdict) }
        .note("counted are the desktop's writes on the server; its own events were compared too"))
}

/// The person works on, whatever the line does.
async fn work(desktop: &Desktop, sessions: &[SessionId]) -> Result<()> {
    let began = Instant::now();
    for number in 0..CHANGES {
        desktop.ask(change(sessions, number)).await?.context("the desktop keeps it")?;
        let due = LASTING * u32::try_from(number)? / u32::try_from(CHANGES)?;
        sleep_until(began + due).await;
    }
    Ok(())
}

async fn cut(proxy: &Proxy, desktop: &Desktop, chance: &mut StdRng) -> Result<()> {
    let before = proxy.cuts();
    for cut in 1..=CUTS {
        let direction = if chance.random_bool(0.5) { Direction::Down } else { Direction::Up };
        proxy.cut_after(direction, chance.random_range(1..6_000));
        proxy.until_cut(before + cut).await;
        sleep(between(chance, 0..200)).await;
        desktop.retry_now().await?;
    }
    Ok(())
}

/// In which lane a change goes.
fn lane_of(number: u64) -> u64 {
    if number.is_multiple_of(MESSAGES) { 3 } else { number % 3 }
}

fn mark(number: u64) -> String {
    format!("mine {number}")
}

fn change(sessions: &[SessionId], number: u64) -> Command {
    let text = mark(number);
    match lane_of(number) {
        0 => Command::RenameSession { id: sessions[0], title: text },
        1 => Command::RenameSession { id: sessions[1], title: text },
        2 => Command::CreateSkill {
            skill: NewSkill { name: text, category: Category::Technical, level: 0.5 },
        },
        _ => Command::SendMessage {
            session_id: sessions[2],
            kind: SessionKind::Intake,
            text,
            resume: true,
        },
    }
}
