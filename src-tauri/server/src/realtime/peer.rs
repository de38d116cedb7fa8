//! What the driver needs of a transport: whatever carries the frames, the connection is the same.

use super::exchange::Input;
use crate::storage::StoredEvent;
use axum::extract::ws::Utf8Bytes;
use protocol::frame::ServerFrame;

/// How frames are carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// A WebSocket.
    Socket,
    /// Server-sent events.
    Stream,
    /// Long polls: a connection is one request.
    Poll,
}

/// What goes to the client.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// A frame that is no event.
    Frame(ServerFrame),
    /// An event with its frame.
    Event(StoredEvent),
}

impl Outgoing {
    /// The frame as text.
    pub(super) fn into_text(self) -> Utf8Bytes {
        match self {
            Self::Frame(frame) => {
                serde_json::to_string(&frame).expect("every frame has a JSON form").into()
            }
            Self::Event(event) => event.frame,
        }
    }
}

/// One client's end of a connection. Where a method gives `None`, the client is gone or has got all
/// that it waits for.
pub(crate) trait Peer: Send {
    /// How it is carried.
    const CARRIER: Carrier;

    /// Whether it takes the place of an older connection of its device that is carried alike.
    fn replaces(&self) -> bool {
        true
    }

    /// What comes next from the client. May be dropped and called again at any time.
    fn receive(&mut self) -> impl Future<Output = Option<Input>> + Send;

    /// Take a frame on its way; it may wait for [`Self::flush`].
    fn send(&mut self, outgoing: Outgoing) -> impl Future<Output = Option<()>> + Send;

    /// Let go what was taken. `is_at_rest` says that nothing more comes for now.
    fn flush(&mut self, is_at_rest: bool) -> impl Future<Output = Option<()>> + Send;

    /// Tell the client the code and end.
    fn close(&mut self, code: u16) -> impl Future<Output = ()> + Send;
}
