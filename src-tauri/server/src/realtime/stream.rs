//! A connection as server-sent events. An event counts as acknowledged once the body has taken it,
//! and the body takes no more than a few pieces at a time, so a slow reader holds up its own log and
//! nothing else.

use super::{
    exchange::Input,
    peer::{Carrier, Outgoing, Peer},
};
use axum::body::{Body, Bytes};
use futures_util::stream;
use protocol::{
    Channel,
    frame::{ClientFrame, ServerFrame, StreamEnd, close},
};
use std::{collections::BTreeMap, convert::Infallible, mem::take, time::Duration};
use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until, timeout},
};

/// Pieces between the connection and the body.
const PIECES: usize = 2;
/// A piece is closed when it has become so large, in bytes.
const PIECE: usize = 64 * 1024;
/// A line without content goes after so long a silence.
const SILENCE: Duration = Duration::from_secs(10);
/// A client that takes nothing for so long is gone.
const WRITE: Duration = Duration::from_mins(1);
/// A farewell that is not taken for so long is left.
const FAREWELL: Duration = Duration::from_secs(2);

/// A stream of server-sent events.
#[derive(Debug)]
pub(crate) struct StreamPeer {
    hello: Option<ClientFrame>,
    body: mpsc::Sender<Bytes>,
    /// The one channel it is about, if it ends with it.
    only: Option<Channel>,
    piece: String,
    in_piece: BTreeMap<Channel, u64>,
    taken: BTreeMap<Channel, u64>,
    /// A piece was taken since the machine last heard of the client.
    is_heard: bool,
    spoke_at: Instant,
}

impl StreamPeer {
    /// A stream that begins as if the client had said `hello`, and the body to answer with. With
    /// `only` it ends as soon as nothing more comes on that channel.
    pub(crate) fn new(hello: ClientFrame, only: Option<Channel>) -> (Self, Body) {
        let (body, pieces) = mpsc::channel(PIECES);
        let peer = Self {
            hello: Some(hello),
            body,
            only,
            piece: String::new(),
            in_piece: BTreeMap::new(),
            taken: BTreeMap::new(),
            is_heard: false,
            spoke_at: Instant::now(),
        };
        let pieces = stream::unfold(pieces, async |mut pieces: mpsc::Receiver<Bytes>| {
            let piece = pieces.recv().await?;
            Some((Ok::<_, Infallible>(piece), pieces))
        });
        (peer, Body::from_stream(pieces))
    }

    async fn hand_over(&mut self, within: Duration) -> Option<()> {
        if self.piece.is_empty() {
            return Some(());
        }
        let piece = Bytes::from(take(&mut self.piece));
        timeout(within, self.body.send(piece)).await.ok()?.ok()?;
        self.taken.append(&mut self.in_piece);
        self.is_heard = true;
        self.spoke_at = Instant::now();
        Some(())
    }

    fn write(&mut self, lines: &[(&str, &str)]) {
        for (field, value) in lines {
            self.piece.extend([field, ": ", value, "\n"]);
        }
        self.piece.push('\n');
    }
}

impl Peer for StreamPeer {
    const CARRIER: Carrier = Carrier::Stream;

    fn replaces(&self) -> bool {
        self.only.is_none()
    }

    async fn receive(&mut self) -> Option<Input> {
        if let Some(hello) = self.hello.take() {
            return Some(Input::Frame(hello));
        }
        let is_heard = take(&mut self.is_heard);
        if !self.taken.is_empty() {
            return Some(Input::Frame(ClientFrame::Ack { pos: take(&mut self.taken) }));
        }
        if is_heard {
            return Some(Input::Life);
        }
        tokio::select! {
            biased;
            () = self.body.closed() => None,
            () = sleep_until(self.spoke_at + SILENCE) => {
                // While the body takes nothing, nothing is heard of the client either.
                if self.body.try_send(Bytes::from_static(b":\n\n")).is_ok() {
                    self.spoke_at = Instant::now();
                    return Some(Input::Life);
                }
                self.body.reserve().await.ok().map(|_| Input::Life)
            }
        }
    }

    async fn send(&mut self, outgoing: Outgoing) -> Option<()> {
        match outgoing {
            Outgoing::Event(event) => {
                let id = format!("{}:{}:{}", event.epoch, event.seq, event.id);
                self.in_piece.insert(event.channel, event.seq);
                self.write(&[("id", &id), ("data", &event.frame)]);
            }
            Outgoing::Frame(frame) => {
                let about = match &frame {
                    ServerFrame::Resync { ch, .. } => Some(*ch),
                    ServerFrame::Err { ch, .. } => *ch,
                    _ => None,
                };
                let text = Outgoing::Frame(frame).into_text();
                self.write(&[("data", &text)]);
                if about.is_some() && about == self.only {
                    self.close(close::STATE_INVALIDATED).await;
                    return None;
                }
            }
        }
        if self.piece.len() >= PIECE { self.hand_over(WRITE).await } else { Some(()) }
    }

    async fn flush(&mut self, _is_at_rest: bool) -> Option<()> {
        self.hand_over(WRITE).await
    }

    async fn close(&mut self, code: u16) {
        let end = serde_json::to_string(&StreamEnd { code }).expect("a number has a JSON form");
        self.write(&[("event", "close"), ("data", &end)]);
        // Whoever is gone needs no farewell.
        let _told = self.hand_over(FAREWELL).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::StoredEvent;
    use futures_util::StreamExt;
    use protocol::{DeviceId, Epoch, EventId, JobId, frame::VERSION};
    use uuid::Uuid;

    const CHANNEL: Channel = Channel::Job(JobId(Uuid::nil()));

    async fn greeted() -> (StreamPeer, Body) {
        let device = DeviceId(Uuid::nil());
        let client = String::from("test");
        let hello = ClientFrame::Hello { v: VERSION, device, client, subs: Vec::new() };
        let (mut peer, body) = StreamPeer::new(hello.clone(), None);
        assert!(matches!(peer.receive().await, Some(Input::Frame(said)) if said == hello));
        (peer, body)
    }

    fn event(seq: u64) -> Outgoing {
        let (epoch, id) = (Epoch(Uuid::nil()), EventId(Uuid::nil()));
        let frame = "x".repeat(PIECE);
        Outgoing::Event(StoredEvent { channel: CHANNEL, epoch, seq, id, frame: frame.into() })
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_stream_shows_every_ten_seconds_that_it_lives() {
        let (mut peer, body) = greeted().await;
        let begun = Instant::now();
        let mut pieces = body.into_data_stream();
        for _ in 0..3 {
            assert!(matches!(peer.receive().await, Some(Input::Life)));
            assert_eq!(pieces.next().await.unwrap().unwrap(), ":\n\n");
        }
        assert_eq!(begun.elapsed(), Duration::from_secs(30));
        drop(pieces);
        assert!(peer.receive().await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_reads_nothing_holds_up_the_events_and_is_left_after_a_minute() {
        let (mut peer, body) = greeted().await;
        for seq in 1..=2 {
            assert_eq!(peer.send(event(seq)).await, Some(()));
        }
        let pos = BTreeMap::from([(CHANNEL, 2)]);
        let Some(Input::Frame(acked)) = peer.receive().await else { panic!("an ack") };
        assert_eq!(acked, ClientFrame::Ack { pos });
        let begun = Instant::now();
        assert_eq!(peer.send(event(3)).await, None);
        assert_eq!(begun.elapsed(), WRITE);
        drop(body);
    }
}
