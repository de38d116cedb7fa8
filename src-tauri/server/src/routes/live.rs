//! The slower ways to follow channels, for those to whom no WebSocket gets through: server-sent events
//! and long polls. Both run the same connection as the socket, from the same positions.

use super::{caller::Caller, mutation::whole_body, place::Wanted, socket::admit};
use crate::{
    app::App,
    realtime::{self, Peer, PollPeer, StreamPeer},
    refusal::Refusal,
};
use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use protocol::{
    Channel, Epoch, EventId, Problem,
    frame::{ClientFrame, PollRequest, StreamRequest, Subscription, VERSION},
};
use serde::{Deserialize, de::DeserializeOwned};
use std::{sync::Arc, time::Duration};

/// Who an ordinary client says it is.
const CLIENT: &str = "http";

async fn body<T: DeserializeOwned>(request: Request) -> Result<T, Refusal> {
    let bytes = whole_body(request).await?;
    serde_json::from_slice(&bytes).map_err(|_| Refusal::unreadable("The body cannot be read."))
}

fn hello(device: protocol::DeviceId, client: String, subs: Vec<Subscription>) -> ClientFrame {
    ClientFrame::Hello { v: VERSION, device, client, subs }
}

fn channel(name: &str) -> Result<Channel, Refusal> {
    name.parse().map_err(|_| Problem::not_found("channel").into())
}

/// `POST /v1/stream`. A token that is no longer good closes it with the code of a socket.
pub(super) async fn stream(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Refusal> {
    let admitted = admit(&app, &headers).await?;
    let StreamRequest { device, client, subs } = body(request).await?;
    let (mut peer, body) = StreamPeer::new(hello(device, client, subs), None);
    match admitted {
        Ok(access) => Ok(streamed(&app, access, (peer, body))),
        Err(code) => {
            peer.close(code).await;
            Ok(stream_of(body))
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct OneChannel {
    ch: String,
    /// Where to begin, `epoch:seq:event`; the header `Last-Event-ID` goes before it.
    from: Option<String>,
}

/// `GET /v1/stream?ch=&from=`: one channel, for clients that know nothing but server-sent events.
/// Ends when the channel must be read anew.
pub(super) async fn stream_one(
    State(app): State<Arc<App>>,
    Caller(access): Caller,
    Wanted(wanted): Wanted<OneChannel>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let ch = channel(&wanted.ch)?;
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let wish = match last.or(wanted.from.as_deref()) {
        Some(place) => place_of(ch, place)
            .ok_or_else(|| Refusal::unreadable("A place is written epoch:seq:event."))?,
        None => Subscription { ch, epoch: None, seq: 0, last: None },
    };
    let hello = hello(access.device, CLIENT.to_owned(), vec![wish]);
    Ok(streamed(&app, access, StreamPeer::new(hello, Some(ch))))
}

fn place_of(ch: Channel, text: &str) -> Option<Subscription> {
    let mut parts = text.splitn(3, ':');
    let epoch: Epoch = parts.next()?.parse().ok()?;
    let seq = parts.next()?.parse().ok()?;
    let last: Option<EventId> = match parts.next() {
        Some(id) => Some(id.parse().ok()?),
        None => None,
    };
    Some(Subscription { ch, epoch: Some(epoch), seq, last })
}

fn streamed(
    app: &Arc<App>,
    access: crate::auth::Access,
    (peer, body): (StreamPeer, Body),
) -> Response {
    app.running.spawn(realtime::serve(Arc::clone(app), access, peer));
    stream_of(body)
}

fn stream_of(body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // Proxies that collect answers would hold the events back.
        (header::HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    (headers, body).into_response()
}

/// `POST /v1/poll`. A token that is no longer good is answered with the code of a socket.
pub(super) async fn poll(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Refusal> {
    let admitted = admit(&app, &headers).await?;
    let PollRequest { device, client, subs, wait_ms } = body(request).await?;
    let mut peer = PollPeer::new(hello(device, client, subs), Duration::from_millis(wait_ms));
    match admitted {
        Ok(access) => peer = realtime::serve(app, access, peer).await,
        Err(code) => peer.close(code).await,
    }
    Ok(answer_of(peer))
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Place {
    epoch: Option<Epoch>,
    #[serde(default)]
    seq: u64,
    last: Option<EventId>,
    #[serde(default)]
    wait_ms: u64,
}

/// `GET /v1/channels/{name}/events?epoch=&seq=&last=&wait_ms=`
pub(super) async fn poll_one(
    State(app): State<Arc<App>>,
    Caller(access): Caller,
    Path(name): Path<String>,
    Wanted(place): Wanted<Place>,
) -> Result<Response, Refusal> {
    let Place { epoch, seq, last, wait_ms } = place;
    let wish = Subscription { ch: channel(&name)?, epoch, seq, last };
    let hello = hello(access.device, CLIENT.to_owned(), vec![wish]);
    let peer = PollPeer::new(hello, Duration::from_millis(wait_ms)).of_one_channel();
    Ok(answer_of(realtime::serve(app, access, peer).await))
}

fn answer_of(peer: PollPeer) -> Response {
    let answer = peer.into_answer();
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, answer).into_response()
}
