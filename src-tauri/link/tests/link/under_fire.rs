//! A state machine to which a server says whatever it likes, on each transport in turn. It is decoded
//! and taken in as the driver does it; whatever ends a connection is followed by the next one.

use link::{
    Output,
    machine::{Action, Input, Introduction, Machine, Now},
};
use protocol::{
    Channel, ConnectionId, DeviceId, Envelope, Epoch, EventId, RawEvent, ServerId, Timestamp,
    UserId,
    frame::{Limits, ReconnectAdvice, ResyncReason, ServerFrame, Subscription, SubscriptionMode},
};
use std::{collections::BTreeMap, time::Duration};
use uuid::Uuid;

const EPOCH: Epoch = Epoch(Uuid::from_u128(0xE1));
/// Where the channels are followed from, again and again.
const FROM: u64 = 41;
/// Frames on one connection, so that each transport gets its share.
const FRAMES: u64 = 500;
/// Between two frames.
const STEP: Duration = Duration::from_millis(3);

fn channel(number: u128) -> Channel {
    Channel::User(UserId(Uuid::from_u128(number)))
}

/// Frames of every kind as a good server sends them.
pub(crate) fn right_frames() -> Vec<String> {
    let (ch, at, user) = (channel(1), Timestamp::UNIX_EPOCH, UserId(Uuid::from_u128(4)));
    let device = DeviceId(Uuid::from_u128(5));
    let event = |seq: u64| {
        let event = RawEvent { name: "skill_updated".to_owned(), data: serde_json::json!({}) };
        let (epoch, id, cause) = (EPOCH, EventId(Uuid::from_u128(seq.into())), None);
        ServerFrame::Ev(Envelope { channel: ch, epoch, seq, id, at, cause, event })
    };
    let (mode, top) = (SubscriptionMode::Replay, BTreeMap::from([(ch, (EPOCH, FROM + 3))]));
    let name = "forbidden".to_owned();
    let frames = [
        ready_frame(),
        event(FROM + 1),
        event(FROM + 2),
        event(FROM + 3),
        ServerFrame::SubOk { ch, epoch: EPOCH, mode, from: FROM + 1, top: FROM + 3 },
        ServerFrame::CaughtUp { ch, seq: FROM + 3 },
        ServerFrame::Resync { ch, reason: ResyncReason::Rewound },
        ServerFrame::Pong { n: 1, now: at, top },
        ServerFrame::Drain { in_ms: (500, 5_000) },
        ServerFrame::Typing { ch, user, device, on: true },
        ServerFrame::Presence { ch, user, device, on: true },
        ServerFrame::Err { code: 0, name, retryable: true, ch: Some(ch) },
    ];
    frames.iter().map(text).collect()
}

fn text(frame: &ServerFrame) -> String {
    serde_json::to_string(frame).expect("every frame has a JSON form")
}

/// The greeting of a good server.
pub(crate) fn ready_frame() -> ServerFrame {
    ServerFrame::Ready {
        conn: ConnectionId(Uuid::from_u128(7)),
        server_id: ServerId(Uuid::from_u128(8)),
        node: "one".to_owned(),
        now: Timestamp::UNIX_EPOCH,
        hb_ms: 30_000,
        pong_ms: 10_000,
        token_exp: Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(1),
        limits: Limits {
            frame_in: 262_144,
            frame_out: 1_048_576,
            channels: 128,
            unacked_events: 512,
            unacked_bytes: 1_048_576,
        },
        reconnect: ReconnectAdvice { min_ms: 1_000, max_ms: 30_000 },
    }
}

/// What became of the frames so far.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tally {
    /// Frames that could be read.
    pub(crate) read: u64,
    /// Events that were passed on.
    pub(crate) events: u64,
    /// Connections that were made.
    pub(crate) connections: u64,
}

/// The machine and its surroundings.
#[derive(Debug)]
pub(crate) struct UnderFire {
    machine: Machine,
    elapsed: Duration,
    attempt: u64,
    is_dialled: bool,
    left: u64,
    pub(crate) tally: Tally,
}

impl UnderFire {
    pub(crate) fn new(seed: u64) -> Self {
        let device = DeviceId(Uuid::from_u128(9));
        let introduction = Introduction { device, client: "test/1".to_owned(), is_embedded: false };
        let machine = Machine::new(introduction, seed);
        let (elapsed, tally) = (Duration::ZERO, Tally::default());
        let mut target = Self { machine, elapsed, attempt: 0, is_dialled: false, left: 0, tally };
        target.give(Input::Start);
        target
    }

    /// One more thing that a server says; it need not even be text.
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        if self.left == 0 {
            self.reconnect();
        }
        self.left -= 1;
        let input = Input::read(self.attempt, &String::from_utf8_lossy(bytes));
        self.tally.read += u64::from(matches!(input, Input::Frame { .. }));
        self.give(input);
        self.pass(STEP);
    }

    /// The old connection breaks, a new one is made, and all is followed anew.
    fn reconnect(&mut self) {
        self.left = FRAMES;
        self.give(Input::Closed { attempt: self.attempt, code: Some(1006) });
        for _ in 0..6 {
            self.is_dialled = false;
            self.give(Input::RetryNow);
            self.pass(Duration::from_secs(5));
            if self.is_dialled && self.tally.connections.is_multiple_of(2) {
                break;
            }
            self.give(Input::Closed { attempt: self.attempt, code: None });
        }
        self.give(Input::RetryNow);
        self.give(Input::Opened { attempt: self.attempt });
        let greeting = text(&ready_frame());
        self.give(Input::read(self.attempt, &greeting));
        for number in 1..4 {
            let (ch, epoch) = (channel(number), Some(EPOCH));
            self.give(Input::Follow(Subscription { ch, epoch, seq: FROM, last: None }));
        }
        self.pass(STEP * 100);
    }

    fn give(&mut self, input: Input) {
        let now = Now { elapsed: self.elapsed, wall: Timestamp::UNIX_EPOCH };
        let mut stored = BTreeMap::new();
        for action in self.machine.step(input, now) {
            match action {
                Action::Dial { attempt, .. } => (self.attempt, self.is_dialled) = (attempt, true),
                Action::Tell(Output::Event(event)) => {
                    self.tally.events += 1;
                    stored.insert(event.channel, event.seq);
                }
                Action::Tell(Output::Ready { .. }) => self.tally.connections += 1,
                Action::Send { .. }
                | Action::Authorise { .. }
                | Action::Close { .. }
                | Action::Tell(_) => {}
            }
        }
        if !stored.is_empty() {
            self.give(Input::Acknowledge(stored));
        }
    }

    fn pass(&mut self, time: Duration) {
        let end = self.elapsed + time;
        while let Some(due) = self.machine.next_deadline().filter(|due| *due <= end) {
            self.elapsed = due.max(self.elapsed);
            self.give(Input::Tick);
            let next = self.machine.next_deadline();
            assert!(next.is_none_or(|next| next > self.elapsed), "what is due is not done");
        }
        self.elapsed = end;
    }
}
