//! Requests as they go over the wire, and answers of all kinds.

use crate::scripted_http::{Answer, HttpServer, rest};
use link::RestError;
use protocol::{
    Channel, ChannelPosition, Epoch, ErrorCode, IdempotencyKey, Problem, UserId,
    rest::{Accepted, Page},
    write::WriteRequest,
};
use secrecy::SecretString;
use url::Url;
use uuid::Uuid;

const EPOCH: Epoch = Epoch(Uuid::from_u128(3));

fn accepted() -> Accepted {
    let channel = Channel::User(UserId(Uuid::from_u128(1)));
    Accepted { position: ChannelPosition { channel, epoch: EPOCH, seq: 9, last: None } }
}

fn write() -> WriteRequest {
    let body = br#"{"direction":"north"}"#.to_vec();
    WriteRequest { method: "PATCH", path: "/v1/state".to_owned(), body }
}

fn key() -> IdempotencyKey {
    IdempotencyKey(Uuid::from_u128(77))
}

fn token() -> SecretString {
    SecretString::from("secret-token")
}

#[tokio::test]
async fn a_write_carries_its_exact_bytes_its_key_and_the_token() {
    let server = HttpServer::start(|_| Answer::json(200, &accepted())).await;
    let rest = rest(&server.url);
    let result = rest.send(&write(), key(), &token()).await.expect("the server accepts");
    assert_eq!(result, accepted());
    let asked = &server.asked()[0];
    assert_eq!(asked.line, "PATCH /v1/state HTTP/1.1");
    assert_eq!(asked.body, write().body);
    assert_eq!(asked.header("idempotency-key"), Some(key().to_string().as_str()));
    assert_eq!(asked.header("authorization"), Some("Bearer secret-token"));
    assert_eq!(asked.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn a_read_gives_the_position_it_was_taken_at() {
    let server = HttpServer::start(|asked| {
        let mut answer = Answer::json(200, &Page { items: vec![1, 2], before: None });
        if asked.line.starts_with("GET /v1/skills?limit=2 ") {
            answer.headers.push(("Channel-Position", format!("{EPOCH}:41")));
            answer.headers.push(("Channel-Event", Uuid::from_u128(41).to_string()));
        }
        answer
    })
    .await;
    let rest = rest(&server.url);
    let read = rest.get::<Page<u32>>("/v1/skills?limit=2", &token()).await.expect("it answers");
    let last = Some(Uuid::from_u128(41).into());
    let at = link::ReadPosition { epoch: EPOCH, seq: 41, last };
    assert_eq!((read.body.items, read.position), (vec![1, 2], Some(at)));
    let read = rest.get::<Page<u32>>("/v1/other", &token()).await.expect("it answers");
    assert_eq!(read.position, None);
}

#[tokio::test]
async fn a_problem_of_the_server_comes_through_as_it_is() {
    let problem = Problem::invalid("severity", "A severity is between 0 and 1.");
    let sent = problem.clone();
    let server = HttpServer::start(move |_| Answer::json(400, &sent)).await;
    let error = rest(&server.url).send(&write(), key(), &token()).await;
    let error = error.expect_err("the server refuses");
    assert!(!error.is_retryable());
    assert_eq!(Problem::from(error), problem);
}

#[tokio::test]
async fn a_server_that_is_busy_or_strange_is_asked_again_later() {
    for (status, body) in [(503, ""), (429, "slow down"), (200, "<html>"), (302, ""), (404, "?")] {
        let server = HttpServer::start(move |_| Answer {
            status,
            headers: vec![("Location", "/elsewhere".to_owned())],
            body: body.as_bytes().to_vec(),
        })
        .await;
        let error = rest(&server.url).send(&write(), key(), &token()).await;
        assert!(error.expect_err("this is no acceptance").is_retryable(), "{status} {body}");
        assert_eq!(server.asked().len(), 1, "a token must not follow a redirect");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unreachable_and_nothing_of_it_is_printed() {
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.local_addr().expect("it is bound")
    };
    let rest = rest(&Url::parse(&format!("http://{closed}")).expect("a good address"));
    let error = rest.send(&write(), key(), &token()).await.expect_err("nobody listens");
    assert!(matches!(error, RestError::Unreachable(_)));
    assert!(!error.to_string().contains("127.0.0.1"));
    assert_eq!(Problem::from(error).code, ErrorCode::Unavailable);
}

#[tokio::test]
async fn requests_are_counted_for_all_clones_together() {
    let server = HttpServer::start(|_| Answer::json(200, &accepted())).await;
    let rest = rest(&server.url);
    for _ in 0..3 {
        rest.clone().send(&write(), key(), &token()).await.expect("the server accepts");
    }
    assert_eq!(rest.requests(), 3);
}
