//! What holds after any sequence of inputs, however senseless: an observer watches every action of
//! the machine and knows nothing of its inside.

use crate::bench::{Bench, EPOCH, OTHER_EPOCH, channel, event, place, pong, ready_frame, sub_ok};
use jiff::SignedDuration;
use link::{
    Output,
    machine::{Action, DialFailure, Input},
};
use proptest::prelude::*;
use protocol::{
    Channel, ErrorCode, Problem,
    app_event::LinkState,
    frame::{ClientFrame, ResyncReason, ServerFrame},
};
use std::{collections::BTreeMap, time::Duration};

#[derive(Debug, Clone, Copy)]
enum Step {
    Connect,
    Open,
    Ready,
    DialFails(u8),
    Closes(u16),
    LateClose,
    Event { number: u128, offset: i64, is_other: bool },
    Run { number: u128, length: u64 },
    SubOk { number: u128, offset: i64, more: u64 },
    CaughtUp { number: u128, offset: i64 },
    Resync { number: u128 },
    Refused { number: u128, retryable: bool },
    Pong { offset: i64 },
    Drain(u64, u64),
    Pass(u64),
    Sleep(i64),
    ClockGoesBack(i64),
    Follow { number: u128, seq: u64 },
    Unfollow { number: u128 },
    Acknowledge { number: u128, seq: u64 },
    RetryNow,
}

