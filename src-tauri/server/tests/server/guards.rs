//! Foreign pages, oversized bodies and unknown places.

use crate::support::{World, http, problem, sign_in};
use reqwest::StatusCode;

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
        .header("idempotency-key", crate::support::key().to_string())
        .body(vec![b' '; 1024 * 1024 + 1])
        .send()
        .await
        .unwrap();
    assert_eq!(problem(large).await, (StatusCode::PAYLOAD_TOO_LARGE, "too_large".to_owned()));
    let broken = client
        .request("PATCH", "/v1/state")
        .header("idempotency-key", crate::support::key().to_string())
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
