//! What a key stands for: what was done under it, where it shows, and what is never remembered.

use crate::{
    imports::findings,
    shared_disk::{Shared, Weather},
    support::{Client, World, key, new_session, post, problem, sign_in},
};
use protocol::{
    ConstraintId, Envelope, IdempotencyKey, JobId, ProjectId, SessionId, SkillId, Write,
    frame::{PollAnswer, ServerFrame, Subscription},
    records::{Category, ConstraintKind, Decision, Job, PermissionMode, Session, SkillStatus},
    rest::Accepted,
    write::{
        ConstraintChange, DecideFindings, NewConstraint, NewProject, NewSkill, ProjectChange,
        SkillChange, StateChange, UpdateSession,
    },
};
use reqwest::StatusCode;
use std::time::Duration;
use uuid::Uuid;

/// Do it, do it again under the same key, and find the event that the result points to.
async fn done_twice(client: &Client, write: &Write) -> Envelope {
    let key = key();
    let first = client.send(write, key).await;
    assert_eq!(first.status(), StatusCode::OK, "{write:?}");
    assert!(!first.headers().contains_key("idempotency-replayed"));
    let first: Accepted = first.json().await.unwrap();
    let again = client.send(write, key).await;
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    assert_eq!(again.json::<Accepted>().await.unwrap(), first);
    let event = event_at(client, first).await;
    assert_eq!(event.cause, Some(key), "{write:?}");
    assert_eq!(Some(event.id), first.position.last);
    event
}

async fn event_at(client: &Client, accepted: Accepted) -> Envelope {
    let at = accepted.position;
    let (ch, epoch, before) = (at.channel, at.epoch, at.seq - 1);
    let path = format!("/v1/channels/{ch}/events?epoch={epoch}&seq={before}");
    let answer: PollAnswer = client.read(&path).await;
    let mut events = answer.frames.into_iter().filter_map(|frame| match frame {
        ServerFrame::Ev(event) => Some(event),
        _ => None,
    });
    events.next().unwrap_or_else(|| panic!("no event at {at:?}"))
}

async fn until_idle(client: &Client, session: SessionId) {
    let here = client.position("/v1/state", client.user()).await;
    let mut socket = client.socket(vec![Subscription { ..here }]).await;
    while client.read::<Session>(&format!("/v1/sessions/{session}")).await.active_job.is_some() {
        socket.event().await;
    }
}

#[tokio::test]
async fn every_kind_of_change_is_done_once_and_says_where_it_shows() {
    let mut world = World::new();
    world.pace = Duration::from_millis(20);
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session("I led a team of nurses and cook well.", PermissionMode::Ask);
    let session = body.id;
    done_twice(&client, &Write::CreateSession(body)).await;
    let job: JobId = client.list::<Job>("/v1/jobs").await[0].id;
    done_twice(&client, &Write::CancelJob { job, session }).await;
    done_twice(&client, &Write::RetryJob { job, session, without_model: false }).await;
    until_idle(&client, session).await;
    done_twice(&client, &post(session, "And I sing.")).await;
    until_idle(&client, session).await;
    let body = UpdateSession { title: Some("Nursing".into()), ..UpdateSession::default() };
    done_twice(&client, &Write::UpdateSession { session, body }).await;
    done_twice(&client, &Write::PauseSession { session }).await;
    done_twice(&client, &Write::ResumeSession { session }).await;
    let found = findings(&client, session).await;
    let ids = vec![found[0].id];
    let decide = DecideFindings { ids, decision: Decision::Confirmed, edit: None };
    done_twice(&client, &Write::DecideFindings(decide)).await;
    let id = SkillId(Uuid::from_u128(1));
    let name = || String::from("Welding");
    let body = NewSkill { name: name(), category: Category::CraftAndTrades, level: 0.5 };
    done_twice(&client, &Write::CreateSkill { id, body }).await;
    let body = SkillChange { level: Some(0.6), ..SkillChange::default() };
    done_twice(&client, &Write::UpdateSkill { id, body }).await;
    let id = ProjectId(Uuid::from_u128(2));
    done_twice(&client, &Write::CreateProject { id, body: NewProject { name: name() } }).await;
    let body = ProjectChange { progress: Some(0.3), ..ProjectChange::default() };
    done_twice(&client, &Write::UpdateProject { id, body }).await;
    let id = ConstraintId(Uuid::from_u128(3));
    let body = NewConstraint { name: name(), kind: ConstraintKind::Time, severity: 0.5 };
    done_twice(&client, &Write::CreateConstraint { id, body }).await;
    let body = ConstraintChange { severity: Some(0.9), ..ConstraintChange::default() };
    done_twice(&client, &Write::UpdateConstraint { id, body }).await;
    let body = StateChange { dependants: Some(2), ..StateChange::default() };
    done_twice(&client, &Write::UpdateState { body }).await;
    done_twice(&client, &Write::FinalizeSession { session }).await;
    let gone = done_twice(&client, &Write::DeleteSession { session }).await;
    assert_eq!(gone.event.name, "session_deleted");
    server.stop().await;
}

