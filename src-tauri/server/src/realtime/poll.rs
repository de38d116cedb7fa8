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
    is_of_one_channel: bool,
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
            is_of_one_channel: false,
            until: Instant::now() + wait.min(WAIT),
            is_at_rest: false,
            is_due: false,
            frames: Vec::new(),
            close: None,
        }
    }

    /// For a client that asks about one channel only, and may ask about others beside it.
    pub(crate) fn of_one_channel(self) -> Self {
        Self { is_of_one_channel: true, ..self }
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

/// Whether the client can do something with it at once. Signs of others ride along with the next
/// answer: every poll of one device is a sign to the others, and they must not wake each other.
fn is_due(outgoing: &Outgoing) -> bool {
    !matches!(
        outgoing,
        Outgoing::Frame(
            ServerFrame::Ready { .. }
                | ServerFrame::SubOk { mode: SubscriptionMode::Live, .. }
                | ServerFrame::CaughtUp { .. }
                | ServerFrame::Typing { .. }
                | ServerFrame::Presence { .. }
        )
    )
}

impl Peer for PollPeer {
    const CARRIER: Carrier = Carrier::Poll;

    fn replaces(&self) -> bool {
        !self.is_of_one_channel
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Channel, DeviceId, SessionId, UserId, frame::VERSION};
    use uuid::Uuid;

    #[tokio::test(start_paused = true)]
    async fn signs_of_others_ride_along_and_end_no_poll() {
        let (device, client) = (DeviceId(Uuid::nil()), String::from("test"));
        let hello = ClientFrame::Hello { v: VERSION, device, client, subs: Vec::new() };
        let mut peer = PollPeer::new(hello, WAIT);
        let ch = Channel::Session(SessionId(Uuid::nil()));
        let sign = ServerFrame::Presence { ch, user: UserId(Uuid::nil()), device, on: true };
        assert_eq!(peer.send(Outgoing::Frame(sign)).await, Some(()));
        assert_eq!(peer.flush(true).await, Some(()), "the poll goes on");
        let seq = 1;
        assert_eq!(peer.send(Outgoing::Frame(ServerFrame::CaughtUp { ch, seq })).await, Some(()));
        assert_eq!(peer.flush(true).await, Some(()));
        let gone = ServerFrame::Resync { ch, reason: protocol::frame::ResyncReason::Epoch };
        assert_eq!(peer.send(Outgoing::Frame(gone)).await, Some(()));
        assert_eq!(peer.flush(true).await, None, "now there is something to do");
        assert!(peer.into_answer().contains("presence"));
    }
}
