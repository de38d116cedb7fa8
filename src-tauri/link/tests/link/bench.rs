//! A state machine on a bench: hands it inputs, moves its clocks and remembers what it did.

pub(crate) use crate::under_fire::ready_frame;
use jiff::SignedDuration;
use link::{
    Output,
    machine::{Action, DialFailure, Input, Introduction, Machine, Now},
};
use protocol::{
    Channel, DeviceId, Envelope, Epoch, EventId, RawEvent, Timestamp, UserId,
    app_event::{LinkState, LinkStatus, Transport},
    connection::ConnectionStep,
    frame::{ClientFrame, ServerFrame, Subscription, SubscriptionMode},
};
use std::{collections::BTreeMap, time::Duration};
use uuid::Uuid;

pub(crate) const EPOCH: Epoch = Epoch(Uuid::from_u128(0xE1));
pub(crate) const OTHER_EPOCH: Epoch = Epoch(Uuid::from_u128(0xE2));

pub(crate) fn channel(number: u128) -> Channel {
    Channel::User(UserId(Uuid::from_u128(number)))
}

pub(crate) fn place(channel: Channel, seq: u64) -> Subscription {
    Subscription { ch: channel, epoch: Some(EPOCH), seq, last: None }
}

pub(crate) fn event(channel: Channel, epoch: Epoch, seq: u64) -> Envelope {
    Envelope {
        channel,
        epoch,
        seq,
        id: EventId(Uuid::from_u128(u128::from(seq))),
        at: Timestamp::UNIX_EPOCH,
        cause: None,
        event: RawEvent { name: "something_new".to_owned(), data: serde_json::json!({}) },
    }
}

pub(crate) fn sub_ok(channel: Channel, from: u64, top: u64) -> ServerFrame {
    let mode = if from > top { SubscriptionMode::Live } else { SubscriptionMode::Replay };
    ServerFrame::SubOk { ch: channel, epoch: EPOCH, mode, from, top }
}

pub(crate) fn pong(top: BTreeMap<Channel, (Epoch, u64)>) -> ServerFrame {
    ServerFrame::Pong { n: 1, now: Timestamp::UNIX_EPOCH, top }
}

#[derive(Debug)]
pub(crate) struct Bench {
    pub(crate) machine: Machine,
    pub(crate) elapsed: Duration,
    wall_ahead: SignedDuration,
    /// The number of the last dial.
    pub(crate) attempt: u64,
    pub(crate) status: LinkStatus,
    /// Everything since the last look, but for the log.
    pub(crate) done: Vec<Action>,
    /// The log of the connection.
    pub(crate) log: Vec<ConnectionStep>,
}

impl Bench {
    pub(crate) fn new(seed: u64) -> Self {
        Self::with(seed, true)
    }

    pub(crate) fn with(seed: u64, is_embedded: bool) -> Self {
        let device = DeviceId(Uuid::from_u128(9));
        let introduction = Introduction { device, client: "test/1".to_owned(), is_embedded };
        Self {
            machine: Machine::new(introduction, seed),
            elapsed: Duration::ZERO,
            wall_ahead: SignedDuration::ZERO,
            attempt: 0,
            status: LinkStatus::default(),
            done: Vec::new(),
            log: Vec::new(),
        }
    }

    /// A machine on a ready connection that has answered no ping yet.
    pub(crate) fn ready(seed: u64) -> Self {
        let mut bench = Self::new(seed);
        bench.give(Input::Start);
        bench.connect();
        bench.done.clear();
        bench
    }

    pub(crate) fn connect(&mut self) {
        self.open();
        self.frame(ready_frame());
        assert_eq!(self.status.state, LinkState::Ready);
    }

    pub(crate) fn open(&mut self) {
        self.give(Input::Opened { attempt: self.attempt });
    }

    pub(crate) fn give(&mut self, input: Input) -> Vec<Action> {
        let now = Now { elapsed: self.elapsed, wall: self.wall() };
        let mut actions = self.machine.step(input, now);
        actions.retain(|action| match action {
            Action::Tell(Output::Logged(step)) => {
                self.log.push(step.clone());
                false
            }
            _ => true,
        });
        for action in &actions {
            match action {
                Action::Dial { attempt, .. } => self.attempt = *attempt,
                Action::Tell(Output::Status(status)) => self.status = status.clone(),
                _ => {}
            }
        }
        self.done.extend(actions.iter().cloned());
        actions
    }

