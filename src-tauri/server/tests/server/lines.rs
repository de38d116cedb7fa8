//! The three ways to follow channels as one: what a client gets, whatever carries it.

use crate::support::{Client, PATIENCE, Socket};
use protocol::{
    Channel, DeviceId, Envelope, Ids, SystemIds,
    frame::{
        ClientFrame, PollAnswer, PollRequest, ServerFrame, StreamEnd, StreamRequest, Subscription,
    },
};
use reqwest::{Response, StatusCode};
use std::collections::{BTreeMap, VecDeque};
use tokio::time::timeout;

/// How it is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    Socket,
    Stream,
    Poll,
}

/// A client that follows channels.
pub(crate) enum Line {
    Socket(Box<Socket>),
    Stream(Box<Stream>),
    Poll(Box<Poll>),
}

impl Line {
    pub(crate) async fn open(client: &Client, carrier: Carrier, subs: Vec<Subscription>) -> Self {
        match carrier {
            Carrier::Socket => Self::Socket(Box::new(client.socket(subs).await)),
            Carrier::Stream => {
                let device = DeviceId(SystemIds.next());
                let body = StreamRequest { device, client: "test".into(), subs };
                let request = client.request("POST", "/v1/stream").json(&body);
                Self::Stream(Box::new(Stream::new(request.send().await.unwrap())))
            }
            Carrier::Poll => Self::Poll(Box::new(Poll {
                client: client.clone(),
                device: DeviceId(SystemIds.next()),
                subs: subs.into_iter().map(|sub| (sub.ch, sub)).collect(),
                frames: VecDeque::new(),
            })),
        }
    }

    /// The next frame that says something, or the code it ended with.
    pub(crate) async fn next(&mut self) -> Result<ServerFrame, u16> {
        loop {
            let frame = match self {
                Self::Socket(socket) => socket.receive().await?,
                Self::Stream(stream) => stream.receive().await?.1,
                Self::Poll(poll) => poll.receive().await?,
            };
            let is_silent = matches!(
                frame,
                ServerFrame::Ready { .. }
                    | ServerFrame::SubOk { .. }
                    | ServerFrame::CaughtUp { .. }
                    | ServerFrame::Presence { .. }
            );
            if !is_silent {
                return Ok(frame);
            }
        }
    }

    /// The next frame, which must be an event; acknowledges it where that is done.
    pub(crate) async fn event(&mut self) -> Envelope {
        let frame = self.next().await.expect("an event and no close");
        let ServerFrame::Ev(envelope) = frame else { panic!("{frame:?} is no event") };
        if let Self::Socket(socket) = self {
            let pos = [(envelope.channel, envelope.seq)].into();
            socket.send(&ClientFrame::Ack { pos }).await;
        }
        envelope
    }

    /// The code it ends with, whatever comes before.
    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }
}

/// A stream of server-sent events, with the id of each.
pub(crate) struct Stream {
    answer: Response,
    unread: String,
}

impl Stream {
    pub(crate) fn new(answer: Response) -> Self {
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self { answer, unread: String::new() }
    }

    /// The next event: its id and its frame, or the code of the last one.
    pub(crate) async fn receive(&mut self) -> Result<(Option<String>, ServerFrame), u16> {
        loop {
            while !self.unread.contains("\n\n") {
                let piece = timeout(PATIENCE, self.answer.chunk()).await.expect("bytes in time");
                let piece = piece.unwrap().expect("the body ends with a close");
                self.unread += std::str::from_utf8(&piece).unwrap();
            }
            let (block, rest) = self.unread.split_once("\n\n").unwrap();
            let (block, rest) = (block.to_owned(), rest.to_owned());
            self.unread = rest;
            let field = |name: &str| {
                block.lines().find_map(|line| Some(line.strip_prefix(name)?.to_owned()))
            };
            let Some(data) = field("data: ") else {
                assert_eq!(block, ":", "a comment");
                continue;
            };
            if field("event: ").as_deref() == Some("close") {
                let end: StreamEnd = serde_json::from_str(&data).unwrap();
                return Err(end.code);
            }
            return Ok((field("id: "), serde_json::from_str(&data).unwrap()));
        }
    }
}

/// A client that polls again and again, from where it stands.
pub(crate) struct Poll {
    client: Client,
    device: DeviceId,
    subs: BTreeMap<Channel, Subscription>,
    frames: VecDeque<Result<ServerFrame, u16>>,
}

impl Poll {
    async fn receive(&mut self) -> Result<ServerFrame, u16> {
        while self.frames.is_empty() {
            self.poll().await;
        }
        self.frames.pop_front().unwrap()
    }

    async fn poll(&mut self) {
        let (device, client) = (self.device, "test".to_owned());
        let subs = self.subs.values().copied().collect();
        let body = PollRequest { device, client, subs, wait_ms: 20_000 };
        let request = self.client.request("POST", "/v1/poll").json(&body).send();
        let answer = timeout(PATIENCE, request).await.expect("an answer in time").unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let answer: PollAnswer = answer.json().await.unwrap();
        for frame in answer.frames {
            match &frame {
                ServerFrame::Ev(event) => {
                    let (epoch, last) = (Some(event.epoch), Some(event.id));
                    let here = Subscription { ch: event.channel, epoch, seq: event.seq, last };
                    self.subs.insert(event.channel, here);
                }
                ServerFrame::Resync { ch, .. } | ServerFrame::Err { ch: Some(ch), .. } => {
                    self.subs.remove(ch);
                }
                _ => {}
            }
            self.frames.push_back(Ok(frame));
        }
        self.frames.extend(answer.close.map(Err));
    }
}
