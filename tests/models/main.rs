//! The interviewer's voice against a real model server, llama.cpp's, with a tiny model that says
//! gibberish: what is looked at is the stream, the schema, the tool call and the count, never words.

#![expect(clippy::panic, reason = "a failed expectation of a test")]

#[cfg(test)]
mod line;
#[cfg(test)]
mod server;

use line::SlowLine;
use protocol::{
    Command, ErrorCode, Reply, SessionId,
    models::{ModelChoice, ModelKind},
    records::{Job, JobStatus, Role, SessionKind},
};
use server::LlamaServer;
use testkit::{Desktop, World};

const ANSWER: &str = "Last week I rebuilt our billing pipeline in Python and PostgreSQL.";

fn model(kind: ModelKind, base_url: &str) -> ::server::Model {
    let (base_url, model) = (base_url.to_owned(), "tiny".to_owned());
    let choice = ModelChoice { kind, base_url, model };
    ::server::Model { choice, key: None, patience: ::server::Patience::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_ways_to_speak_give_words_and_findings() {
    let server = LlamaServer::start();
    let base = format!("{}/v1", server.url());
    for kind in [ModelKind::OpenAi, ModelKind::Anthropic] {
        let trial = ::server::Models::try_out(model(kind, &base)).await;
        assert!(trial.as_ref().is_ok_and(|trial| trial.extracts), "{kind:?}: {trial:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_address_is_told_from_one_where_nobody_is() {
    let server = LlamaServer::start();
    let code = async |base: &str| {
        let trial = ::server::Models::try_out(model(ModelKind::OpenAi, base)).await;
        trial.expect_err("it is wrong").code
    };
    assert_eq!(code(&format!("{}/elsewhere", server.url())).await, ErrorCode::ModelUnknown);
    assert_eq!(code("http://127.0.0.1:9/v1").await, ErrorCode::ModelUnreachable);
}

/// Send the answer in a session.
async fn send(desktop: &Desktop, id: SessionId, resume: bool) {
    let (kind, text) = (SessionKind::Intake, ANSWER.to_owned());
    desktop.ask(Command::SendMessage { session_id: id, kind, text, resume }).await;
}

async fn new_session(desktop: &Desktop) -> SessionId {
    let asked = Command::NewSession { kind: SessionKind::Intake, id: None };
    let Reply::DraftSession { id, .. } = desktop.ask(asked).await else { panic!("no session") };
    id
}

/// A world that speaks with the server over a slow line.
async fn slowly(server: &LlamaServer) -> (World, SlowLine, Desktop, SessionId) {
    let line = SlowLine::to(server.url()).await;
    let world = World::start().await;
    let base = format!("{}/v1", line.url());
    world.models().choose(Some(model(ModelKind::OpenAi, &base))).unwrap();
    let desktop = world.desktop("one").await;
    let id = new_session(&desktop).await;
    (world, line, desktop, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_stopped_at_its_first_words_and_the_next_one_comes() {
    let server = LlamaServer::start();
    let (_world, _line, mut desktop, id) = slowly(&server).await;
    send(&desktop, id, false).await;
    let job = desktop
        .eventually(async |engine| {
            let Ok(Reply::Jobs { jobs }) = engine.dispatch(Command::ListJobs).await else {
                panic!("not jobs");
            };
            let job = jobs.into_iter().find(|job| job.session_id == id)?;
            let text = engine.dispatch(Command::GetJobText { id: job.id }).await;
            matches!(text, Ok(Reply::JobText { text }) if !text.is_empty()).then_some(job)
        })
        .await;
    desktop.ask(Command::StopJob { id: job.id, session_id: id }).await;
    assert_eq!(desktop.ended(id, 1).await.status, JobStatus::Cancelled);
    send(&desktop, id, true).await;
    let next = desktop.ended(id, 2).await;
    assert_eq!((next.status, next.problem), (JobStatus::Completed, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_breaks_off_is_kept_and_asked_for_again() {
    let server = LlamaServer::start();
    let (_world, line, mut desktop, id) = slowly(&server).await;
    line.breaks(true);
    send(&desktop, id, false).await;
    let broken = desktop.ended(id, 1).await;
    assert_eq!(broken.problem.map(|problem| problem.code), Some(ErrorCode::ModelInterrupted));
    line.breaks(false);
    let (id, session_id) = (broken.id, broken.session_id);
    desktop.ask(Command::RetryJob { id, session_id, without_model: false }).await;
    let again = desktop.ended(session_id, 2).await;
    assert_eq!((again.status, again.problem), (JobStatus::Completed, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interview_goes_on_whatever_the_model_says() {
    let server = LlamaServer::start();
    let world = World::start().await;
    let base = format!("{}/v1", server.url());
    world.models().choose(Some(model(ModelKind::OpenAi, &base))).unwrap();
    let mut desktop = world.desktop("one").await;
    let id = new_session(&desktop).await;
    for n in 0..3 {
        send(&desktop, id, n > 0).await;
        let job = desktop.ended(id, n + 1).await;
        assert_eq!((job.status, job.problem.as_ref()), (JobStatus::Completed, None));
        let tokens = job.model.expect("the model said it").tokens;
        assert!(!tokens.estimated && tokens.prompt > 100 && tokens.reply > 0, "{tokens:?}");
    }
    let messages = desktop
        .eventually(async |engine| {
            let asked = Command::ListMessages { session_id: id, before: None, limit: 200 };
            let Ok(Reply::Messages { messages, .. }) = engine.dispatch(asked).await else {
                panic!("not messages");
            };
            (messages.len() == 7).then_some(messages)
        })
        .await;
    for view in messages.iter().filter(|view| view.message.role == Role::Assistant) {
        assert!(view.message.text().contains('?'), "each reply asks something");
    }
    let asked = Command::ListFindings { session_id: id };
    let Reply::Findings { findings } = desktop.ask(asked).await else { panic!("not findings") };
    assert!(!findings.is_empty());
    assert!(findings.iter().all(|finding| ANSWER.contains(&finding.quote.text)));
}
