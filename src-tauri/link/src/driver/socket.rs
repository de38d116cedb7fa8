//! One WebSocket: dials, and carries frames both ways until it is closed or given up.

use super::carrier::{Dial, Outgoing, deliver, refused};
use crate::{
    Incoming, SocketError, TransportError, Wire,
    machine::{DialFailure, Input},
};
use futures_util::{Sink, SinkExt, Stream, StreamExt};
use http::{HeaderValue, Method, header};
use protocol::frame::{ClientFrame, SUBPROTOCOL};
use secrecy::ExposeSecret;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Resolving, connecting and the handshake take at most this together.
const CONNECT_LIMIT: Duration = Duration::from_secs(15);
/// Saying goodbye takes at most this.
const CLOSE_LIMIT: Duration = Duration::from_secs(1);

/// Dials, and carries frames until the end.
pub(super) async fn run(
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
    let rest = dial.account.rest();
    // The token goes in a header, never in the address.
    let request = rest
        .to(Method::GET, "/v1/socket")
        .header(header::AUTHORIZATION, dial.bearer(dial.renew).await?)
        .header(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(SUBPROTOCOL))
        .body(())
        .map_err(|_| DialFailure::Unreachable)?;
    match tokio::time::timeout(CONNECT_LIMIT, rest.transport().socket(request)).await {
        Ok(Ok(wire)) => Ok(wire),
        Ok(Err(error)) => Err(dial_failure(&error)),
        Err(_) => Err(DialFailure::Unreachable),
    }
}

fn dial_failure(error: &SocketError) -> DialFailure {
    match error {
        SocketError::Refused { status, retry_after } => refused(*status, *retry_after),
        SocketError::Transport(_) => DialFailure::Unreachable,
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
            Some(Ok(Incoming::Text(text))) => Input::read(attempt, &text),
            Some(Ok(Incoming::Close(code))) => {
                return deliver(incoming, Input::Closed { attempt, code }).await;
            }
            Some(Ok(Incoming::Other)) => Input::Heard { attempt },
            Some(Err(_)) | None => {
                return deliver(incoming, Input::Closed { attempt, code: None }).await;
            }
        };
        deliver(incoming, input).await;
    }
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
