//! A connection that lasts for one request: it collects what is due and ends with the answer. Nothing
//! is acknowledged in it, so the window bounds the answer.

use super::{
    exchange::{Input, Window},
    peer::{Carrier, Outgoing, Peer},
};
use axum::extract::ws::Utf8Bytes;
use protocol::frame::{ClientFrame, ServerFrame, SubscriptionMode};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// What one answer may hold.
pub(crate) const WINDOW: Window = Window { events: 300, bytes: 1024 * 1024, is_shared: true };
/// The longest wait.
const WAIT: Duration = Duration::from_secs(25);
/// How much longer a storage that answers slowly may take.
const GRACE: Duration = Duration::from_secs(5);

/// One long poll.
#[derive(Debug)]
pub(crate) struct PollPeer {
    hello: Option<ClientFrame>,
    until: Instant,
    is_at_rest: bool,
    is_due: bool,
    frames: Vec<Utf8Bytes>,
    close: Option<u16>,
}

impl PollPeer {
    /// A poll that begins as if the client had said `hello`, and waits at most so long.
    pub(crate) fn new(hello: ClientFrame, wait: Duration) -> Self {
        Self {
            hello: Some(hello),
            until: Instant::now() + wait.min(WAIT),
            is_at_rest: false,
            is_due: false,
            frames: Vec::new(),
            close: None,
        }
    }

    /// The answer, a [`protocol::frame::PollAnswer`] in JSON.
    pub(crate) fn into_answer(self) -> String {
        let frames: Vec<&str> = self.frames.iter().map(Utf8Bytes::as_str).collect();
        let frames = frames.join(",");
        match self.close {
            Some(code) => format!("{{\"frames\":[{frames}],\"close\":{code}}}"),
            None => format!("{{\"frames\":[{frames}]}}"),
        }
    }
}

/// Whether the client can do something with it at once.
fn is_due(outgoing: &Outgoing) -> bool {
    !matches!(
        outgoing,
        Outgoing::Frame(
            ServerFrame::Ready { .. }
                | ServerFrame::SubOk { mode: SubscriptionMode::Live, .. }
                | ServerFrame::CaughtUp { .. }
        )
    )
}

impl Peer for PollPeer {
    const CARRIER: Carrier = Carrier::Poll;

    async fn receive(&mut self) -> Option<Input> {
        if let Some(hello) = self.hello.take() {
            return Some(Input::Frame(hello));
        }
        let until = if self.is_at_rest { self.until } else { self.until + GRACE };
        sleep_until(until).await;
        None
    }

    async fn send(&mut self, outgoing: Outgoing) -> Option<()> {
        self.is_due |= is_due(&outgoing);
        self.frames.push(outgoing.into_text());
        Some(())
    }

    async fn flush(&mut self, is_at_rest: bool) -> Option<()> {
        self.is_at_rest = is_at_rest;
        let is_done = is_at_rest && self.is_due;
        (!is_done).then_some(())
    }

    async fn close(&mut self, code: u16) {
        self.close = Some(code);
    }
}
