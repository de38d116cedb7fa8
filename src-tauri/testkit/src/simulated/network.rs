//! The network of a simulated world: carries requests to the server that is up now and answers back,
//! and opens sockets, over the line of each desktop.

use super::{
    joint::Joint,
    ledger::Ledger,
    life::Life,
    line::{Fault, Line, Outage},
    pipe,
    tally::Tally,
};
use async_trait::async_trait;
use axum::{
    Router,
    body::{Body, BodyDataStream},
    http::{HeaderValue, Request, Response, StatusCode, header},
};
use bytes::Bytes;
use futures_util::StreamExt;
use link::{Pieces, SocketError, Transport, TransportError, Wire};
use protocol::{
    IdempotencyKey,
    rest::{EmbeddedSignIn, IDEMPOTENCY_KEY, IDEMPOTENCY_REPLAYED, SignIn},
};
use server::Server;
use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tower::ServiceExt;

/// No answer is larger, in bytes.
const ANSWER: usize = 16 * 1024 * 1024;

/// A server that is up.
#[derive(Debug, Clone)]
pub(crate) struct Up {
    pub(crate) life: Life,
    pub(crate) server: Arc<Server>,
    pub(crate) router: Router,
}

/// Where the server is now.
#[derive(Debug)]
pub(crate) struct Network {
    up: Mutex<Option<Up>>,
    pub(crate) ledger: Ledger,
    pub(crate) tally: Arc<Tally>,
}

impl Network {
    pub(crate) fn new(tally: Arc<Tally>) -> Self {
        Self { up: Mutex::default(), ledger: Ledger::default(), tally }
    }

    pub(crate) fn set_up(&self, up: Option<Up>) {
        *self.up.lock().unwrap_or_else(PoisonError::into_inner) = up;
    }

    pub(crate) fn up(&self) -> Option<Up> {
        self.up.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Have the server answer, if it is up and stays up.
    pub(crate) async fn answer(
        self: &Arc<Self>,
        request: Request<Bytes>,
    ) -> Option<Response<Body>> {
        let up = self.up()?;
        let network = Arc::clone(self);
        let key = key_of(&request);
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let request = addressed(request);
        // It is carried out also when whoever asked is gone.
        let answering = tokio::spawn(async move {
            let answered = up.life.until_over(up.router.oneshot(request)).await?;
            let response = answered.unwrap_or_else(|never| match never {});
            network.tally.count("requests answered");
            tracing::debug!(%method, path, status = response.status().as_u16(), "answered");
            network.note(key, &response);
            Some(response)
        });
        answering.await.ok()?
    }

    fn note(&self, key: Option<IdempotencyKey>, response: &Response<Body>) {
        let status = response.status();
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            self.ledger.fault("the server has a fault".to_owned());
        }
        let Some(key) = key else { return };
        let replayed = response.headers().contains_key(IDEMPOTENCY_REPLAYED);
        if replayed {
            self.tally.count("writes answered from memory");
        }
        self.ledger.handled(key, status, replayed);
    }
}

fn key_of(request: &Request<Bytes>) -> Option<IdempotencyKey> {
    request.headers().get(IDEMPOTENCY_KEY)?.to_str().ok()?.parse().ok()
}

/// As it goes over HTTP/1: the path alone, and the host in a header. Passwords are checked by a
/// function that takes a second on purpose, so signing in goes another way here.
fn addressed(request: Request<Bytes>) -> Request<Body> {
    let (mut parts, mut body) = request.into_parts();
    if let Some(host) = parts.uri.authority() {
        let host = HeaderValue::from_str(host.as_str()).expect("a host is a header's value");
        parts.headers.insert(header::HOST, host);
    }
    let mut path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    if path == "/v1/auth/login"
        && let Ok(SignIn { password, device, .. }) = serde_json::from_slice(&body)
    {
        let form = EmbeddedSignIn { secret: password, device };
        body = serde_json::to_vec(&form).expect("a form has a JSON form").into();
        "/v1/auth/embedded".clone_into(&mut path);
        parts.headers.remove(header::CONTENT_LENGTH);
    }
    parts.uri = path.parse().expect("a path is an address");
    Request::from_parts(parts, Body::from(body))
}

/// The network as one run of a desktop uses it.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) network: Arc<Network>,
    pub(crate) line: Arc<Line>,
    pub(crate) life: Life,
}

fn unreachable() -> TransportError {
    TransportError::unreachable(io::Error::from(io::ErrorKind::ConnectionReset))
}

impl Connection {
    async fn travel(&self) {
        tokio::time::sleep(self.line.trip()).await;
    }

    /// The line as it is now lets nothing through.
    async fn blocked(&self) -> Result<(), TransportError> {
        match self.line.outage() {
            None => Ok(()),
            Some(Outage::Known) => Err(unreachable()),
            Some(Outage::Silent) => std::future::pending().await,
        }
    }

    /// Something got lost: the one who waits learns of it, or never.
    async fn lost(&self) -> TransportError {
        if self.line.chance.one_in(2) {
            std::future::pending::<()>().await;
        }
        self.travel().await;
        unreachable()
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let cable = self.line.cable();
        let exchanging = async {
            if cable.dead.is_cancelled() {
                std::future::pending::<()>().await;
            }
            self.there_and_back(request).await
        };
        let exchanged = self.life.during(cable.cut.run_until_cancelled(exchanging)).await;
        exchanged.unwrap_or_else(|| Err(unreachable()))
    }

