//! Requests over HTTP: writes with their idempotency key, reads with the position they were taken
//! at. Retrying is left to the outbox, tokens to the account.

use crate::{Transport, TransportError};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header, request::Builder};
use protocol::{
    Epoch, ErrorCode, EventId, IdempotencyKey, Problem,
    rest::{Accepted, CHANNEL_EVENT, CHANNEL_POSITION, IDEMPOTENCY_KEY},
    write::WriteRequest,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use thiserror::Error;
use url::Url;

const JSON: &str = "application/json";
/// A whole request takes at most this.
const REQUEST_LIMIT: Duration = Duration::from_secs(30);

/// A request did not succeed.
#[derive(Debug, Clone, Error)]
pub enum RestError {
    /// The server was not reached, or the connection broke. The request may have taken effect.
    #[error("the server could not be reached")]
    Unreachable(#[source] TransportError),
    /// No answer came in time. The request may have taken effect.
    #[error("the server did not answer in time")]
    TimedOut,
    /// The server answered with a problem: definitive unless it is retryable.
    #[error("{0}")]
    Problem(Problem),
    /// What answered does not speak this protocol, or is broken.
    #[error("the answer could not be understood")]
    BadAnswer,
}

impl RestError {
    /// Whether nothing was sent: the server was not reached at all.
    pub fn is_unsent(&self) -> bool {
        matches!(self, Self::Unreachable(TransportError::Unreached(_)))
    }

    /// Whether the same request may succeed later. Only a [`Problem`] that says so is definitive.
    pub fn is_retryable(&self) -> bool {
        !matches!(self, Self::Problem(problem) if !problem.retryable)
    }
}

impl From<TransportError> for RestError {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Unreached(_) | TransportError::Unreachable(_) => {
                Self::Unreachable(error)
            }
            TransportError::TimedOut => Self::TimedOut,
            TransportError::TooLarge => Self::BadAnswer,
        }
    }
}

impl From<RestError> for Problem {
    fn from(error: RestError) -> Self {
        match error {
            RestError::Problem(problem) => problem,
            RestError::Unreachable(_) => {
                Self::temporary(ErrorCode::Unavailable, "The server cannot be reached.")
            }
            RestError::TimedOut => {
                Self::temporary(ErrorCode::Unavailable, "The server did not answer in time.")
            }
            RestError::BadAnswer => {
                Self::temporary(ErrorCode::Unavailable, "The server's answer makes no sense.")
            }
        }
    }
}

/// What a read gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Read<T> {
    /// The record or page.
    pub body: T,
    /// Where the channel behind it stood in the same moment.
    pub position: Option<ReadPosition>,
}

/// Where a channel stood when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadPosition {
    /// Its history.
    pub epoch: Epoch,
    /// The number of its newest event.
    pub seq: u64,
    /// The id of that event, if it is still kept.
    pub last: Option<EventId>,
}

/// The REST interface of one server. Clones share connections and the counter.
#[derive(Debug, Clone)]
pub struct Rest {
    server: Url,
    transport: Arc<dyn Transport>,
    sent: Arc<AtomicU64>,
}

impl Rest {
    /// A client of the server at `server`, by way of `transport`.
    pub fn new(server: Url, transport: Arc<dyn Transport>) -> Self {
        Self { server, transport, sent: Arc::default() }
    }

    /// Where the server is.
    pub fn server(&self) -> &Url {
        &self.server
    }

    /// The way to the server.
    pub(crate) fn transport(&self) -> &Arc<dyn Transport> {
        &self.transport
    }

    /// Sends a write. A repeat with the same key and bytes has no second effect.
    pub async fn send(
        &self,
        request: &WriteRequest,
        key: IdempotencyKey,
        token: &SecretString,
    ) -> Result<Accepted, RestError> {
        let mut builder = self
            .to(method(request), &request.path)
            .header(header::AUTHORIZATION, bearer(token)?)
            .header(IDEMPOTENCY_KEY, key.to_string());
        if !request.body.is_empty() {
            builder = builder.header(header::CONTENT_TYPE, JSON);
        }
        parsed(&self.answer(builder, request.body.clone()).await?.0)
    }

