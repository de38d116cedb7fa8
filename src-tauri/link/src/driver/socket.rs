//! One WebSocket: gets a token, dials, and carries frames both ways until it is closed or given up.

use crate::{
    Account, AccountError,
    machine::{DialFailure, Input},
    rest,
};
use futures_util::{
    Sink, SinkExt, Stream, StreamExt,
    stream::{SplitSink, SplitStream},
};
use protocol::{
    Problem,
    frame::{ClientFrame, SUBPROTOCOL, ServerFrame},
};
use secrecy::{ExposeSecret, SecretString};
use std::{sync::Arc, time::Duration};
use tokio::{net::TcpStream, sync::mpsc, task::JoinSet};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{
        Error, Message,
        client::IntoClientRequest,
        handshake::client::Request,
        http::{HeaderValue, StatusCode, header},
        protocol::WebSocketConfig,
    },
};
use tokio_util::sync::{CancellationToken, DropGuard};
use url::Url;

/// Frames that wait to be sent; more mean that the connection is stuck.
const OUTGOING: usize = 512;
/// The largest frame of a server, 1 MiB, and what its envelope may add.
const FRAME_LIMIT: usize = 1024 * 1024 + 64 * 1024;
/// Resolving, connecting and the handshake take at most this together.
const CONNECT_LIMIT: Duration = Duration::from_secs(15);
/// Saying goodbye takes at most this.
const CLOSE_LIMIT: Duration = Duration::from_secs(1);

type WebSocket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// What is to be sent. Tokens have a frame of their own, so that they are not printed.
#[derive(Debug)]
pub(super) enum Outgoing {
    Frame(ClientFrame),
    Token(SecretString),
}

/// What a dial needs.
#[derive(Debug)]
pub(super) struct Dial {
    pub(super) server: Url,
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
    let socket = match connected {
        Ok(socket) => socket,
        Err(failure) => {
            deliver(&incoming, Input::DialFailed { attempt, failure }).await;
            return;
        }
    };
    let (mut sink, mut stream) = socket.split();
    carry(attempt, (&mut sink, &mut stream), (&incoming, leaving), &is_over).await;
    if tokio::time::timeout(CLOSE_LIMIT, goodbye(sink, stream)).await.is_err() {
        tracing::debug!(attempt, "the other side did not answer the close");
    }
}

/// Both directions, until one of them ends or the socket is given up.
async fn carry(
    attempt: u64,
    (sink, stream): (&mut SplitSink<WebSocket, Message>, &mut SplitStream<WebSocket>),
    (incoming, leaving): (&mpsc::Sender<Input>, mpsc::Receiver<Outgoing>),
    is_over: &CancellationToken,
) {
    let mut receiving = std::pin::pin!(receive(attempt, stream, incoming));
    let sending = async {
        transmit(sink, leaving).await;
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

async fn connect(dial: &Dial) -> Result<WebSocket, DialFailure> {
    let account = &dial.account;
    let token = if dial.renew { account.renew().await } else { account.access().await };
    let request = request(&dial.server, &token.map_err(account_failure)?)?;
    let config = WebSocketConfig::default()
        .max_message_size(Some(FRAME_LIMIT))
        .max_frame_size(Some(FRAME_LIMIT));
    let connecting = connect_async_with_config(request, Some(config), true);
    match tokio::time::timeout(CONNECT_LIMIT, connecting).await {
        Ok(Ok((socket, _))) => Ok(socket),
        Ok(Err(error)) => Err(dial_failure(&error)),
        Err(_) => Err(DialFailure::Unreachable),
    }
}

/// The handshake: the token goes in a header, never in the address.
fn request(server: &Url, token: &SecretString) -> Result<Request, DialFailure> {
    let mut address = rest::address(server, "/v1/socket");
    let scheme = if server.scheme() == "https" { "wss" } else { "ws" };
    address.set_scheme(scheme).map_err(|()| DialFailure::Unreachable)?;
    let mut request = address.into_client_request().map_err(|error| dial_failure(&error))?;
    let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.expose_secret()))
        .map_err(|_| DialFailure::Unauthorized)?;
    bearer.set_sensitive(true);
    let headers = request.headers_mut();
    headers.insert(header::AUTHORIZATION, bearer);
    headers.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL));
    Ok(request)
}

fn dial_failure(error: &Error) -> DialFailure {
    let Error::Http(response) = error else { return DialFailure::Unreachable };
    if response.status() == StatusCode::UNAUTHORIZED {
        return DialFailure::Unauthorized;
    }
    let wait = response.headers().get(header::RETRY_AFTER).and_then(rest::seconds);
    wait.map_or(DialFailure::Unreachable, |retry_after| DialFailure::Busy { retry_after })
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
    stream: &mut SplitStream<WebSocket>,
    incoming: &mpsc::Sender<Input>,
) {
    deliver(incoming, Input::Opened { attempt }).await;
    loop {
        let input = match stream.next().await {
            Some(Ok(Message::Text(text))) => match serde_json::from_str(&text) {
                Ok(frame) => framed(attempt, frame, text.len()),
                Err(_) => Input::Unreadable { attempt },
            },
            Some(Ok(Message::Close(frame))) => {
                let code = frame.map(|frame| u16::from(frame.code));
                return deliver(incoming, Input::Closed { attempt, code }).await;
            }
            Some(Ok(_)) => Input::Unreadable { attempt },
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
async fn transmit(sink: &mut SplitSink<WebSocket, Message>, mut leaving: mpsc::Receiver<Outgoing>) {
    while let Some(outgoing) = leaving.recv().await {
        let frame = match outgoing {
            Outgoing::Frame(frame) => frame,
            Outgoing::Token(token) => ClientFrame::Auth { token: token.expose_secret().to_owned() },
        };
        let text = serde_json::to_string(&frame).expect("every frame has a JSON form");
        if sink.send(Message::text(text)).await.is_err() {
            return;
        }
    }
}

/// Sends a close frame, or the answer to one, and waits for the other side to be done.
async fn goodbye(mut sink: impl Sink<Message> + Unpin, mut stream: impl Stream + Unpin) {
    if sink.close().await.is_ok() {
        while stream.next().await.is_some() {}
    }
}

/// Waits for room. Without a driver nobody is left to care.
async fn deliver(incoming: &mpsc::Sender<Input>, input: Input) {
    if incoming.send(input).await.is_err() {
        tracing::trace!("the driver is gone");
    }
}