    async fn there_and_back(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<Body>, TransportError> {
        let is_write = request.headers().contains_key(IDEMPOTENCY_KEY);
        self.travel().await;
        self.blocked().await?;
        // While the server is down there is nothing to lose.
        let can_fail = is_write && self.network.up().is_some();
        match if can_fail { self.line.take_fault(false) } else { None } {
            Some(Fault::LoseRequest) => {
                self.line.tally.count("requests lost");
                return Err(self.lost().await);
            }
            Some(Fault::CrashSent) => {
                self.line.tally.count("crash of a desktop: request sent");
                let network = Arc::clone(&self.network);
                tokio::spawn(async move { network.answer(request).await });
                self.life.end();
                return std::future::pending().await;
            }
            Some(Fault::Duplicate) => {
                self.line.tally.count("requests duplicated");
                self.duplicate(request.clone());
            }
            _ => {}
        }
        let response = self.network.answer(request).await.ok_or_else(unreachable)?;
        match if is_write { self.line.take_fault(true) } else { None } {
            Some(Fault::LoseResponse) => {
                self.line.tally.count("responses lost");
                return Err(self.lost().await);
            }
            Some(Fault::CrashUnanswered) => {
                self.line.tally.count("responses lost");
                self.line.tally.count("crash of a desktop: response lost");
                self.life.end();
                return std::future::pending().await;
            }
            _ => {}
        }
        self.travel().await;
        self.blocked().await?;
        if is_write && response.status().is_success() {
            self.life.answer_came();
        }
        Ok(response)
    }

    /// The same request once more, soon or late. What the server had refused may take effect then,
    /// when what it lacked has come meanwhile.
    fn duplicate(&self, request: Request<Bytes>) {
        let network = Arc::clone(&self.network);
        let late = if self.line.chance.one_in(2) { 20..8_000 } else { 0..3 };
        let late = self.line.chance.millis(late);
        tokio::spawn(async move {
            tokio::time::sleep(late).await;
            let key = key_of(&request);
            let was_refused = key.is_some_and(|key| network.ledger.outcome(key).refused.is_some());
            let answer = network.answer(request).await;
            if let (Some(key), Some(answer)) = (key, answer)
                && was_refused
                && answer.status().is_success()
                && !answer.headers().contains_key(IDEMPOTENCY_REPLAYED)
            {
                network.tally.count("late copies that took effect after a refusal");
                network.ledger.came_late(key);
            }
        });
    }

    async fn open(&self, request: Request<()>) -> Result<Wire, SocketError> {
        let cable = self.line.cable();
        let opening = async {
            self.travel().await;
            self.blocked().await?;
            if self.line.refuses_sockets() {
                return Err(self.refusal());
            }
            let up = self.network.up().ok_or_else(unreachable)?;
            let (wire, pipe) = pipe::socket(&self.line, &self.life, &up.life);
            let serving = up.life.until_over(up.server.socket(request.headers(), pipe)).await;
            let serving = serving.ok_or_else(unreachable)?.map_err(|answer| refused(&answer))?;
            let life = up.life.clone();
            tokio::spawn(async move { life.until_over(serving).await });
            self.line.tally.count("sockets opened");
            self.travel().await;
            Ok(wire)
        };
        let opened = self.life.during(cable.cut.run_until_cancelled(opening)).await;
        opened.unwrap_or_else(|| Err(unreachable().into()))
    }

    /// What a proxy in between answers to those who ask for sockets.
    fn refusal(&self) -> SocketError {
        let status = *self.line.chance.pick(&[
            StatusCode::FORBIDDEN,
            StatusCode::UPGRADE_REQUIRED,
            StatusCode::BAD_GATEWAY,
        ]);
        SocketError::Refused { status, retry_after: None }
    }
}

fn refused(answer: &Response<Body>) -> SocketError {
    let wait = answer.headers().get(header::RETRY_AFTER);
    let seconds = wait.and_then(|wait| wait.to_str().ok()?.parse().ok());
    SocketError::Refused { status: answer.status(), retry_after: seconds.map(Duration::from_secs) }
}

/// A body piece by piece, cut anywhere, until the connection breaks.
fn arriving(body: BodyDataStream, joint: Joint) -> Pieces {
    let broken = joint.broken();
    futures_util::stream::unfold(Some((body, joint, broken, Bytes::new())), |state| async {
        let (mut body, joint, mut broken, mut rest) = state?;
        let next = async {
            if rest.is_empty() {
                rest = body.next().await?.ok()?;
                joint.arrive(joint.line.arrival()).await;
            }
            let most = rest.len().min(1 + joint.line.chance.below(2_000));
            Some(rest.split_to(most))
        };
        let piece = tokio::select! {
            biased;
            () = &mut broken => Err(unreachable()),
            piece = next => Ok(piece?),
        };
        let state = piece.is_ok().then_some((body, joint, broken, rest));
        Some((piece, state))
    })
    .boxed()
}

#[async_trait]
impl Transport for Connection {
    async fn request(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        if request.uri().path() == "/v1/poll" {
            self.line.tally.count("long polls");
        }
        let (parts, body) = self.exchange(request).await?.into_parts();
        let body = self.life.during(axum::body::to_bytes(body, ANSWER)).await;
        Ok(Response::from_parts(parts, body.map_err(TransportError::unreachable)?))
    }

    async fn stream(&self, request: Request<Bytes>) -> Result<Response<Pieces>, TransportError> {
        self.line.tally.count("streams");
        let server = self.network.up().ok_or_else(unreachable)?.life;
        let joint = Joint::new(&self.line, &self.life, &server);
        let (parts, body) = self.exchange(request).await?.into_parts();
        Ok(Response::from_parts(parts, arriving(body.into_data_stream(), joint)))
    }

    async fn socket(&self, request: Request<()>) -> Result<Wire, SocketError> {
        self.open(request).await
    }
}
