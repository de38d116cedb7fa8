//! Sessions, messages and repeated requests.

use crate::support::{World, key, new_message, new_session, post, problem, sign_in};
use protocol::{
    Channel, SessionId, SkillId, Write,
    ids::opening_id,
    records::{Category, Message, PermissionMode, Session, SessionStatus, Skill, SkillStatus},
    rest::Accepted,
    write::{NewSkill, PostMessage, SkillChange, UpdateSession},
};
use reqwest::StatusCode;
use uuid::Uuid;

#[tokio::test]
async fn a_session_exists_only_with_its_first_message() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session("I repaired the pump of the village well.", PermissionMode::Ask);
    let path = format!("/v1/sessions/{}", body.id);
    assert_eq!(client.get(&path).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(client.list::<Session>("/v1/sessions").await, Vec::new());
    let write = Write::CreateSession(body.clone());
    let accepted = client.write(&write).await;
    assert_eq!(accepted.position.channel, Channel::Session(body.id));
    assert_eq!(accepted.position.seq, 2);
    let session: Session = client.read(&path).await;
    assert_eq!(session.title, "I repaired the pump of the village well.");
    let mut messages: Vec<Message> = client.list(&format!("{path}/messages")).await;
    messages.reverse();
    assert_eq!(messages[0].id, opening_id(body.id));
    assert_eq!(messages[1].id, body.first_message.id);
    // The same create under another key is the same create.
    client.write(&write).await;
    assert_eq!(client.list::<Session>("/v1/sessions").await.len(), 1);
    server.stop().await;
}

#[tokio::test]
async fn a_repeat_gets_the_stored_result_and_other_bytes_are_refused() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session("I keep bees.", PermissionMode::Observe);
    let session = body.id;
    let write = Write::CreateSession(body);
    let key = key();
    let first = client.send(&write, key).await;
    assert!(!first.headers().contains_key("idempotency-replayed"));
    let first: Accepted = first.json().await.unwrap();
    client.write(&post(session, "And I sell the honey.")).await;
    let again = client.send(&write, key).await;
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    assert_eq!(again.json::<Accepted>().await.unwrap(), first);
    let other = client.send(&post(session, "Something else."), key).await;
    let reused = (StatusCode::UNPROCESSABLE_ENTITY, "idempotency_conflict".to_owned());
    assert_eq!(problem(other).await, reused);
    let request = write.request();
    let bare = client.request("POST", &request.path).body(request.body).send().await.unwrap();
    let missing = (StatusCode::BAD_REQUEST, "idempotency_conflict".to_owned());
    assert_eq!(problem(bare).await, missing);
    server.stop().await;
}

#[tokio::test]
async fn ten_repeats_at_once_take_effect_once() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let write = Write::CreateSession(new_session("I teach.", PermissionMode::Ask));
    let key = key();
    let sent: Vec<_> = (0..10)
        .map(|_| {
            let (client, write) = (client.clone(), write.clone());
            tokio::spawn(async move { client.send(&write, key).await })
        })
        .collect();
    let mut results = Vec::new();
    for sent in sent {
        results.push(sent.await.unwrap().json::<Accepted>().await.unwrap());
    }
    assert!(results.iter().all(|result| result == &results[0]));
    server.stop().await;
}

#[tokio::test]
async fn a_finalized_session_takes_nothing_more_and_says_what_it_brought() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session("I led a team of nurses.", PermissionMode::Ask);
    let session = body.id;
    client.write(&Write::CreateSession(body)).await;
    client.write(&Write::FinalizeSession { session }).await;
    let stored: Session = client.read(&format!("/v1/sessions/{session}")).await;
    assert_eq!(stored.status, SessionStatus::Finalized);
    assert_eq!(stored.active_job, None);
    let summary = stored.summary.unwrap();
    assert_eq!((summary.answers, summary.words), (1, 6));
    assert_eq!(summary.eta_before, None);
    let locked = (StatusCode::CONFLICT, "session_finalized".to_owned());
    assert_eq!(client.refused(&post(session, "One more thing.")).await, locked);
    assert_eq!(client.refused(&Write::PauseSession { session }).await, locked);
    client.write(&Write::FinalizeSession { session }).await;
    server.stop().await;
}

#[tokio::test]
async fn texts_are_kept_as_they_are_or_refused_by_name() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session("Hello.", PermissionMode::Ask);
    let session = body.id;
    client.write(&Write::CreateSession(body)).await;
    let unprocessable = |code: &str| (StatusCode::UNPROCESSABLE_ENTITY, code.to_owned());
    assert_eq!(client.refused(&post(session, " \n\t ")).await, unprocessable("message_empty"));
    assert_eq!(client.refused(&post(session, "a\u{0}b")).await, unprocessable("invalid_field"));
    let long = "ä".repeat(32 * 1024) + "a";
    let too_long = (StatusCode::PAYLOAD_TOO_LARGE, "message_too_long".to_owned());
    assert_eq!(client.refused(&post(session, &long)).await, too_long);
    let kept = [
        "👩‍🔧🧰",
        "私は病院で看護師として働いています。",
        "<script>alert(1)</script> & \"quotes\" \\ 'more'",
        "two\nlines\tand a tab",
    ];
    for text in kept {
        let write = post(session, text);
        let Write::PostMessage { body: PostMessage { message, .. }, .. } = &write else { panic!() };
        client.write(&write).await;
        let path = format!("/v1/sessions/{session}/messages?limit=200");
        let messages: Vec<Message> = client.list(&path).await;
        let stored = messages.iter().find(|stored| stored.id == message.id).unwrap();
        assert_eq!(stored.text(), text);
    }
    server.stop().await;
}

