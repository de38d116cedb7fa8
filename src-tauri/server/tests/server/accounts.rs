//! Signing in, staying signed in, and being thrown out.

use crate::support::{Client, World, http, open, problem, sign_in};
use protocol::{
    DeviceId, Ids, SystemIds,
    frame::close,
    rest::{EmbeddedSignIn, Refresh, SignIn, Tokens},
};
use reqwest::{Response, StatusCode};
use serde::Serialize;
use server::Server;
use std::time::Duration;

async fn ask(server: &Server, path: &str, body: &impl Serialize) -> Response {
    http().post(server.url().join(path).unwrap()).json(body).send().await.unwrap()
}

async fn refresh(server: &Server, token: &str) -> Response {
    ask(server, "/v1/auth/refresh", &Refresh { refresh_token: token.to_owned() }).await
}

#[tokio::test]
async fn a_wrong_secret_opens_nothing() {
    let world = World::new();
    let server = world.start().await;
    let device = DeviceId(SystemIds.next());
    let body = EmbeddedSignIn { secret: "a guess".into(), device };
    let answer = ask(&server, "/v1/auth/embedded", &body).await;
    let wrong = (StatusCode::UNAUTHORIZED, "wrong_credentials".to_owned());
    assert_eq!(problem(answer).await, wrong);
    let account = SignIn { name: "ann".into(), password: "password".into(), device };
    let answer = ask(&server, "/v1/auth/register", &account).await;
    assert_eq!(problem(answer).await.0, StatusCode::FORBIDDEN);
    server.stop().await;
}

#[tokio::test]
async fn a_lost_refresh_gives_the_same_successor_and_a_stolen_token_ends_the_sign_in() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    let mut socket = client.socket(Vec::new()).await;
    let first = client.tokens.refresh_token.clone();
    let next: Tokens = refresh(&server, &first).await.json().await.unwrap();
    let again: Tokens = refresh(&server, &first).await.json().await.unwrap();
    assert_eq!(next.refresh_token, again.refresh_token);
    let third: Tokens = refresh(&server, &next.refresh_token).await.json().await.unwrap();
    assert_ne!(third.refresh_token, next.refresh_token);
    let revoked = (StatusCode::UNAUTHORIZED, "token_revoked".to_owned());
    assert_eq!(problem(refresh(&server, &first).await).await, revoked);
    assert_eq!(problem(refresh(&server, &third.refresh_token).await).await, revoked);
    assert_eq!(problem(client.get("/v1/state").await).await, revoked);
    assert_eq!(socket.closed().await, close::TOKEN_REVOKED);
    server.stop().await;
}

#[tokio::test]
async fn an_access_token_is_good_for_an_hour() {
    let world = World::new();
    let server = world.start().await;
    let client = sign_in(&server).await;
    world.clock.advance(59);
    assert_eq!(client.get("/v1/state").await.status(), StatusCode::OK);
    world.clock.advance(1);
    let expired = (StatusCode::UNAUTHORIZED, "token_expired".to_owned());
    assert_eq!(problem(client.get("/v1/state").await).await, expired);
    let mut socket = open(&server.url(), &client.tokens.access_token).await.unwrap();
    assert_eq!(socket.closed().await, close::TOKEN_EXPIRED);
    server.stop().await;
}

#[tokio::test]
async fn an_access_token_is_good_as_long_as_the_server_is_told() {
    let world = World::new();
    let mut config = world.config(world.folder.path());
    config.access = Duration::from_mins(2);
    let server = server::start(config).await.expect("it starts");
    let client = sign_in(&server).await;
    world.clock.advance(1);
    assert_eq!(client.get("/v1/state").await.status(), StatusCode::OK);
    world.clock.advance(1);
    let expired = (StatusCode::UNAUTHORIZED, "token_expired".to_owned());
    assert_eq!(problem(client.get("/v1/state").await).await, expired);
    server.stop().await;
}

#[tokio::test]
async fn signing_out_closes_the_sockets_of_that_sign_in_alone() {
    let world = World::new();
    let server = world.start().await;
    let leaving = sign_in(&server).await;
    let staying = sign_in(&server).await;
    let mut socket = leaving.socket(Vec::new()).await;
    let body = Refresh { refresh_token: leaving.tokens.refresh_token.clone() };
    let answer = ask(&server, "/v1/auth/logout", &body).await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(socket.closed().await, close::TOKEN_REVOKED);
    assert_eq!(staying.get("/v1/state").await.status(), StatusCode::OK);
    server.stop().await;
}

#[tokio::test]
async fn who_hangs_up_while_signing_out_is_signed_out() {
    use tokio::io::AsyncWriteExt;
    let world = World::new();
    let server = world.start().await;
    let host = format!("127.0.0.1:{}", server.url().port().unwrap());
    for _ in 0..20 {
        let leaving = sign_in(&server).await;
        let mut socket = leaving.socket(Vec::new()).await;
        let body = Refresh { refresh_token: leaving.tokens.refresh_token.clone() };
        let body = serde_json::to_string(&body).unwrap();
        let head = format!("POST /v1/auth/logout HTTP/1.1\r\nHost: {host}\r\nContent-Length:");
        let mut line = tokio::net::TcpStream::connect(&host).await.unwrap();
        line.write_all(format!("{head} {}\r\n\r\n{body}", body.len()).as_bytes()).await.unwrap();
        drop(line);
        assert_eq!(socket.closed().await, close::TOKEN_REVOKED);
    }
    server.stop().await;
}

pub(crate) async fn register(server: &Server, name: &str) -> Response {
    let device = DeviceId(SystemIds.next());
    let body = SignIn { name: name.into(), password: "correct horse".into(), device };
    ask(server, "/v1/auth/register", &body).await
}

pub(crate) async fn account(server: &Server, name: &str) -> Client {
    let answer = register(server, name).await;
    Client { http: http(), url: server.url(), tokens: answer.json().await.unwrap() }
}

#[tokio::test]
async fn an_account_is_entered_with_its_password_only() {
    let world = World::new();
    let server = world.start_shared().await;
    let ann = account(&server, "ann").await;
    let taken = problem(register(&server, " ann ").await).await;
    assert_eq!(taken, (StatusCode::CONFLICT, "name_taken".to_owned()));
    let device = DeviceId(SystemIds.next());
    let mut body = SignIn { name: "ann".into(), password: "correct horse".into(), device };
    let tokens: Tokens = ask(&server, "/v1/auth/login", &body).await.json().await.unwrap();
    assert_eq!(tokens.user_id, ann.tokens.user_id);
    body.password = "battery staple".into();
    let wrong = (StatusCode::UNAUTHORIZED, "wrong_credentials".to_owned());
    assert_eq!(problem(ask(&server, "/v1/auth/login", &body).await).await, wrong);
    body.name = "nobody".into();
    assert_eq!(problem(ask(&server, "/v1/auth/login", &body).await).await, wrong);
    body.password = "short".into();
    let short = problem(ask(&server, "/v1/auth/register", &body).await).await;
    assert_eq!(short, (StatusCode::UNPROCESSABLE_ENTITY, "invalid_field".to_owned()));
    server.stop().await;
}
