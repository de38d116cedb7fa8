//! A connection by requests, for networks that let no socket through: each `hello` is one request,
//! answered by a stream of events that does not end or by what is due now. Where the channels stand,
//! when to ask again and how long to wait is decided by the machine.

use super::{
    carrier::{Dial, Outgoing, deliver, refused},
    event_stream::{EventReader, StreamEvent},
};
use crate::{
    Pieces,
    machine::{DialFailure, Input},
    rest,
};
use bytes::Bytes;
use futures_util::StreamExt;
use http::{Method, Request, Response, StatusCode, header};
use protocol::{
    app_event::Transport,
    frame::{ClientFrame, PollRequest, StreamEnd, StreamRequest},
};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::sync::mpsc;

/// How long a poll may wait for something to say.
const WAIT: Duration = Duration::from_secs(25);

/// How an exchange ended.
enum End {
    /// All is given; the next one may begin.
    Answered,
    Failed(DialFailure),
    Closed(Option<u16>),
}

/// A poll's answer; frames that this version does not know are no reason to refuse the others.
#[derive(Deserialize)]
struct Answer {
    frames: Vec<serde_json::Value>,
    close: Option<u16>,
}

/// Carries out one `hello` after the other until the connection ends.
pub(super) async fn run(
    dial: Dial,
    incoming: mpsc::Sender<Input>,
    mut leaving: mpsc::Receiver<Outgoing>,
) {
    let attempt = dial.attempt;
    deliver(&incoming, Input::Opened { attempt }).await;
    let mut next = hello(&mut leaving).await;
    let (mut renew, mut wait) = (dial.renew, Duration::ZERO);
    while let Some(said) = next {
        let exchange = exchange(&dial, renew, said, wait, &incoming);
        let end = tokio::select! {
            biased;
            // What was asked before is asked anew, for an answer at once.
            newer = hello(&mut leaving) => {
                (next, wait) = (newer, Duration::ZERO);
                continue;
            }
            end = exchange => end,
        };
        let last = match end {
            End::Answered => {
                deliver(&incoming, Input::Answered { attempt }).await;
                (renew, wait) = (false, WAIT);
                next = hello(&mut leaving).await;
                continue;
            }
            End::Failed(failure) => Input::DialFailed { attempt, failure },
            End::Closed(code) => Input::Closed { attempt, code },
        };
        return deliver(&incoming, last).await;
    }
}

/// The next `hello`, the newest of those that wait. Nothing else is said by requests.
async fn hello(leaving: &mut mpsc::Receiver<Outgoing>) -> Option<StreamRequest> {
    loop {
        let outgoing = leaving.recv().await?;
        if let Outgoing::Frame(ClientFrame::Hello { device, client, subs, .. }) = outgoing {
            return Some(StreamRequest { device, client, subs });
        }
    }
}

async fn exchange(
    dial: &Dial,
    renew: bool,
    said: StreamRequest,
    wait: Duration,
    incoming: &mpsc::Sender<Input>,
) -> End {
    let (transport, attempt) = (dial.account.rest().transport(), dial.attempt);
    let bearer = match dial.bearer(renew).await {
        Ok(bearer) => bearer,
        Err(failure) => return End::Failed(failure),
    };
    let begun =
        |path| dial.account.rest().to(Method::POST, path).header(header::AUTHORIZATION, bearer);
    if dial.transport == Transport::ServerSentEvents {
        let request = begun("/v1/stream").header(header::ACCEPT, "text/event-stream");
        let Some(request) = whole(request, &said) else { return unreachable() };
        match transport.stream(request).await {
            Ok(answer) if is_stream(&answer) => follow(attempt, answer.into_body(), incoming).await,
            Ok(answer) => End::Failed(refusal(&answer)),
            Err(_) => unreachable(),
        }
    } else {
        let StreamRequest { device, client, subs } = said;
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        let poll = PollRequest { device, client, subs, wait_ms };
        let Some(request) = whole(begun("/v1/poll"), &poll) else { return unreachable() };
        match transport.request(request).await {
            Ok(answer) if answer.status() == StatusCode::OK => {
                give(attempt, answer.body(), incoming).await
            }
            Ok(answer) => End::Failed(refusal(&answer)),
            Err(_) => unreachable(),
        }
    }
}

fn whole(builder: http::request::Builder, body: &impl Serialize) -> Option<Request<Bytes>> {
    let body = serde_json::to_vec(body).expect("requests have a JSON form");
    builder.header(header::CONTENT_TYPE, "application/json").body(Bytes::from(body)).ok()
}

/// A page of somebody in between is not a stream.
fn is_stream(answer: &Response<Pieces>) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    answer.status() == StatusCode::OK
        && kind.is_some_and(|kind| kind.starts_with("text/event-stream"))
}

fn unreachable() -> End {
    End::Failed(DialFailure::Unreachable)
}

fn refusal<T>(answer: &Response<T>) -> DialFailure {
    let wait = answer.headers().get(header::RETRY_AFTER).and_then(rest::seconds);
    refused(answer.status(), wait)
}

/// A stream until its end.
async fn follow(attempt: u64, mut pieces: Pieces, incoming: &mpsc::Sender<Input>) -> End {
    let mut reader = EventReader::default();
    while let Some(Ok(piece)) = pieces.next().await {
        let Ok(events) = reader.take(&piece) else { break };
        deliver(incoming, Input::Heard { attempt }).await;
        for StreamEvent { name, data } in events {
            if name == "close" {
                let end = serde_json::from_str(&data).ok();
                return End::Closed(end.map(|StreamEnd { code }| code));
            }
            deliver(incoming, Input::read(attempt, &data)).await;
        }
    }
    End::Closed(None)
}

/// Everything that a poll brought.
async fn give(attempt: u64, body: &[u8], incoming: &mpsc::Sender<Input>) -> End {
    let Ok(Answer { frames, close }) = serde_json::from_slice(body) else { return unreachable() };
    let bytes = body.len() / frames.len().max(1);
    for frame in frames {
        let input = match serde_json::from_value(frame) {
            Ok(frame) => Input::Frame { attempt, frame: Box::new(frame), bytes },
            Err(_) => Input::Heard { attempt },
        };
        deliver(incoming, input).await;
    }
    close.map_or(End::Answered, |code| End::Closed(Some(code)))
}
