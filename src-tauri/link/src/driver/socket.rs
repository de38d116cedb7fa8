//! One WebSocket: gets a token, dials, and carries frames both ways until it is closed or given up.

use crate::{
    Account, AccountError, Incoming, SocketError, TransportError, Wire,
    machine::{DialFailure, Input},
    rest,
};
use futures_util::{Sink, SinkExt, Stream, StreamExt};
use http::{HeaderValue, Method, StatusCode, header};
use protocol::{
    Problem,
    frame::{ClientFrame, SUBPROTOCOL, ServerFrame},
};
use secrecy::{ExposeSecret, SecretString};
use std::{sync::Arc, time::Duration};
use tokio::{sync::mpsc, task::JoinSet};
use tokio_util::sync::{CancellationToken, DropGuard};

/// Frames that wait to be sent; more mean that the connection is stuck.
const OUTGOING: usize = 512;
/// Resolving, connecting and the handshake take at most this together.
const CONNECT_LIMIT: Duration = Duration::from_secs(15);
/// Saying goodbye takes at most this.
const CLOSE_LIMIT: Duration = Duration::from_secs(1);

/// What is to be sent. Tokens have a frame of their own, so that they are not printed.
#[derive(Debug)]
pub(super) enum Outgoing {
    Frame(ClientFrame),
    Token(SecretString),
}

/// What a dial needs.
#[derive(Debug)]
pub(super) struct Dial {
    pub(super) account: Arc<Account>,
    pub(super) attempt: u64,
    pub(super) renew: bool,
}

/// The present socket. Dropping it closes the connection.
#[derive(Debug)]
pub(super) struct Socket {
    attempt: u64,
    outgoing: mpsc::Sender<Outgoing>,
    is_over: CancellationToken,
    _guard: DropGuard,
}

impl Socket {
    /// Starts to dial; what becomes of it goes to `incoming`.
    pub(super) fn open(dial: Dial, incoming: mpsc::Sender<Input>, tasks: &mut JoinSet<()>) -> Self {
        let (outgoing, leaving) = mpsc::channel(OUTGOING);
        let is_over = CancellationToken::new();
        let attempt = dial.attempt;
        tasks.spawn(run(dial, incoming, leaving, is_over.clone()));
        Self { attempt, outgoing, is_over: is_over.clone(), _guard: is_over.drop_guard() }
    }

    pub(super) fn attempt(&self) -> u64 {
        self.attempt
    }

    pub(super) fn outgoing(&self) -> mpsc::Sender<Outgoing> {
        self.outgoing.clone()
    }

    /// Ends when the socket is given up.
    pub(super) fn is_over(&self) -> CancellationToken {
        self.is_over.clone()
    }

    /// `false` when the connection takes no more.
    pub(super) fn send(&self, outgoing: Outgoing) -> bool {
        self.outgoing.try_send(outgoing).is_ok()
    }
}

/// Sends a fresh access token, and tells how long it is valid.
pub(super) async fn authorise(
    attempt: u64,
    account: &Account,
    outgoing: &mpsc::Sender<Outgoing>,
    incoming: &mpsc::Sender<Input>,
) {
    let is_sent = match account.access().await {
        Ok(token) => outgoing.send(Outgoing::Token(token)).await.is_ok(),
        Err(_) => false,
    };
    let done = if is_sent {
        Input::Authorised { attempt, valid_for: account.time_left().await }
    } else {
        Input::NotAuthorised { attempt }
    };
    deliver(incoming, done).await;
}

async fn run(
    dial: Dial,
    incoming: mpsc::Sender<Input>,
    leaving: mpsc::Receiver<Outgoing>,
    is_over: CancellationToken,
) {
    let attempt = dial.attempt;
    let connected = tokio::select! {
        () = is_over.cancelled() => return,
        connected = connect(&dial) => connected,
    };
    let mut wire = match connected {
        Ok(wire) => wire,
        Err(failure) => {
            deliver(&incoming, Input::DialFailed { attempt, failure }).await;
            return;
        }
    };
    carry(attempt, &mut wire, (&incoming, leaving), &is_over).await;
    if tokio::time::timeout(CLOSE_LIMIT, goodbye(wire)).await.is_err() {
        tracing::debug!(attempt, "the other side did not answer the close");
    }
}