#[tokio::test]
async fn what_belongs_to_nobody_or_to_others_is_not_there() {
    let world = World::new();
    let server = world.start_shared().await;
    let ann = crate::accounts::account(&server, "ann").await;
    let bob = crate::accounts::account(&server, "bob").await;
    let missing = (StatusCode::NOT_FOUND, "not_found".to_owned());
    let unknown = SessionId(Uuid::from_u128(1));
    assert_eq!(ann.refused(&post(unknown, "Anybody?")).await, missing);
    let body = new_session("I paint.", PermissionMode::Ask);
    let session = body.id;
    ann.write(&Write::CreateSession(body)).await;
    assert_eq!(bob.refused(&post(session, "May I?")).await, missing);
    assert_eq!(bob.refused(&Write::DeleteSession { session }).await, missing);
    let messages = bob.get(&format!("/v1/sessions/{session}/messages")).await;
    assert_eq!(problem(messages).await, missing);
    server.stop().await;
}

#[tokio::test]
async fn a_session_is_renamed_paused_resumed_and_removed() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session("I weld.", PermissionMode::Ask);
    let session = body.id;
    let path = format!("/v1/sessions/{session}");
    client.write(&Write::CreateSession(body)).await;
    let title = |title: &str| Write::UpdateSession {
        session,
        body: UpdateSession { title: Some(title.to_owned()), ..UpdateSession::default() },
    };
    client.write(&title("Welding")).await;
    let invalid = (StatusCode::UNPROCESSABLE_ENTITY, "invalid_field".to_owned());
    assert_eq!(client.refused(&title(&"x".repeat(201))).await, invalid);
    client.write(&Write::PauseSession { session }).await;
    let paused: Session = client.read(&path).await;
    assert_eq!((paused.title.as_str(), paused.status), ("Welding", SessionStatus::Paused));
    client.write(&Write::ResumeSession { session }).await;
    let resumed: Session = client.read(&path).await;
    assert_ne!(resumed.status, SessionStatus::Paused);
    client.write(&Write::DeleteSession { session }).await;
    assert_eq!(client.get(&path).await.status(), StatusCode::NOT_FOUND);
    server.stop().await;
}

#[tokio::test]
async fn messages_come_in_pages_newest_first() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session("First.", PermissionMode::Ask);
    let session = body.id;
    client.write(&Write::CreateSession(body)).await;
    for number in 0..5 {
        client.write(&post(session, &format!("Answer {number}"))).await;
    }
    client.write(&Write::FinalizeSession { session }).await;
    let mut ordinals = Vec::new();
    let mut before = String::new();
    loop {
        let path = format!("/v1/sessions/{session}/messages?limit=2{before}");
        let page: protocol::rest::Page<Message> = client.read(&path).await;
        assert!(page.items.len() <= 2);
        ordinals.extend(page.items.iter().map(|message| message.ordinal));
        match page.before {
            Some(cursor) => before = format!("&before={cursor}"),
            None => break,
        }
    }
    let count = u64::try_from(ordinals.len()).unwrap();
    assert!(count >= 7);
    assert_eq!(ordinals, (1..=count).rev().collect::<Vec<_>>());
    server.stop().await;
}

#[tokio::test]
async fn a_skill_by_hand_counts_at_once_and_bounds_are_kept() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let id = SkillId(Uuid::from_u128(9));
    let create = |level: f64| Write::CreateSkill {
        id,
        body: NewSkill { name: "Welding".into(), category: Category::CraftAndTrades, level },
    };
    let invalid = (StatusCode::UNPROCESSABLE_ENTITY, "invalid_field".to_owned());
    assert_eq!(client.refused(&create(1.5)).await, invalid);
    let first = client.write(&create(0.8)).await;
    let second = client.write(&create(0.8)).await;
    assert_eq!(first.position.seq, second.position.seq);
    let change = SkillChange { hours_per_week: Some(10.0), ..SkillChange::default() };
    client.write(&Write::UpdateSkill { id, body: change }).await;
    let skills: Vec<Skill> = client.list("/v1/skills").await;
    assert_eq!(skills.len(), 1);
    assert_eq!(skills[0].status, SkillStatus::Confirmed);
    assert_eq!((skills[0].version, skills[0].hours_per_week), (2, Some(10.0)));
    let unknown = SkillId(Uuid::from_u128(10));
    let change = Write::UpdateSkill { id: unknown, body: SkillChange::default() };
    assert_eq!(client.refused(&change).await.0, StatusCode::NOT_FOUND);
    server.stop().await;
}

#[tokio::test]
async fn a_message_id_that_another_message_has_is_refused() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let body = new_session("I sing.", PermissionMode::Ask);
    let (session, taken) = (body.id, body.first_message.id);
    client.write(&Write::CreateSession(body)).await;
    let mut message = new_message("I dance.");
    message.id = taken;
    let write =
        Write::PostMessage { session, body: PostMessage { message, resume: true, replaces: None } };
    let conflict = (StatusCode::CONFLICT, "version_conflict".to_owned());
    let refused = client.refused(&write).await;
    assert_eq!(refused, conflict);
    server.stop().await;
}
