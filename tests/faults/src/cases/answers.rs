//! Answers of the interviewer that are broken off while they are written.

use super::{Outcome, between};
use crate::{
    author::Author,
    load,
    verdict::{self, Evidence, Verdict},
    world::{Setting, World},
};
use anyhow::{Context, Result};
use protocol::{
    AppEvent, Command, Ids, JobId, MessageId, SessionId, SystemIds, Write,
    write::{NewMessage, PostMessage},
};
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::{task::JoinHandle, time::sleep};

const SESSIONS: usize = 6;
/// Answers that the person gives in each.
const ANSWERS: usize = 4;
/// Other changes meanwhile.
const CHANGES: u64 = 600;
/// Longer than a worker's lease (15 s).
const STALL: Duration = Duration::from_secs(17);

/// N: while answers are written, the server is killed three times, answers are stopped, and once
/// everything the server does stands still for longer than a worker may be silent.
pub(super) async fn broken_off(setting: Setting) -> Result<Outcome> {
    let mut world = World::start(&setting).await?;
    let changing = world.write_some(CHANGES, Duration::from_secs(30));
    let talking = talk(Arc::clone(&world.author));
    let mut stopped = 0;
    for round in 0..6 {
        until_writing(&world).await;
        let lives = between(&mut world.chance, 200..1_500);
        sleep(lives).await;
        match round {
            0 | 2 | 4 => world.server.restart().await?,
            5 => {
                world.server.process().signal("STOP").await?;
                sleep(STALL).await;
                world.server.process().signal("CONT").await?;
            }
            _ => stopped += stop_one(&world).await?,
        }
        world.retry_now().await?;
    }
    talking.await??;
    let keys = changing.await??;
    world.sent().await?;
    let evidence = world.evidence().await?;
    let texts = texts(&world.author).await?;
    let mut verdict = verdict::judge(&evidence);
    verdict.add(verdict::writes(&keys, &evidence.log));
    verdict.add(whole(&evidence, &texts));
    let note = format!(
        "with the built-in interviewer, as there is no model provider yet: server killed 3 times, \
         answers stopped, server still for {} s; texts compared",
        STALL.as_secs()
    );
    Ok(Outcome::of(&mut world, verdict).note(note).measure("answers stopped in one run", stopped))
}

/// Somebody talks in several sessions at a time.
fn talk(author: Arc<Author>) -> JoinHandle<Result<()>> {
    tokio::spawn(async move {
        let mut sessions: Vec<SessionId> = Vec::new();
        for _ in 0..SESSIONS {
            sessions.push(load::session(&author).await?);
        }
        for answer in 1..ANSWERS {
            for session in &sessions {
                let text = format!("Then I built shed number {answer} out of oak for a neighbour.");
                let message = NewMessage { id: MessageId(SystemIds.next()), text };
                let body = PostMessage { message, resume: true, replaces: None };
                author.write(&Write::PostMessage { session: *session, body }).await?;
                sleep(Duration::from_millis(900)).await;
            }
        }
        Ok(())
    })
}

/// Until another word of some answer is on the screen.
async fn until_writing(world: &World) {
    let chunks = |lives: &[crate::desktop::Life]| {
        let told = lives.iter().flat_map(|life| &life.told);
        told.filter(|event| matches!(event, AppEvent::JobChunk { .. })).count()
    };
    let before = chunks(&world.desktop.record().lives());
    let more = async {
        while chunks(&world.desktop.record().lives()) <= before {
            sleep(Duration::from_millis(50)).await;
        }
    };
    // At the end of all answers there is no more.
    tokio::time::timeout(Duration::from_secs(20), more).await.ok();
}

/// The person stops an answer, if one is being written.
async fn stop_one(world: &World) -> Result<u64> {
    let jobs = world.author.get("/v1/jobs").await?;
    let jobs = jobs["items"].as_array().context("jobs are a list")?;
    let Some(job) = jobs.iter().find(|job| job["status"] == "running") else { return Ok(0) };
    let id: JobId = serde_json::from_value(job["id"].clone())?;
    let session_id: SessionId = serde_json::from_value(job["session_id"].clone())?;
    world.desktop.ask(Command::StopJob { id, session_id }).await?.context("it can be stopped")?;
    Ok(1)
}

/// The jobs of the server with their texts.
async fn texts(author: &Author) -> Result<BTreeMap<String, (Value, String)>> {
    let mut texts = BTreeMap::new();
    for job in author.get("/v1/jobs").await?["items"].as_array().into_iter().flatten() {
        let id = job["id"].as_str().context("a job has an id")?.to_owned();
        let text = author.get(&format!("/v1/jobs/{id}/text")).await?;
        let text = text["text"].as_str().context("a text is text")?.to_owned();
        texts.insert(id, (job.clone(), text));
    }
    Ok(texts)
}

/// Every job has ended with at most one reply whose words are the job's, and what the desktop
/// put together is what the server stored.
fn whole(evidence: &Evidence, texts: &BTreeMap<String, (Value, String)>) -> Verdict {
    let mut verdict = Verdict::default();
    for (id, (job, text)) in texts {
        let replies: Vec<&Value> = evidence
            .records
            .iter()
            .filter(|((kind, _), record)| kind == "message" && record["job_id"] == id.as_str())
            .map(|(_, record)| record)
            .collect();
        let status = job["status"].as_str().unwrap_or_default();
        let due = usize::from(status == "completed");
        if replies.len() < due {
            verdict.missing(format!("the job {id} is completed without a reply"));
        }
        if replies.len() > 1 {
            verdict.doubled(format!("the job {id} has {} replies", replies.len()));
        }
        let said = replies.first().and_then(|reply| reply["blocks"][0]["text"].as_str());
        if said.is_some_and(|said| said != text) {
            verdict.missing(format!("the reply of {id} is not the text that was streamed"));
        }
        if evidence.cache.texts.get(id).is_some_and(|here| here != text) {
            verdict.missing(format!("the text of {id} was put together wrongly"));
        }
        if !matches!(status, "completed" | "cancelled" | "failed") {
            verdict.missing(format!("the job {id} never ended"));
        }
    }
    verdict
}
