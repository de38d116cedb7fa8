//! A connection over a WebSocket, whatever carries its messages.

use super::{
    exchange::Input,
    peer::{Carrier, Outgoing, Peer},
};
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};
use futures_util::{Sink, SinkExt, Stream, StreamExt, future::poll_immediate};
use std::{pin::pin, time::Duration};
use tokio::time::timeout;

/// A client that takes no bytes for so long is gone.
const WRITE: Duration = Duration::from_mins(1);
/// How long the other side has to answer a close.
const FAREWELL: Duration = Duration::from_secs(2);

/// Both directions of a socket: messages that come, and a place for those that go.
pub trait Socket:
    Stream<Item = Result<Message, axum::Error>> + Sink<Message, Error = axum::Error> + Send + Unpin
{
}

impl<S> Socket for S where
    S: Stream<Item = Result<Message, axum::Error>>
        + Sink<Message, Error = axum::Error>
        + Send
        + Unpin
{
}

/// A WebSocket.
#[derive(Debug)]
pub(super) struct SocketPeer<S>(pub(super) S);

impl<S: Socket> Peer for SocketPeer<S> {
    const CARRIER: Carrier = Carrier::Socket;

    async fn receive(&mut self) -> Option<Input> {
        match self.0.next().await? {
            Ok(Message::Text(text)) => Some(Input::Text(text.as_str().to_owned())),
            Ok(Message::Ping(_) | Message::Pong(_)) => Some(Input::Life),
            Ok(Message::Binary(_)) => Some(Input::Unreadable),
            Ok(Message::Close(_)) => None,
            Err(error) => {
                // A frame that is too large can still be answered; a broken connection cannot.
                tracing::debug!(%error, "a socket could not be read");
                Some(Input::Unreadable)
            }
        }
    }

    async fn send(&mut self, outgoing: Outgoing) -> Option<()> {
        let message = Message::Text(outgoing.into_text());
        in_time(self.0.feed(message)).await
    }

    async fn flush(&mut self, _is_at_rest: bool) -> Option<()> {
        in_time(self.0.flush()).await
    }

    /// Waits a little for the answer, so that the code is read before the end.
    async fn close(&mut self, code: u16) {
        let frame = CloseFrame { code, reason: Utf8Bytes::default() };
        let sending = self.0.send(Message::Close(Some(frame)));
        let is_sent = matches!(timeout(FAREWELL, sending).await, Ok(Ok(())));
        if !is_sent {
            return;
        }
        let read_out = async { while let Some(Ok(_)) = self.0.next().await {} };
        // Whoever does not answer is left.
        let _answered = timeout(FAREWELL, read_out).await;
    }
}

/// Mostly there is room at once; only who waits needs a clock.
async fn in_time<E>(writing: impl Future<Output = Result<(), E>>) -> Option<()> {
    let mut writing = pin!(writing);
    match poll_immediate(writing.as_mut()).await {
        Some(written) => written.ok(),
        None => timeout(WRITE, writing).await.ok()?.ok(),
    }
}
