//! The network as the link and REST see it, so that a simulation can stand in for it: one exchange,
//! an exchange whose answer comes piece by piece, a socket. Deadlines are left to the callers, who
//! keep them on tokio's clock.

use bytes::Bytes;
use futures_util::{Sink, stream::BoxStream};
use http::{Request, Response, StatusCode};
use std::{
    error::Error,
    fmt::{self, Debug},
    pin::Pin,
    sync::Arc,
    time::Duration,
};
use thiserror::Error;

/// What the network does. Requests carry whole addresses; those of sockets are `http` or `https`
/// too.
#[async_trait::async_trait]
pub trait Transport: Send + Sync + Debug {
    /// One exchange with the whole body.
    ///
    /// # Errors
    ///
    /// A [`TransportError`] when there is no whole answer. An answer of any status is a success.
    async fn request(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError>;

    /// One exchange whose body comes piece by piece, for as long as the answer is held.
    ///
    /// # Errors
    ///
    /// A [`TransportError`] when no answer begins; a body that breaks ends with one.
    async fn stream(&self, request: Request<Bytes>) -> Result<Response<Pieces>, TransportError>;

    /// A WebSocket.
    ///
    /// # Errors
    ///
    /// A [`SocketError`] when none is opened.
    async fn socket(&self, request: Request<()>) -> Result<Wire, SocketError>;
}

/// A body piece by piece.
pub type Pieces = BoxStream<'static, Result<Bytes, TransportError>>;

/// Both directions of an open socket. Closing the outgoing one sends a close frame.
pub struct Wire {
    /// Takes text frames.
    pub outgoing: Pin<Box<dyn Sink<String, Error = TransportError> + Send>>,
    /// Gives what comes. Ends after the other side's close, or when the connection is gone.
    pub incoming: BoxStream<'static, Result<Incoming, TransportError>>,
}

impl Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").finish_non_exhaustive()
    }
}

/// Something that came over a socket.
#[derive(Clone, PartialEq, Eq)]
pub enum Incoming {
    /// A text frame.
    Text(String),
    /// A frame of another kind: a sign of life, no more.
    Other,
    /// The other side closes, with a close code when it gave one.
    Close(Option<u16>),
}

/// Frames hold what people wrote: only their length is shown.
impl Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.debug_tuple("Text").field(&text.len()).finish(),
            Self::Other => f.write_str("Other"),
            Self::Close(code) => f.debug_tuple("Close").field(code).finish(),
        }
    }
}

/// There was no answer.
#[derive(Debug, Clone, Error)]
pub enum TransportError {
    /// The other side was not reached: nothing was sent.
    #[error("the server could not be reached")]
    Unreached(#[source] Arc<dyn Error + Send + Sync>),
    /// The connection broke. What was sent may have arrived.
    #[error("the server could not be reached")]
    Unreachable(#[source] Arc<dyn Error + Send + Sync>),
    /// It took too long to reach the other side.
    #[error("the server did not answer in time")]
    TimedOut,
    /// The answer is larger than any of this protocol.
    #[error("the answer is too large")]
    TooLarge,
}

impl TransportError {
    /// The other side was not reached because of this, and nothing was sent.
    pub fn unreached(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Unreached(Arc::new(cause))
    }

    /// The connection broke because of this.
    pub fn unreachable(cause: impl Error + Send + Sync + 'static) -> Self {
        Self::Unreachable(Arc::new(cause))
    }
}

/// There is no socket.
#[derive(Debug, Clone, Error)]
pub enum SocketError {
    /// The handshake was not answered.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The handshake was answered with something else than a socket.
    #[error("the server opened no socket (HTTP status {status})")]
    Refused {
        /// The status of the answer.
        status: StatusCode,
        /// How long the answer asks to wait.
        retry_after: Option<Duration>,
    },
}
