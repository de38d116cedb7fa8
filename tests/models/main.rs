//! The interviewer's voice against a real model server, llama.cpp's, with a tiny model that says
//! gibberish: what is looked at is the stream, the schema, the tool call and the count, never words.

#![expect(clippy::panic, reason = "a failed expectation of a test")]

#[cfg(test)]
mod server;

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

#[tokio::test(flavor = "multi_thread")]
async fn an_interview_goes_on_whatever_the_model_says() {
    let server = LlamaServer::start();
    let world = World::start().await;
    let base = format!("{}/v1", server.url());
    world.models().choose(Some(model(ModelKind::OpenAi, &base))).unwrap();
    let mut desktop = world.desktop("one").await;
    let asked = Command::NewSession { kind: SessionKind::Intake };
    let Reply::DraftSession { id, .. } = desktop.ask(asked).await else { panic!("no session") };
    for n in 0..3 {
        let (kind, text, resume) = (SessionKind::Intake, ANSWER.to_owned(), n > 0);
        desktop.ask(Command::SendMessage { session_id: id, kind, text, resume }).await;
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