fn step() -> impl Strategy<Value = Step> {
    let number = 1_u128..4;
    let offset = -3_i64..4;
    let code =
        prop_oneof![4000_u16..4009, 4495_u16..4510, Just(1000_u16), Just(1006_u16), any::<u16>()];
    prop_oneof![
        6 => Just(Step::Connect),
        1 => Just(Step::Open),
        1 => Just(Step::Ready),
        2 => (0_u8..4).prop_map(Step::DialFails),
        2 => code.prop_map(Step::Closes),
        1 => Just(Step::LateClose),
        8 => (number.clone(), offset.clone(), prop::bool::weighted(0.1))
            .prop_map(|(number, offset, is_other)| Step::Event { number, offset, is_other }),
        4 => (number.clone(), 1_u64..200).prop_map(|(number, length)| Step::Run { number, length }),
        4 => (number.clone(), offset.clone(), 0_u64..5)
            .prop_map(|(number, offset, more)| Step::SubOk { number, offset, more }),
        2 => (number.clone(), offset.clone())
            .prop_map(|(number, offset)| Step::CaughtUp { number, offset }),
        1 => number.clone().prop_map(|number| Step::Resync { number }),
        1 => (number.clone(), any::<bool>())
            .prop_map(|(number, retryable)| Step::Refused { number, retryable }),
        4 => offset.prop_map(|offset| Step::Pong { offset }),
        1 => (0_u64..20_000, 0_u64..20_000).prop_map(|(from, to)| Step::Drain(from, to)),
        8 => (0_u64..70_000).prop_map(Step::Pass),
        2 => (0_i64..90).prop_map(Step::Sleep),
        1 => (0_i64..90).prop_map(Step::ClockGoesBack),
        4 => (number.clone(), 0_u64..10).prop_map(|(number, seq)| Step::Follow { number, seq }),
        1 => number.clone().prop_map(|number| Step::Unfollow { number }),
        3 => (number, 0_u64..300).prop_map(|(number, seq)| Step::Acknowledge { number, seq }),
        1 => Just(Step::RetryNow),
    ]
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Socket {
    #[default]
    None,
    Dialled,
    Open,
    Ready,
}

/// What an observer knows.
#[derive(Debug, Default)]
struct Observer {
    places: BTreeMap<Channel, u64>,
    socket: Socket,
    is_ended: bool,
    heard_at: Duration,
    last_ping: Duration,
    woken_at: Option<Duration>,
}

impl Observer {
    fn see(&mut self, at: Duration, actions: &[Action]) -> Result<(), TestCaseError> {
        for action in actions {
            match action {
                Action::Dial { .. } => {
                    prop_assert_eq!(self.socket, Socket::None, "it dialled twice at once");
                    prop_assert!(!self.is_ended, "it dialled after the end");
                    *self = Self {
                        places: std::mem::take(&mut self.places),
                        socket: Socket::Dialled,
                        ..Self::default()
                    };
                }
                Action::Close => {
                    prop_assert!(self.has_socket(), "there is nothing to close");
                    self.gone();
                }
                Action::Authorise => prop_assert!(self.is_ready()),
                Action::Send(frame) => self.sends(at, frame)?,
                Action::Tell(output) => self.hears(output)?,
            }
        }
        self.is_alive(at)
    }

    fn gone(&mut self) {
        self.socket = Socket::None;
        self.woken_at = None;
    }

    fn has_socket(&self) -> bool {
        self.socket != Socket::None
    }

    fn is_open(&self) -> bool {
        self.socket >= Socket::Open
    }

    fn is_ready(&self) -> bool {
        self.socket == Socket::Ready
    }

    fn sends(&mut self, at: Duration, frame: &ClientFrame) -> Result<(), TestCaseError> {
        prop_assert!(self.is_open(), "there is no socket to send on");
        match frame {
            ClientFrame::Hello { .. } => prop_assert!(!self.is_ready()),
            ClientFrame::Ping { .. } => self.last_ping = at,
            ClientFrame::Sub(_)
            | ClientFrame::Unsub { .. }
            | ClientFrame::Ack { .. }
            | ClientFrame::Auth { .. }
            | ClientFrame::Typing { .. } => {}
        }
        let is_hello = matches!(frame, ClientFrame::Hello { .. });
        prop_assert!(is_hello || self.is_ready(), "only ready is a permission to send");
        Ok(())
    }

    fn hears(&mut self, output: &Output) -> Result<(), TestCaseError> {
        match output {
            Output::Event(event) => {
                let place = self.places.get_mut(&event.channel);
                prop_assert!(place.is_some(), "nobody follows this channel");
                let place = place.expect("it was checked");
                prop_assert_eq!(event.epoch, EPOCH);
                prop_assert_eq!(event.seq, *place + 1, "a hole or a repeat");
                *place = event.seq;
            }
            Output::Resync { channel, .. } | Output::Refused { channel: Some(channel), .. } => {
                self.places.remove(channel);
            }
            Output::Ended { code } => {
                prop_assert!(*code >= 4500);
                self.is_ended = true;
                self.gone();
            }
            Output::Status(status) => {
                let waits = status.retry_at.is_some();
                prop_assert!(!waits || !self.has_socket(), "it waits with a socket open");
                prop_assert_eq!(status.state == LinkState::Ready, self.is_ready());
            }
            Output::Ready { .. }
            | Output::Following { .. }
            | Output::CaughtUp { .. }
            | Output::Refused { channel: None, .. } => {}
        }
        Ok(())
    }

    /// Heartbeats never stop, and a dead connection is noticed in time.
    fn is_alive(&self, at: Duration) -> Result<(), TestCaseError> {
        if self.is_ready() {
            prop_assert!(at <= self.last_ping + Duration::from_secs(33), "the heartbeat stopped");
            prop_assert!(at <= self.heard_at + Duration::from_secs(43), "it is dead");
            if let Some(woken_at) = self.woken_at {
                prop_assert!(at <= woken_at + Duration::from_secs(10), "dead since it woke up");
            }
        }
        Ok(())
    }
}

struct World {
    bench: Bench,
    observer: Observer,
}

impl World {
    fn new(seed: u64, is_embedded: bool) -> Self {
        Self { bench: Bench::with(seed, is_embedded), observer: Observer::default() }
    }

    fn give(&mut self, input: Input) -> Result<(), TestCaseError> {
        let actions = self.bench.give(input);
        self.observer.see(self.bench.elapsed, &actions)
    }

    fn frame(&mut self, frame: ServerFrame) -> Result<(), TestCaseError> {
        if !self.observer.is_open() {
            return Ok(());
        }
        let at = self.bench.elapsed;
        if matches!(frame, ServerFrame::Ready { .. }) && !self.observer.is_ready() {
            (self.observer.socket, self.observer.last_ping) = (Socket::Ready, at);
        }
        (self.observer.heard_at, self.observer.woken_at) = (at, None);
        let actions = self.bench.frame(frame);
        self.observer.see(at, &actions)
    }

    fn open(&mut self) -> Result<(), TestCaseError> {
        if !self.observer.has_socket() || self.observer.is_open() {
            return Ok(());
        }
        self.observer.socket = Socket::Open;
        self.give(Input::Opened { attempt: self.bench.attempt })
    }

    fn ends(&mut self, input: Input) -> Result<(), TestCaseError> {
        if !self.observer.has_socket() {
            return Ok(());
        }
        self.observer.gone();
        self.give(input)
    }

    fn pass(&mut self, time: Duration) -> Result<(), TestCaseError> {
        let end = self.bench.elapsed + time;
        while let Some(due) = self.bench.machine.next_deadline()
            && due <= end
        {
            self.bench.elapsed = due.max(self.bench.elapsed);
            self.give(Input::Tick)?;
        }
        self.bench.elapsed = end;
        self.observer.is_alive(end)
    }

    fn near(&self, number: u128, offset: i64) -> u64 {
        let place = self.observer.places.get(&channel(number)).copied().unwrap_or(5);
        place.saturating_add_signed(offset)
    }

    fn take(&mut self, step: Step) -> Result<(), TestCaseError> {
        let attempt = self.bench.attempt;
        match step {
            Step::Connect => {
                self.open()?;
                self.frame(ready_frame())
            }
            Step::Open => self.open(),
            Step::Ready => self.frame(ready_frame()),
            Step::DialFails(_) if self.observer.is_open() => Ok(()),
            Step::DialFails(kind) => {
                self.ends(Input::DialFailed { attempt, failure: dial_failure(kind) })
            }
            Step::Closes(code) => self.ends(Input::Closed { attempt, code: Some(code) }),
            Step::LateClose => {
                self.give(Input::Closed { attempt: attempt.wrapping_sub(1), code: Some(4500) })
            }
            Step::Pass(time) => self.pass(Duration::from_millis(time)),
            Step::Sleep(time) => {
                self.bench.sleep(SignedDuration::from_secs(time));
                if time > 30 {
                    self.observer.woken_at = Some(self.bench.elapsed);
                }
                Ok(())
            }
            Step::ClockGoesBack(time) => {
                // In one look both jumps would hide each other.
                self.pass(Duration::from_secs(5))?;
                self.bench.sleep(SignedDuration::from_secs(-time));
                self.pass(Duration::from_secs(5))
            }
            Step::RetryNow => {
                self.observer.is_ended = false;
                self.give(Input::RetryNow)
            }
            other => self.take_channel(other),
        }
    }

    fn take_channel(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Event { number, offset, is_other } => {
                let epoch = if is_other { OTHER_EPOCH } else { EPOCH };
                let seq = self.near(number, offset);
                self.frame(ServerFrame::Ev(event(channel(number), epoch, seq)))
            }
            Step::Run { number, length } => {
                let first = self.near(number, 1);
                (first..first + length).try_for_each(|seq| {
                    self.frame(ServerFrame::Ev(event(channel(number), EPOCH, seq)))
                })
            }
            Step::SubOk { number, offset, more } => {
                let from = self.near(number, offset + 1);
                self.frame(sub_ok(channel(number), from, from.saturating_sub(1) + more))
            }
            Step::CaughtUp { number, offset } => {
                let seq = self.near(number, offset);
                self.frame(ServerFrame::CaughtUp { ch: channel(number), seq })
            }
            Step::Resync { number } => {
                let reason = ResyncReason::Rewound;
                self.frame(ServerFrame::Resync { ch: channel(number), reason })
            }
            Step::Refused { number, retryable } => {
                let (name, ch) = ("forbidden".to_owned(), Some(channel(number)));
                self.frame(ServerFrame::Err { code: 0, name, retryable, ch })
            }
            Step::Pong { offset } => {
                let top =
                    (1..4).map(|number| (channel(number), (EPOCH, self.near(number, offset))));
                self.frame(pong(top.collect()))
            }
            Step::Drain(from, to) => self.frame(ServerFrame::Drain { in_ms: (from, to) }),
            Step::Follow { number, seq } => {
                self.observer.places.insert(channel(number), seq);
                self.give(Input::Follow(place(channel(number), seq)))
            }
            Step::Unfollow { number } => {
                self.observer.places.remove(&channel(number));
                self.give(Input::Unfollow(channel(number)))
            }
            Step::Acknowledge { number, seq } => {
                self.give(Input::Acknowledge(BTreeMap::from([(channel(number), seq)])))
            }
            _ => Ok(()),
        }
    }
}

fn dial_failure(kind: u8) -> DialFailure {
    match kind {
        0 => DialFailure::Unreachable,
        1 => DialFailure::Busy { retry_after: Duration::from_secs(45) },
        2 => DialFailure::Unauthorized,
        _ => DialFailure::Refused(Problem::refused(ErrorCode::WrongCredentials, "Wrong.")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_hold_after_any_sequence(
        seed: u64,
        is_embedded: bool,
        steps in prop::collection::vec(step(), 1..120),
    ) {
        let mut world = World::new(seed, is_embedded);
        world.give(Input::Start)?;
        for step in steps {
            world.take(step)?;
        }
        // Whatever happened, with a server that answers it is ready within the longest delay,
        // unless the server ended it.
        if !world.observer.is_ended {
            let mut left = 100;
            while !world.observer.is_ready() && left > 0 {
                world.take(Step::Connect)?;
                let due = world.bench.machine.next_deadline();
                let wait = due.map_or(Duration::ZERO, |due| due.saturating_sub(world.bench.elapsed));
                world.pass(if world.observer.is_ready() { Duration::ZERO } else { wait })?;
                left -= 1;
            }
            prop_assert!(world.observer.is_ready(), "it never came back");
        }
    }
}