    pub(crate) fn frame(&mut self, frame: ServerFrame) -> Vec<Action> {
        let (attempt, frame) = (self.attempt, Box::new(frame));
        self.give(Input::Frame { attempt, frame, bytes: 100 })
    }

    pub(crate) fn event(&mut self, channel: Channel, seq: u64) -> Vec<Action> {
        self.frame(ServerFrame::Ev(event(channel, EPOCH, seq)))
    }

    pub(crate) fn pong(&mut self) -> Vec<Action> {
        self.frame(pong(BTreeMap::new()))
    }

    pub(crate) fn close(&mut self, code: u16) -> Vec<Action> {
        self.give(Input::Closed { attempt: self.attempt, code: Some(code) })
    }

    pub(crate) fn dial_fails(&mut self, failure: DialFailure) -> Vec<Action> {
        self.give(Input::DialFailed { attempt: self.attempt, failure })
    }

    /// Lets time pass, with a tick at every deadline of the machine.
    pub(crate) fn pass(&mut self, time: Duration) -> Vec<Action> {
        let end = self.elapsed + time;
        let mut actions = Vec::new();
        while let Some(due) = self.machine.next_deadline()
            && due <= end
        {
            self.elapsed = due.max(self.elapsed);
            actions.extend(self.give(Input::Tick));
            let next = self.machine.next_deadline();
            assert!(next.is_none_or(|next| next > self.elapsed), "what is due is not done");
        }
        self.elapsed = end;
        actions
    }

    /// Lets time pass until the machine has sent a ping.
    pub(crate) fn pass_to_ping(&mut self) {
        let start = self.elapsed;
        loop {
            let due = self.machine.next_deadline().expect("a ready machine has a deadline");
            if pings(&self.pass(due.saturating_sub(self.elapsed))) > 0 {
                return;
            }
            assert!(self.elapsed < start + Duration::from_mins(1), "no ping came");
        }
    }

    /// The machine sleeps: only the time of day goes on.
    pub(crate) fn sleep(&mut self, time: SignedDuration) {
        self.wall_ahead += time;
    }

    pub(crate) fn wall(&self) -> Timestamp {
        let elapsed = SignedDuration::try_from(self.elapsed).expect("tests are shorter");
        let start = Timestamp::from_second(1_700_000_000).expect("a time in range");
        start + elapsed + self.wall_ahead
    }

    pub(crate) fn look(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.done)
    }

    /// Time until the next dial, by the status.
    pub(crate) fn retry_in(&self) -> Duration {
        let at = self.status.retry_at.expect("the machine waits");
        Duration::try_from(at.duration_since(self.wall())).unwrap_or_default()
    }
}

pub(crate) fn sent(actions: &[Action]) -> Vec<ClientFrame> {
    actions
        .iter()
        .filter_map(|action| match action {
            Action::Send { frame, .. } => Some(frame.clone()),
            _ => None,
        })
        .collect()
}

pub(crate) fn pings(actions: &[Action]) -> usize {
    sent(actions).iter().filter(|frame| matches!(frame, ClientFrame::Ping { .. })).count()
}

pub(crate) fn subscriptions(actions: &[Action]) -> Vec<Subscription> {
    sent(actions)
        .into_iter()
        .flat_map(|frame| match frame {
            ClientFrame::Sub(subscription) => vec![subscription],
            ClientFrame::Hello { subs, .. } => subs,
            _ => Vec::new(),
        })
        .collect()
}

pub(crate) fn delivered(actions: &[Action]) -> Vec<(Channel, u64)> {
    actions
        .iter()
        .filter_map(|action| match action {
            Action::Tell(Output::Event(event)) => Some((event.channel, event.seq)),
            _ => None,
        })
        .collect()
}

pub(crate) fn dials(actions: &[Action]) -> Vec<(u64, bool)> {
    actions
        .iter()
        .filter_map(|action| match action {
            Action::Dial { attempt, renew, .. } => Some((*attempt, *renew)),
            _ => None,
        })
        .collect()
}

pub(crate) fn closes(actions: &[Action]) -> usize {
    actions.iter().filter(|action| matches!(action, Action::Close { .. })).count()
}

/// By which transports it dialled.
pub(crate) fn transports(actions: &[Action]) -> Vec<Transport> {
    actions
        .iter()
        .filter_map(|action| match action {
            Action::Dial { transport, .. } => Some(*transport),
            _ => None,
        })
        .collect()
}
