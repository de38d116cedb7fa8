//! One connection without a socket: takes frames as they might come, answers its questions from a log
//! that is always the same, and begins anew when it was closed. For programs that feed it with what
//! nobody should send.

use crate::{
    realtime::{Action, Input, Judged, Machine, Moment, Setup, WINDOW},
    storage::{Page, Standing, StoredEvent},
};
use protocol::{
    Channel, ConnectionId, Epoch, EventId, ServerId, Timestamp,
    frame::{ClientFrame, ResyncReason, Subscription, VERSION},
};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use uuid::Uuid;

/// The log goes so far, in every channel.
const TOP: u64 = 40;

/// What a connection made of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It goes on; so many frames would have gone out.
    Sent(usize),
    /// It closed with this code.
    Closed(u16),
}

/// One connection without a socket.
#[derive(Debug)]
pub struct Connection {
    machine: Machine,
    elapsed: Duration,
}

impl Default for Connection {
    fn default() -> Self {
        Self { machine: greeted(), elapsed: Duration::ZERO }
    }
}

impl Connection {
    /// Frames as a client may send them.
    ///
    /// # Panics
    ///
    /// Never: every frame has a JSON form.
    pub fn right_frames() -> Vec<String> {
        let channel = Channel::Job(Uuid::from_u128(1).into());
        let wish =
            Subscription { ch: channel, epoch: Some(epoch()), seq: 3, last: Some(event_id(3)) };
        let frames = [
            hello(),
            ClientFrame::Sub(wish),
            ClientFrame::Unsub { ch: channel },
            ClientFrame::Ack { pos: BTreeMap::from([(channel, 5)]) },
            ClientFrame::Ping { n: 7 },
            ClientFrame::Auth { token: String::from("a.b.c") },
            ClientFrame::Typing { ch: Channel::Session(Uuid::from_u128(2).into()), on: true },
        ];
        frames
            .iter()
            .map(|frame| serde_json::to_string(frame).expect("every frame has a JSON form"))
            .collect()
    }

    /// Take one frame in.
    pub fn take(&mut self, bytes: &[u8]) -> Taken {
        self.elapsed += Duration::from_millis(100);
        let input = match std::str::from_utf8(bytes) {
            Ok(text) => Input::Text(text.to_owned()),
            Err(_) => Input::Unreadable,
        };
        let taken = self.handle(input);
        if let Taken::Closed(_) = taken {
            *self = Self::default();
        }
        taken
    }

    fn handle(&mut self, input: Input) -> Taken {
        let mut sent = 0;
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            for action in self.machine.handle(input, moment(self.elapsed)) {
                match action {
                    Action::Close(code) => return Taken::Closed(code),
                    Action::Send(_) | Action::Event(_) => sent += 1,
                    Action::Greet(_) | Action::Tell(_) => {}
                    question => inputs.push(answer(question)),
                }
            }
        }
        Taken::Sent(sent)
    }
}

fn moment(elapsed: Duration) -> Moment {
    Moment { elapsed, wall: Timestamp::UNIX_EPOCH }
}

fn epoch() -> Epoch {
    Epoch(Uuid::from_u128(9))
}

fn event_id(seq: u64) -> EventId {
    EventId(Uuid::from_u64_pair(9, seq))
}

fn hello() -> ClientFrame {
    let client = String::from("test");
    ClientFrame::Hello { v: VERSION, device: Uuid::from_u128(3).into(), client, subs: Vec::new() }
}

fn greeted() -> Machine {
    let setup = Setup {
        conn: ConnectionId(Uuid::nil()),
        server_id: ServerId(Uuid::nil()),
        node: String::new(),
        token_exp: Timestamp::MAX,
        window: WINDOW,
    };
    let mut machine = Machine::new(setup, moment(Duration::ZERO));
    machine.handle(Input::Frame(hello()), moment(Duration::ZERO));
    machine
}

fn answer(question: Action) -> Input {
    match question {
        Action::Judge(wishes) => {
            let judged = wishes.into_iter().map(|(wish, ticket)| {
                let standing = if wish.seq > TOP {
                    Standing::Resync(ResyncReason::Ahead)
                } else {
                    Standing::Good { epoch: epoch(), top: TOP }
                };
                Judged { channel: wish.ch, ticket, standing }
            });
            Input::Judged(judged.collect())
        }
        Action::Read { next, bound } => {
            let events = (next.after.saturating_add(1)..=TOP).take(bound.events);
            let event = |seq| StoredEvent {
                channel: next.channel,
                epoch: next.epoch,
                seq,
                id: event_id(seq),
                frame: "event".into(),
            };
            let page = Page::Events { events: events.map(event).collect::<Arc<[_]>>(), top: TOP };
            Input::Paged { channel: next.channel, ticket: next.ticket, page }
        }
        Action::ReadTops { n, channels } => {
            let tops = channels.into_iter().map(|channel| (channel, (epoch(), TOP)));
            Input::Tops { n, tops: tops.collect() }
        }
        _ => Input::Token(Ok(Timestamp::MAX)),
    }
}
