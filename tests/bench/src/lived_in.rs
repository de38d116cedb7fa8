//! A data folder as somebody leaves it who has talked for a while: made by the real server and the
//! real engine.

use anyhow::{Context, Result, bail};
use protocol::{
    Command, FindingId, Reply, SessionId,
    preferences::PreferencesChange,
    records::{Decision, FindingKind, SessionKind, SessionStatus},
};
use std::{fs, path::Path};
use testkit::{Desktop, World};

/// One answer per paragraph.
const INTERVIEW: &str = include_str!("../../fixtures/transcripts/ward-nurse.txt");

/// Fills `data`, the data folder of the program, and says with what.
pub(crate) async fn fill(data: &Path) -> Result<String> {
    let world = World::start().await;
    let mut desktop = world.desktop("desktop").await;
    let id = new_session(&desktop).await?;
    let mut answers = 0;
    for text in said() {
        answer(&mut desktop, id, text, answers > 0).await;
        answers += 1;
    }
    let skills = skills(&desktop, id).await?;
    let confirmed = skills.len();
    let confirm =
        Command::DecideFindings { ids: skills, decision: Decision::Confirmed, edit: None };
    desktop.ask(confirm).await;
    desktop.eventually(async |engine| (engine.status().1.pending == 0).then_some(())).await;
    let change = PreferencesChange { welcomed: Some(true), ..PreferencesChange::default() };
    desktop.ask(Command::ChangePreferences { change }).await;
    leave(world, desktop, data).await?;
    Ok(format!("{answers} answers in one session, {confirmed} findings confirmed"))
}

/// The answers, each as it is said.
pub(crate) fn said() -> impl Iterator<Item = &'static str> {
    INTERVIEW.split("\n\n").map(str::trim).filter(|text| !text.is_empty())
}

/// The id of a session in which nothing is said yet.
pub(crate) async fn new_session(desktop: &Desktop) -> Result<SessionId> {
    match desktop.ask(Command::NewSession { kind: SessionKind::Intake, id: None }).await {
        Reply::DraftSession { id, .. } => Ok(id),
        other => bail!("a new session is a draft: {other:?}"),
    }
}

/// Ends both and puts what they leave where the program has its data.
pub(crate) async fn leave(mut world: World, desktop: Desktop, data: &Path) -> Result<()> {
    let folder = desktop.folder().clone();
    desktop.engine.stop().await;
    world.stop_server().await;
    copy(&folder, data)?;
    copy(&world.folder("server"), &data.join("server"))
}

/// Says `text` in a session and waits for the whole reply; `resume` unless it is the first.
pub(crate) async fn answer(desktop: &mut Desktop, session: SessionId, text: &str, resume: bool) {
    let kind = SessionKind::Intake;
    let text = text.to_owned();
    desktop.ask(Command::SendMessage { session_id: session, kind, text, resume }).await;
    desktop
        .eventually(async |engine| {
            let asked = engine.dispatch(Command::GetSession { id: session }).await;
            let Ok(Reply::Session { session: Some(session) }) = asked else { return None };
            let quiet = engine.status().1.pending == 0;
            (quiet && session.status == SessionStatus::Idle).then_some(())
        })
        .await;
}

async fn skills(desktop: &Desktop, session_id: SessionId) -> Result<Vec<FindingId>> {
    let Reply::Findings { findings } = desktop.ask(Command::ListFindings { session_id }).await
    else {
        bail!("findings are listed")
    };
    let skills: Vec<FindingId> = findings
        .iter()
        .filter(|finding| finding.kind == FindingKind::Skill)
        .map(|finding| finding.id)
        .collect();
    (!skills.is_empty()).then_some(skills).context("the interview brought no skill")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