    /// Reads a record or a page. `path` begins with `/v1` and may hold a query.
    pub async fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        token: &SecretString,
    ) -> Result<Read<T>, RestError> {
        let builder = self.to(Method::GET, path).header(header::AUTHORIZATION, bearer(token)?);
        let (bytes, position) = self.answer(builder, Vec::new()).await?;
        Ok(Read { body: parsed(&bytes)?, position })
    }

    /// A request without a token, for signing in.
    pub(crate) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, RestError> {
        let builder = self.to(Method::POST, path).header(header::CONTENT_TYPE, JSON);
        let body = serde_json::to_vec(body).expect("bodies have a JSON form");
        parsed(&self.answer(builder, body).await?.0)
    }

    /// How many requests were sent since the start, by all clones.
    pub fn requests(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// The beginning of a request to a path of the server.
    pub(crate) fn to(&self, method: Method, path: &str) -> Builder {
        Request::builder().method(method).uri(address(&self.server, path).as_str())
    }

    async fn answer(
        &self,
        builder: Builder,
        body: Vec<u8>,
    ) -> Result<(Bytes, Option<ReadPosition>), RestError> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let request = builder.body(Bytes::from(body)).map_err(TransportError::unreachable)?;
        let answer = tokio::time::timeout(REQUEST_LIMIT, self.transport.request(request)).await;
        let response = answer.unwrap_or(Err(TransportError::TimedOut))?;
        if response.status().is_success() {
            let position = position(&response);
            return Ok((response.into_body(), position));
        }
        let retry_after = response.headers().get(header::RETRY_AFTER).and_then(seconds);
        Err(refusal(response.status(), retry_after, response.body()))
    }
}

fn method(request: &WriteRequest) -> Method {
    Method::from_bytes(request.method.as_bytes())
        .expect("the methods of writes are names of HTTP methods")
}

/// The header that carries a token; it is never printed. A token that cannot stand in a header is
/// not one of this protocol.
pub(crate) fn bearer(token: &SecretString) -> Result<HeaderValue, RestError> {
    let text = format!("Bearer {}", token.expose_secret());
    let mut value = HeaderValue::try_from(text).map_err(|_| RestError::BadAnswer)?;
    value.set_sensitive(true);
    Ok(value)
}

/// The address of a path on the server; a path of the server's own address comes first.
fn address(server: &Url, path: &str) -> Url {
    let mut address = server.clone();
    let (path, query) = path.split_once('?').map_or((path, None), |(p, q)| (p, Some(q)));
    let base = server.path().trim_end_matches('/');
    address.set_path(&format!("{base}{path}"));
    address.set_query(query);
    address
}

/// The seconds of a `Retry-After` header; its date form is not used by this protocol.
pub(crate) fn seconds(value: &HeaderValue) -> Option<Duration> {
    value.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

fn position(response: &Response<Bytes>) -> Option<ReadPosition> {
    let header = |name| response.headers().get(name)?.to_str().ok();
    let (epoch, seq) = header(CHANNEL_POSITION)?.rsplit_once(':')?;
    let last = header(CHANNEL_EVENT).and_then(|id| id.parse().ok());
    Some(ReadPosition { epoch: epoch.parse().ok()?, seq: seq.parse().ok()?, last })
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, RestError> {
    serde_json::from_slice(bytes).map_err(|_| RestError::BadAnswer)
}

/// Only this protocol's own problem is definitive: a page of a proxy or a hotel's login must never
/// cost anybody their unsent work.
fn refusal(status: StatusCode, retry_after: Option<Duration>, bytes: &[u8]) -> RestError {
    let wait = retry_after.and_then(|wait| u64::try_from(wait.as_millis()).ok());
    if let Ok(mut problem) = serde_json::from_slice::<Problem>(bytes) {
        problem.retry_after_ms = problem.retry_after_ms.or(wait);
        return RestError::Problem(problem);
    }
    let (code, title) = match status.as_u16() {
        429 => (ErrorCode::RateLimited, "Too many requests at once."),
        408 | 425 | 500..=599 => (ErrorCode::Unavailable, "The server cannot answer now."),
        _ => return RestError::BadAnswer,
    };
    RestError::Problem(Problem { retry_after_ms: wait, ..Problem::temporary(code, title) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_problem_of_the_protocol_is_definitive() {
        let page = refusal(StatusCode::NOT_FOUND, None, b"<html>Welcome to the hotel</html>");
        assert!(page.is_retryable());
        let busy = refusal(StatusCode::BAD_GATEWAY, None, b"");
        assert!(busy.is_retryable());
        let problem = Problem::not_found("session");
        let bytes = serde_json::to_vec(&problem).expect("a problem has a JSON form");
        let definitive = refusal(StatusCode::NOT_FOUND, None, &bytes);
        assert!(!definitive.is_retryable());
        assert_eq!(Problem::from(definitive), problem);
    }

    #[test]
    fn the_wait_that_a_server_asks_for_is_kept() {
        let asked = Some(Duration::from_secs(7));
        let error = refusal(StatusCode::TOO_MANY_REQUESTS, asked, b"slow down");
        assert_eq!(Problem::from(error).retry_after_ms, Some(7_000));
    }

    #[test]
    fn an_address_keeps_the_path_of_its_server() {
        let server = Url::parse("https://example.org/trajectory/").expect("a good address");
        let full = address(&server, "/v1/sessions?limit=3");
        assert_eq!(full.as_str(), "https://example.org/trajectory/v1/sessions?limit=3");
    }
}
