//! A client that hangs up in the middle of a change: what was committed is told all the same.

use crate::support::{Client, PATIENCE, SECRET, Socket, World, http, key};
use axum::{Router, body::Body};
use protocol::{
    DeviceId, IdempotencyKey, Ids, SystemIds, Write, rest::EmbeddedSignIn, write::StateChange,
};
use reqwest::StatusCode;
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};
use tokio::{net::TcpListener, time::timeout};
use tower::ServiceExt;

/// More stops than a change has.
const STOPS: u32 = 24;

fn change(direction: &str) -> Write {
    let direction = Some(direction.to_owned());
    Write::UpdateState { body: StateChange { direction, ..StateChange::default() } }
}

/// Send a change and be gone at its so manieth stop, or when it was answered.
async fn hang_up_at(
    router: Router,
    client: &Client,
    (change, key): (&Write, IdempotencyKey),
    stop: u32,
) {
    let request = change.request();
    let request = axum::http::Request::builder()
        .method(request.method)
        .uri(request.path)
        .header("host", client.url.authority())
        .header("authorization", format!("Bearer {}", client.tokens.access_token))
        .header("idempotency-key", key.to_string())
        .body(Body::from(request.body))
        .unwrap();
    let mut answer = pin!(router.oneshot(request));
    let mut stops = 0;
    poll_fn(|context| match answer.as_mut().poll(context) {
        Poll::Pending if stops < stop => {
            stops += 1;
            Poll::Pending
        }
        Poll::Pending | Poll::Ready(_) => Poll::Ready(()),
    })
    .await;
}

async fn hear(socket: &mut Socket, direction: &str) {
    let heard = async { while socket.event().await.event.data["direction"] != direction {} };
    timeout(PATIENCE, heard).await.expect("a change that was committed is told");
}

#[tokio::test]
async fn a_change_is_told_whenever_its_client_hangs_up() {
    let world = World::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut config = world.config(world.folder.path());
    config.listen = listener.local_addr().unwrap();
    let (server, router) = server::start_inside(config).await.expect("it starts");
    let serving = tokio::spawn(axum::serve(listener, router.clone()).into_future());
    let body = EmbeddedSignIn { secret: SECRET.to_owned(), device: DeviceId(SystemIds.next()) };
    let url = server.url().join("/v1/auth/embedded").unwrap();
    let answer = http().post(url).json(&body).send().await.unwrap();
    let client = Client { http: http(), url: server.url(), tokens: answer.json().await.unwrap() };
    let place = client.position("/v1/state", client.user()).await;
    let mut socket = client.socket(vec![place]).await;
    let mut committed = 0;
    for stop in 0..STOPS {
        let direction = format!("direction {stop}");
        let (change, key) = (change(&direction), key());
        hang_up_at(router.clone(), &client, (&change, key), stop).await;
        // Sent again, it takes effect now, or it is known and nothing is told anew.
        let again = client.send(&change, key).await;
        assert_eq!(again.status(), StatusCode::OK);
        committed += u32::from(again.headers().contains_key("idempotency-replayed"));
        hear(&mut socket, &direction).await;
    }
    assert!(committed > 0, "nobody hung up after the commit");
    serving.abort();
    server.stop().await;
}
