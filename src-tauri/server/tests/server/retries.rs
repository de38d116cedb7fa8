//! The answer to a message once more, after one that was cut off.

use crate::support::{Client, World, key, new_session, post, sign_in};
use protocol::{
    JobId, SessionId, Write,
    records::{Job, JobStatus, Message, PermissionMode, Role, Session, SessionStatus},
    rest::Accepted,
};
use reqwest::StatusCode;
use std::time::Duration;

const ANSWER: &str = "I led a team of five and built a billing system in Rust and PostgreSQL.";

async fn jobs(client: &Client) -> Vec<Job> {
    let mut jobs: Vec<Job> = client.list("/v1/jobs").await;
    jobs.sort_by_key(|job| job.id);
    jobs
}

async fn session(client: &Client, id: SessionId) -> Session {
    client.read(&format!("/v1/sessions/{id}")).await
}

/// Follow the person's channel until nothing is under way any more.
async fn settled(client: &Client) -> Vec<Job> {
    let here = client.position("/v1/jobs", client.user()).await;
    let mut socket = client.socket(vec![here]).await;
    loop {
        let jobs = jobs(client).await;
        if jobs.iter().all(|job| job.ended_at.is_some()) {
            return jobs;
        }
        socket.event().await;
    }
}

async fn replies(client: &Client, session: SessionId) -> Vec<Message> {
    let mut messages: Vec<Message> = client.list(&format!("/v1/sessions/{session}/messages")).await;
    messages.reverse();
    messages.retain(|message| message.role == Role::Assistant && message.ordinal > 1);
    messages
}

/// Stop the first answer when some of it is written.
async fn cut_off(client: &Client, session: SessionId) -> JobId {
    let job = jobs(client).await[0].id;
    let path = format!("/v1/jobs/{job}/text");
    while client.read::<protocol::rest::JobText>(&path).await.text.is_empty() {
        tokio::task::yield_now().await;
    }
    client.write(&Write::CancelJob { job, session }).await;
    job
}

#[tokio::test]
async fn a_cut_off_answer_can_be_had_whole_as_a_new_job() {
    let mut world = World::new();
    world.pace = Duration::from_millis(30);
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session(ANSWER, PermissionMode::Ask);
    let id = body.id;
    client.write(&Write::CreateSession(body)).await;
    let job = cut_off(&client, id).await;
    let asked = session(&client, id).await.progress;

    let (retry, key) = (Write::RetryJob { job, session: id, without_model: false }, key());
    let first: Accepted = client.send(&retry, key).await.json().await.unwrap();
    let busy = (StatusCode::CONFLICT, "version_conflict".to_owned());
    assert_eq!(client.refused(&retry).await, busy);
    let again = client.send(&retry, key).await;
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    assert_eq!(again.json::<Accepted>().await.unwrap(), first);

    let jobs = settled(&client).await;
    assert_eq!(jobs.len(), 2);
    assert_eq!(jobs[1].status, JobStatus::Completed);
    assert_eq!(jobs[1].message_id, jobs[0].message_id);
    assert_ne!(jobs[1].reply_id, jobs[0].reply_id);
    let replies = replies(&client, id).await;
    assert_eq!(replies.iter().map(|reply| reply.stopped).collect::<Vec<_>>(), [true, false]);
    // It is the same question, and the interview has not gone on without its answer.
    let question = |text: String| text.rsplit("**").nth(1).map(str::to_owned);
    assert!(question(replies[1].text()).is_some());
    let session = session(&client, id).await;
    assert_eq!((session.status, session.active_job), (SessionStatus::Idle, None));
    assert_eq!(session.progress, asked);
    // It has its answer now, whichever of its jobs is asked about.
    for job in &jobs {
        assert_eq!(
            client
                .refused(&Write::RetryJob { job: job.id, session: id, without_model: false })
                .await,
            busy
        );
    }
    server.stop().await;
}

#[tokio::test]
async fn an_answer_that_the_conversation_has_left_behind_is_not_made_anew() {
    let mut world = World::new();
    world.pace = Duration::from_millis(30);
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session(ANSWER, PermissionMode::Ask);
    let id = body.id;
    client.write(&Write::CreateSession(body)).await;
    let job = cut_off(&client, id).await;
    client.write(&post(id, "Let us go on.")).await;
    settled(&client).await;
    let retry = Write::RetryJob { job, session: id, without_model: false };
    let gone_on = (StatusCode::CONFLICT, "version_conflict".to_owned());
    assert_eq!(client.refused(&retry).await, gone_on);
    client.write(&Write::FinalizeSession { session: id }).await;
    let locked = (StatusCode::CONFLICT, "session_finalized".to_owned());
    assert_eq!(client.refused(&retry).await, locked);
    let (job, without_model) = (JobId(uuid::Uuid::nil()), false);
    let nothing = Write::RetryJob { job, session: id, without_model };
    assert_eq!(client.refused(&nothing).await.0, StatusCode::NOT_FOUND);
    server.stop().await;
}