#[tokio::test]
async fn what_was_refused_is_not_remembered_and_its_key_is_free() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let key = key();
    let unknown = post(SessionId(Uuid::from_u128(1)), "Anybody?");
    let missing = client.send(&unknown, key).await;
    assert_eq!(problem(missing).await.0, StatusCode::NOT_FOUND);
    let level = |level| Write::CreateSkill {
        id: SkillId(Uuid::from_u128(2)),
        body: NewSkill { name: "Singing".into(), category: Category::Languages, level },
    };
    let invalid = client.send(&level(7.0), key).await;
    assert_eq!(problem(invalid).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let valid = client.send(&level(0.7), key).await;
    assert_eq!(valid.status(), StatusCode::OK);
    assert!(!valid.headers().contains_key("idempotency-replayed"));
    let skills: Vec<protocol::records::Skill> = client.list("/v1/skills").await;
    assert_eq!(
        skills.iter().map(|skill| skill.status).collect::<Vec<_>>(),
        [SkillStatus::Confirmed]
    );
    server.stop().await;
}

#[tokio::test]
async fn a_key_is_remembered_for_thirty_days() {
    let world = World::new();
    let server = world.start().await;
    let (key, direction) = (key(), StateChange { dependants: Some(1), ..StateChange::default() });
    let write = Write::UpdateState { body: direction };
    let is_replayed = async |key: IdempotencyKey| {
        let answer = sign_in(&server).await.send(&write, key).await;
        assert_eq!(answer.status(), StatusCode::OK);
        answer.headers().contains_key("idempotency-replayed")
    };
    assert!(!is_replayed(key).await);
    world.clock.advance(30 * 24 * 60);
    assert!(is_replayed(key).await);
    world.clock.advance(1);
    assert!(!is_replayed(key).await);
    server.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_full_disk_is_told_and_the_same_request_is_done_once_there_is_room() {
    let shared = Shared::new();
    let weather = Weather::fair();
    let node = shared.start(&weather, true).await;
    let token = node.sign_in().await;
    let (write, key) =
        (Write::CreateSession(new_session(&"long ".repeat(9_000), PermissionMode::Ask)), key());
    weather.fill(true);
    let refused = node.attempt(&token, &write, key).await;
    assert_eq!(refused.status(), StatusCode::INSUFFICIENT_STORAGE);
    weather.fill(false);
    let done = node.attempt(&token, &write, key).await;
    assert_eq!(done.status(), StatusCode::OK);
    assert!(!done.headers().contains_key("idempotency-replayed"));
    let again = node.attempt(&token, &write, key).await;
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    let sessions: protocol::rest::Page<Session> = node.read(&token, "/v1/sessions").await;
    assert_eq!(sessions.items.len(), 1);
    node.server.stop().await;
}