/// Both directions, until one of them ends or the socket is given up.
async fn carry(
    attempt: u64,
    wire: &mut Wire,
    (incoming, leaving): (&mpsc::Sender<Input>, mpsc::Receiver<Outgoing>),
    is_over: &CancellationToken,
) {
    let mut receiving = std::pin::pin!(receive(attempt, &mut wire.incoming, incoming));
    let sending = async {
        transmit(&mut wire.outgoing, leaving).await;
        // The close frame that says why may still be on its way.
        tokio::time::sleep(CLOSE_LIMIT).await;
        deliver(incoming, Input::Closed { attempt, code: None }).await;
    };
    tokio::select! {
        () = is_over.cancelled() => {}
        () = &mut receiving => {}
        () = sending => {}
    }
}

async fn connect(dial: &Dial) -> Result<Wire, DialFailure> {
    let account = &dial.account;
    let token = if dial.renew { account.renew().await } else { account.access().await };
    let bearer = rest::bearer(&token.map_err(account_failure)?);
    // The token goes in a header, never in the address.
    let request = account
        .rest()
        .to(Method::GET, "/v1/socket")
        .header(header::AUTHORIZATION, bearer.map_err(|_| DialFailure::Unauthorized)?)
        .header(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL))
        .body(())
        .map_err(|_| DialFailure::Unreachable)?;
    match tokio::time::timeout(CONNECT_LIMIT, account.rest().transport().socket(request)).await {
        Ok(Ok(wire)) => Ok(wire),
        Ok(Err(error)) => Err(dial_failure(&error)),
        Err(_) => Err(DialFailure::Unreachable),
    }
}

fn dial_failure(error: &SocketError) -> DialFailure {
    match error {
        SocketError::Refused { status: StatusCode::UNAUTHORIZED, .. } => DialFailure::Unauthorized,
        SocketError::Refused { retry_after: Some(wait), .. } => {
            DialFailure::Busy { retry_after: *wait }
        }
        SocketError::Refused { .. } | SocketError::Transport(_) => DialFailure::Unreachable,
    }
}

fn account_failure(error: AccountError) -> DialFailure {
    if let AccountError::Refused(problem) = error {
        return DialFailure::Refused(problem);
    }
    match Problem::from(error).retry_after_ms.map(Duration::from_millis) {
        Some(retry_after) => DialFailure::Busy { retry_after },
        None => DialFailure::Unreachable,
    }
}

async fn receive(
    attempt: u64,
    stream: &mut (impl Stream<Item = Result<Incoming, TransportError>> + Unpin),
    incoming: &mpsc::Sender<Input>,
) {
    deliver(incoming, Input::Opened { attempt }).await;
    loop {
        let input = match stream.next().await {
            Some(Ok(Incoming::Text(text))) => match serde_json::from_str(&text) {
                Ok(frame) => framed(attempt, frame, text.len()),
                Err(_) => Input::Unreadable { attempt },
            },
            Some(Ok(Incoming::Close(code))) => {
                return deliver(incoming, Input::Closed { attempt, code }).await;
            }
            Some(Ok(Incoming::Other)) => Input::Unreadable { attempt },
            Some(Err(_)) | None => {
                return deliver(incoming, Input::Closed { attempt, code: None }).await;
            }
        };
        deliver(incoming, input).await;
    }
}

fn framed(attempt: u64, frame: ServerFrame, bytes: usize) -> Input {
    Input::Frame { attempt, frame: Box::new(frame), bytes }
}

/// Returns when the connection takes no more.
async fn transmit(sink: &mut (impl Sink<String> + Unpin), mut leaving: mpsc::Receiver<Outgoing>) {
    while let Some(outgoing) = leaving.recv().await {
        let frame = match outgoing {
            Outgoing::Frame(frame) => frame,
            Outgoing::Token(token) => ClientFrame::Auth { token: token.expose_secret().to_owned() },
        };
        let text = serde_json::to_string(&frame).expect("every frame has a JSON form");
        if sink.send(text).await.is_err() {
            return;
        }
    }
}

/// Sends a close frame, or the answer to one, and waits for the other side to be done.
async fn goodbye(mut wire: Wire) {
    if wire.outgoing.close().await.is_ok() {
        while wire.incoming.next().await.is_some() {}
    }
}

/// Waits for room. Without a driver nobody is left to care.
async fn deliver(incoming: &mpsc::Sender<Input>, input: Input) {
    if incoming.send(input).await.is_err() {
        tracing::trace!("the driver is gone");
    }
}
