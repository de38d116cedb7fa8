//! A network whose every answer a test gives itself, for links in virtual time. It signs anybody in.

use crate::scripted_http::tokens;
use bytes::Bytes;
use futures_util::StreamExt;
use http::{HeaderMap, Request, Response, StatusCode, header};
use link::{Pieces, SocketError, Transport, TransportError, Wire};
use protocol::frame::ServerFrame;
use serde_json::Value;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{Mutex, mpsc, oneshot},
    time::timeout,
};

/// Longer than anything that a link waits for.
const LONG: Duration = Duration::from_mins(10);

type Answer<T, E> = oneshot::Sender<Result<T, E>>;

/// What the link asked for.
pub(crate) enum Asked {
    Socket(Answer<Wire, SocketError>),
    Stream(Call<Pieces>),
    Poll(Call<Bytes>),
}

/// A request with a body.
pub(crate) struct Call<B> {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    answer: Answer<Response<B>, TransportError>,
}

impl<B> Call<B> {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Channel numbers asked for, and from where.
    pub(crate) fn places(&self) -> Vec<u64> {
        let subs = self.body["subs"].as_array().cloned().unwrap_or_default();
        subs.iter().filter_map(|sub| sub["seq"].as_u64()).collect()
    }

    pub(crate) fn with(self, response: Response<B>) {
        assert!(self.answer.send(Ok(response)).is_ok(), "the link waits for an answer");
    }

    /// Nobody waits for the answer any more.
    pub(crate) async fn is_given_up(&mut self) {
        timeout(LONG, self.answer.closed()).await.expect("the link waits on");
    }
}

impl Call<Pieces> {
    /// Begins an endless answer; what goes into it is sent piece by piece, one at a time.
    pub(crate) fn flows(self) -> Flow {
        let (pieces, taken) = mpsc::channel::<Bytes>(1);
        let body = futures_util::stream::unfold(taken, async |mut taken| {
            let piece = taken.recv().await?;
            Some((Ok(piece), taken))
        });
        let response = Response::builder()
            .header(header::CONTENT_TYPE, "text/event-stream")
            .body(body.boxed())
            .expect("a good answer");
        self.with(response);
        Flow { pieces }
    }

    pub(crate) fn page(self, status: StatusCode, text: &'static str) {
        let body = futures_util::stream::iter([Ok(Bytes::from_static(text.as_bytes()))]).boxed();
        let response = Response::builder().status(status).header(header::RETRY_AFTER, "70");
        self.with(response.body(body).expect("a good answer"));
    }
}

impl Call<Bytes> {
    pub(crate) fn frames(self, frames: &[Value], close: Option<u16>) {
        let body = serde_json::json!({ "frames": frames, "close": close });
        self.with(Response::new(Bytes::from(body.to_string())));
    }
}

/// An answer that does not end.
pub(crate) struct Flow {
    pieces: mpsc::Sender<Bytes>,
}

impl Flow {
    pub(crate) async fn text(&self, text: String) {
        self.pieces.send(Bytes::from(text)).await.expect("the link reads on");
    }

    pub(crate) async fn frame(&self, frame: &ServerFrame) {
        self.text(event_text(frame)).await;
    }

    /// The link reads no further.
    pub(crate) async fn is_given_up(&self) {
        timeout(LONG, self.pieces.closed()).await.expect("the link reads on");
    }
}

pub(crate) fn event_text(frame: &ServerFrame) -> String {
    let text = serde_json::to_string(frame).expect("every frame has a JSON form");
    format!("data: {text}\n\n")
}

/// The network, and what it was asked.
#[derive(Debug)]
pub(crate) struct ScriptedNetwork {
    asking: mpsc::Sender<Asked>,
    asked: Mutex<mpsc::Receiver<Asked>>,
    signed_in: AtomicU64,
}

impl ScriptedNetwork {
    pub(crate) fn new() -> Arc<Self> {
        let (asking, asked) = mpsc::channel(8);
        Arc::new(Self { asking, asked: Mutex::new(asked), signed_in: AtomicU64::new(0) })
    }

    pub(crate) async fn next(&self) -> Asked {
        let mut asked = self.asked.lock().await;
        timeout(LONG, asked.recv()).await.expect("nothing was asked").expect("the network lives")
    }

    /// The next stream that is asked for; sockets are refused.
    pub(crate) async fn stream(&self) -> Call<Pieces> {
        loop {
            match self.next().await {
                Asked::Stream(call) => return call,
                Asked::Socket(answer) => refuse(answer),
                Asked::Poll(_) => {}
            }
        }
    }

    /// The next poll; sockets and streams are refused.
    pub(crate) async fn poll(&self) -> Call<Bytes> {
        loop {
            match self.next().await {
                Asked::Poll(call) => return call,
                Asked::Socket(answer) => refuse(answer),
                Asked::Stream(call) => call.page(StatusCode::OK, "<html>Not here.</html>"),
            }
        }
    }
}

fn refuse(answer: Answer<Wire, SocketError>) {
    let refused = SocketError::Refused { status: StatusCode::NOT_FOUND, retry_after: None };
    assert!(answer.send(Err(refused)).is_ok(), "the link waits for an answer");
}

fn lost<E: std::error::Error + Send + Sync + 'static>(error: E) -> TransportError {
    TransportError::unreachable(error)
}

fn call<B>(request: Request<Bytes>, answer: Answer<Response<B>, TransportError>) -> Call<B> {
    let (head, body) = request.into_parts();
    let body = serde_json::from_slice(&body).unwrap_or_default();
    Call { headers: head.headers, body, answer }
}

#[async_trait::async_trait]
impl Transport for ScriptedNetwork {
    async fn request(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        if request.uri().path().starts_with("/v1/auth/") {
            let number = self.signed_in.fetch_add(1, Ordering::SeqCst) + 1;
            let body = serde_json::to_vec(&tokens(number, 3_600)).expect("tokens have a JSON form");
            return Ok(Response::new(Bytes::from(body)));
        }
        assert_eq!(request.uri().path(), "/v1/poll");
        let (answer, answered) = oneshot::channel();
        self.asking.send(Asked::Poll(call(request, answer))).await.map_err(lost)?;
        answered.await.map_err(lost)?
    }

    async fn stream(&self, request: Request<Bytes>) -> Result<Response<Pieces>, TransportError> {
        assert_eq!(request.uri().path(), "/v1/stream");
        let (answer, answered) = oneshot::channel();
        self.asking.send(Asked::Stream(call(request, answer))).await.map_err(lost)?;
        answered.await.map_err(lost)?
    }

    async fn socket(&self, _: Request<()>) -> Result<Wire, SocketError> {
        let (answer, answered) = oneshot::channel();
        self.asking.send(Asked::Socket(answer)).await.map_err(lost)?;
        answered.await.map_err(lost)?
    }
}
