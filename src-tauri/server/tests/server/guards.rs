//! Foreign pages, oversized bodies and unknown places.

use crate::{
    accounts::{account, register},
    support::{self, World, http, key, problem, sign_in},
};
use protocol::{Write, write::StateChange};
use reqwest::StatusCode;
use server::Rate;
use std::time::Duration;

#[tokio::test]
async fn another_name_or_another_page_is_forbidden_and_no_page_is_ever_invited() {
    let world = World::new();
    let server = world.start().await;
    let health = server.url().join("/healthz").unwrap();
    let host = format!("127.0.0.1:{}", server.url().port().unwrap());
    let with = |name: &'static str, value: String| {
        let health = health.clone();
        async move { http().get(health).header(name, value).send().await.unwrap() }
    };
    let refused = (StatusCode::FORBIDDEN, "forbidden".to_owned());
    assert_eq!(problem(with("host", "evil.example:80".into()).await).await, refused);
    assert_eq!(problem(with("host", "127.0.0.1:1".into()).await).await, refused);
    assert_eq!(problem(with("origin", "https://evil.example".into()).await).await, refused);
    assert_eq!(problem(with("origin", "null".into()).await).await, refused);
    let own = with("origin", format!("http://{host}")).await;
    assert_eq!(own.status(), StatusCode::OK);
    let invites = own.headers().keys().any(|name| name.as_str().starts_with("access-control"));
    assert!(!invites);
    server.stop().await;
}

#[tokio::test]
async fn what_is_not_there_and_what_is_too_large_get_clear_problems() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let nowhere = problem(client.get("/v1/nowhere").await).await;
    assert_eq!(nowhere, (StatusCode::NOT_FOUND, "not_found".to_owned()));
    let strange = problem(client.get("/v1/sessions/not-an-id").await).await;
    assert_eq!(strange.0, StatusCode::NOT_FOUND);
    let part = problem(client.get("/v1/sessions?limit=many").await).await;
    assert_eq!(part.0, StatusCode::BAD_REQUEST);
    let method = client.request("PUT", "/v1/state").send().await.unwrap();
    assert_eq!(problem(method).await.0, StatusCode::METHOD_NOT_ALLOWED);
    let large = client
        .request("PATCH", "/v1/state")
        .header("idempotency-key", key().to_string())
        .body(vec![b' '; 1024 * 1024 + 1])
        .send()
        .await
        .unwrap();
    assert_eq!(problem(large).await, (StatusCode::PAYLOAD_TOO_LARGE, "too_large".to_owned()));
    let broken = client
        .request("PATCH", "/v1/state")
        .header("idempotency-key", key().to_string())
        .body("{\"direction\":")
        .send()
        .await
        .unwrap();
    assert_eq!(problem(broken).await, (StatusCode::BAD_REQUEST, "bad_request".to_owned()));
    server.stop().await;
}

#[tokio::test]
async fn the_database_keeps_its_id_over_a_restart() {
    let world = World::new();
    let server = world.start().await;
    let id = server.server_id();
    let token = sign_in(&server).await.tokens.access_token;
    server.stop().await;
    let server = world.start().await;
    assert_eq!(server.server_id(), id);
    let mut client = sign_in(&server).await;
    client.tokens.access_token = token;
    assert_eq!(client.get("/v1/state").await.status(), StatusCode::OK);
    server.stop().await;
}

fn change(direction: &str) -> Write {
    let direction = Some(direction.to_owned());
    Write::UpdateState { body: StateChange { direction, ..StateChange::default() } }
}

#[tokio::test]
async fn a_device_that_changes_too_much_is_told_to_wait_and_nothing_is_remembered_of_it() {
    let world = World::new();
    let server = world
        .start_with(|config| {
            config.embedded_secret = None;
            config.commands = Rate { per_minute: 30, burst: 3 };
        })
        .await;
    let client = account(&server, "ann").await;
    let (mut key, mut refused) = (key(), None);
    for _ in 0..500 {
        let answer = client.send(&change("north"), key).await;
        if answer.status() != StatusCode::OK {
            refused = Some(answer);
            break;
        }
        key = support::key();
    }
    let refused = refused.expect("nobody may change so much");
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    let body: protocol::Problem = refused.json().await.unwrap();
    assert_eq!((body.code, body.retryable), (protocol::ErrorCode::RateLimited, true));
    let wait = body.retry_after_ms.unwrap();
    assert!(wait > 0 && wait <= seconds * 1_000);
    // Another device of the same person need not wait, and reading is no change.
    let other = protocol::rest::SignIn {
        name: "ann".into(),
        password: "correct horse".into(),
        device: protocol::DeviceId(uuid::Uuid::from_u128(2)),
    };
    let path = server.url().join("/v1/auth/login").unwrap();
    let tokens = http().post(path).json(&other).send().await.unwrap().json().await.unwrap();
    let other = support::Client { tokens, ..client.clone() };
    other.write(&change("south")).await;
    assert_eq!(client.get("/v1/state").await.status(), StatusCode::OK);
    tokio::time::sleep(Duration::from_millis(wait)).await;
    let answer = client.send(&change("north"), key).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(!answer.headers().contains_key("idempotency-replayed"));
    server.stop().await;
}

#[tokio::test]
async fn a_programs_own_server_counts_nothing() {
    let world = World::new();
    let few = Rate { per_minute: 1, burst: 1 };
    let server = world.start_with(|config| config.commands = few).await;
    let client = sign_in(&server).await;
    for _ in 0..30 {
        client.write(&change("north")).await;
    }
    server.stop().await;
}

#[tokio::test]
async fn an_address_that_guesses_is_told_to_wait_and_others_behind_a_proxy_are_not() {
    let world = World::new();
    let server = world.start_shared().await;
    let path = server.url().join("/v1/auth/login").unwrap();
    let guess = |from: &'static str| {
        let body =
            serde_json::json!({ "name": "ann", "password": "x", "device": uuid::Uuid::nil() });
        let request = http().post(path.clone()).header("x-forwarded-for", from).json(&body);
        async move { request.send().await.unwrap().status() }
    };
    let mut tried = 0;
    while tried < 500 && guess("203.0.113.9").await == StatusCode::UNPROCESSABLE_ENTITY {
        tried += 1;
    }
    assert!((20..500).contains(&tried), "{tried}");
    assert_eq!(guess("203.0.113.9").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(guess("203.0.113.9, 203.0.113.7").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(register(&server, "ann").await.status(), StatusCode::OK);
    server.stop().await;
}
