//! Replies of a model that are stopped, and servers that crash while it speaks or reads.

use super::{HALF, REPLY, replies, says, with_model};
use crate::talk::{ANSWERS, findings, new_session, send, settled};
use protocol::{
    Command, ErrorCode, Reply, SessionId,
    records::{Job, JobStatus},
};
use serde_json::json;
use testkit::{Behaviour, Desktop, ModelServer, World};

/// The job of a session, once exactly this much of its reply is shown.
async fn shown(desktop: &mut Desktop, id: SessionId, words: &str) -> Job {
    desktop
        .eventually(async |engine| {
            let Ok(Reply::Jobs { jobs }) = engine.dispatch(Command::ListJobs).await else {
                panic!("not jobs");
            };
            let job = jobs.into_iter().find(|job| job.session_id == id)?;
            let asked = Command::GetJobText { id: job.id };
            let Ok(Reply::JobText { text }) = engine.dispatch(asked).await else { return None };
            (text == words).then_some(job)
        })
        .await
}

/// A reply that is shown whole while the model still reads the answer.
async fn said(world: &World) -> (ModelServer, Desktop, SessionId, Job) {
    let model = ModelServer::start(says(REPLY)).await;
    model.claims(Behaviour::Stalls("{".to_owned()));
    let mut desktop = with_model(world, &model).await;
    let id = new_session(&desktop).await;
    send(&desktop, id, ANSWERS[0], false).await;
    let job = desktop
        .eventually(async |engine| {
            let Ok(Reply::Jobs { jobs }) = engine.dispatch(Command::ListJobs).await else {
                panic!("not jobs");
            };
            jobs.into_iter().find(|job| job.session_id == id && job.model.is_some())
        })
        .await;
    assert_eq!(shown(&mut desktop, id, REPLY).await.status, JobStatus::Running);
    (model, desktop, id, job)
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_after_the_last_word_cuts_nothing_off() {
    let world = World::start().await;
    let (_model, mut desktop, id, job) = said(&world).await;
    desktop.ask(Command::StopJob { id: job.id, session_id: id }).await;
    assert_eq!(desktop.ended(id, 1).await.status, JobStatus::Completed);
    settled(&mut desktop).await;
    assert_eq!(replies(&mut desktop, id, 1).await, [(REPLY.to_owned(), false)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_while_the_model_still_reads_leaves_its_reply_whole() {
    let mut world = World::start().await;
    let (model, mut desktop, id, _) = said(&world).await;
    world.crash_server().await;
    model.words(says("Never to be said."));
    let claim = json!({ "kind": "skill", "name": "Bookkeeping", "quote": "billing pipeline" });
    model.claims(says(&json!({ "findings": [claim] }).to_string()));
    world.start_server().await;
    let job = desktop.ended(id, 1).await;
    assert_eq!((job.status, job.problem), (JobStatus::Completed, None));
    assert!(job.model.is_some());
    settled(&mut desktop).await;
    assert_eq!(replies(&mut desktop, id, 1).await, [(REPLY.to_owned(), false)]);
    let found = findings(&desktop.engine, id).await;
    assert!(found.iter().any(|finding| finding.name == "Bookkeeping"), "the reading goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_hangs_up_on_the_model_and_keeps_what_it_said() {
    let world = World::start().await;
    let model = ModelServer::start(Behaviour::Stalls(HALF.to_owned())).await;
    let mut desktop = with_model(&world, &model).await;
    let id = new_session(&desktop).await;
    send(&desktop, id, ANSWERS[0], false).await;
    let job = shown(&mut desktop, id, HALF).await;
    desktop.ask(Command::StopJob { id: job.id, session_id: id }).await;
    let stopped = desktop.ended(id, 1).await;
    assert_eq!(stopped.status, JobStatus::Cancelled);
    settled(&mut desktop).await;
    assert_eq!(replies(&mut desktop, id, 1).await, [(HALF.to_owned(), true)]);
    desktop.eventually(async |_| (model.hung_up() > 0).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_crash_nothing_shown_is_said_anew_and_half_a_reply_is_never_doubled() {
    for text in ["", HALF] {
        let mut world = World::start().await;
        let model = ModelServer::start(Behaviour::Stalls(text.to_owned())).await;
        let mut desktop = with_model(&world, &model).await;
        let id = new_session(&desktop).await;
        send(&desktop, id, ANSWERS[0], false).await;
        let of_words = |body: &serde_json::Value| body.get("response_format").is_none();
        shown(&mut desktop, id, text).await;
        desktop.eventually(async |_| model.asked().iter().any(of_words).then_some(())).await;
        world.crash_server().await;
        model.words(says(REPLY));
        world.start_server().await;
        let job = desktop.ended(id, 1).await;
        if text.is_empty() {
            assert_eq!((job.status, job.problem), (JobStatus::Completed, None));
            assert_eq!(replies(&mut desktop, id, 1).await, [(REPLY.to_owned(), false)]);
        } else {
            assert_eq!(job.problem.unwrap().code, ErrorCode::ModelInterrupted);
            settled(&mut desktop).await;
            assert_eq!(replies(&mut desktop, id, 1).await, [(HALF.to_owned(), true)]);
        }
    }
}
