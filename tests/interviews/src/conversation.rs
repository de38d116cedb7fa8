//! Takes one person through an interview, on a desktop of their own that talks to a server of
//! their own, as both are in the program.

use crate::{
    asked::{Asked, Bank},
    persona::{Persona, Said},
};
use anyhow::{Context, Result, bail};
use protocol::{
    Command, FindingId, MessageId, Reply, SessionId,
    records::{
        Decision, EscapeIndex, Finding, Job, JobStatus, Message, Role, Session, SessionSummary,
    },
};
use std::time::Duration;
use testkit::{Desktop, World};

/// More answers than any interview may take: here it is broken off.
const BROKEN_OFF: usize = 60;
/// After so many answers the interval is kept for comparison.
const EARLY: usize = 3;

/// A question, the answer to it, and what came of the answer.
#[derive(Debug)]
pub struct Exchange {
    /// The whole message with the question.
    pub message: String,
    /// What it asks; nothing when no question of the bank is in it.
    pub asked: Option<Asked>,
    /// The answer.
    pub said: Said,
    /// What was found in it, with the person's word.
    pub findings: Vec<Finding>,
    /// η once the findings were decided.
    pub index: EscapeIndex,
    /// Minutes that were said to be left when it was asked.
    pub minutes_left: Option<u32>,
}

/// An interview that was gone through.
#[derive(Debug)]
pub struct Interview {
    /// With whom.
    pub persona: Persona,
    /// Questions and answers in their order.
    pub exchanges: Vec<Exchange>,
    /// The interviewer's last words.
    pub closing: String,
    /// Whether the interviewer ended it.
    pub ended: bool,
    /// What the session brought, from the server.
    pub summary: SessionSummary,
}

impl Interview {
    /// η's interval after the third answer and at the end.
    pub fn intervals(&self) -> Option<(&EscapeIndex, &EscapeIndex)> {
        let early = self.exchanges.get(EARLY - 1)?;
        Some((&early.index, &self.exchanges.last()?.index))
    }
}

/// Interview a person.
///
/// # Errors
///
/// When the session cannot be begun or summed up.
///
/// # Panics
///
/// When an answer gets no reply.
pub async fn hold(mut persona: Persona, bank: &Bank) -> Result<Interview> {
    let world = World::paced(Duration::ZERO).await;
    let mut desktop = world.desktop(&persona.name).await;
    let kind = persona.kind;
    let begun = desktop.ask(Command::NewSession { kind, id: None }).await;
    let Reply::DraftSession { id, opening, .. } = begun else { bail!("no session: {begun:?}") };
    let mut message = opening;
    let mut minutes_left = None;
    let mut exchanges: Vec<Exchange> = Vec::new();
    let mut ended = false;
    while !ended && exchanges.len() < BROKEN_OFF {
        let asked = bank.read(&message);
        let said = persona.answer(asked.as_ref());
        let (text, resume) = (said.text.clone(), !exchanges.is_empty());
        desktop.ask(Command::SendMessage { session_id: id, kind, text, resume }).await;
        let (answer, reply) = replied(&mut desktop, id, 2 * exchanges.len() + 3).await;
        settled(&mut desktop).await;
        let findings = decide(&desktop, id, answer.id, &persona).await?;
        settled(&mut desktop).await;
        let index = index(&desktop).await?;
        exchanges.push(Exchange { message, asked, said, findings, index, minutes_left });
        message = reply.text();
        let progress = session(&desktop, id).await?.progress;
        minutes_left = Some(progress.minutes_left);
        ended = progress.finished;
    }
    desktop.ask(Command::FinalizeSession { id }).await;
    settled(&mut desktop).await;
    let summary = session(&desktop, id).await?.summary.context("the session was not summed up")?;
    desktop.quit().await;
    Ok(Interview { persona, exchanges, closing: message, ended, summary })
}

/// The person's last message and the reply to it, once the session has `count` messages.
async fn replied(desktop: &mut Desktop, session_id: SessionId, count: usize) -> (Message, Message) {
    let list = Command::ListMessages { session_id, before: None, limit: 200 };
    desktop
        .eventually(async |engine| {
            let Ok(Reply::Messages { messages, .. }) = engine.dispatch(list.clone()).await else {
                return None;
            };
            let [.., answer, reply] = messages.as_slice() else { return None };
            (messages.len() >= count && reply.message.role == Role::Assistant)
                .then(|| (answer.message.clone(), reply.message.clone()))
        })
        .await
}

/// Until nothing is unsent and no job runs.
async fn settled(desktop: &mut Desktop) {
    desktop
        .eventually(async |engine| {
            let Ok(Reply::Jobs { jobs }) = engine.dispatch(Command::ListJobs).await else {
                return None;
            };
            let Ok(Reply::Bootstrap { bootstrap }) = engine.dispatch(Command::Bootstrap).await
            else {
                return None;
            };
            let Ok(Reply::Diagnostics { diagnostics }) =
                engine.dispatch(Command::GetDiagnostics).await
            else {
                return None;
            };
            let ended = |job: &Job| !matches!(job.status, JobStatus::Queued | JobStatus::Running);
            let idle = bootstrap.outbox.pending == 0 && diagnostics.unsettled == 0;
            (idle && jobs.iter().all(ended)).then_some(())
        })
        .await;
}

/// The person's word on what was found in a message of theirs.
async fn decide(
    desktop: &Desktop,
    session_id: SessionId,
    message: MessageId,
    persona: &Persona,
) -> Result<Vec<Finding>> {
    let listed = desktop.ask(Command::ListFindings { session_id }).await;
    let Reply::Findings { mut findings } = listed else { bail!("no findings: {listed:?}") };
    findings.retain(|finding| finding.quote.message_id == message);
    for finding in &mut findings {
        let right = persona.confirms(&finding.name, &finding.quote.text);
        finding.decision = if right { Decision::Confirmed } else { Decision::Rejected };
    }
    for decision in [Decision::Confirmed, Decision::Rejected] {
        let of_decision = findings.iter().filter(|finding| finding.decision == decision);
        let ids: Vec<FindingId> = of_decision.map(|finding| finding.id).collect();
        if !ids.is_empty() {
            desktop.ask(Command::DecideFindings { ids, decision, edit: None }).await;
        }
    }
    Ok(findings)
}

async fn index(desktop: &Desktop) -> Result<EscapeIndex> {
    match desktop.ask(Command::Bootstrap).await {
        Reply::Bootstrap { bootstrap } => Ok(bootstrap.index),
        other => bail!("no index: {other:?}"),
    }
}

async fn session(desktop: &Desktop, id: SessionId) -> Result<Session> {
    match desktop.ask(Command::GetSession { id }).await {
        Reply::Session { session } => Ok(*session.context("the session is gone")?),
        other => bail!("no session: {other:?}"),
    }
}
