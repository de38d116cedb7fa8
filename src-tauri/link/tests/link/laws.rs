//! What holds after any sequence of inputs, however senseless: an observer watches every action of
//! the machine and knows nothing of its inside.

use crate::{
    bench::{Bench, EPOCH, OTHER_EPOCH, channel, event, place, pong, ready_frame, sub_ok},
    observer::Observer,
};
use jiff::SignedDuration;
use link::machine::{DialFailure, Input};
use proptest::prelude::*;
use protocol::{
    ErrorCode, Problem,
    frame::{ResyncReason, ServerFrame},
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
    NetworkUp,
    NetworkDown,
    Heard,
    Answered,
    Climb,
    ClimbFails(u8),
    ClimbCloses(u16),
    TimesOut,
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
        6 => (0_u8..6).prop_map(Step::DialFails),
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
        1 => Just(Step::NetworkUp),
        1 => Just(Step::NetworkDown),
        2 => Just(Step::Heard),
        3 => Just(Step::Answered),
        2 => Just(Step::Climb),
        1 => (0_u8..4).prop_map(Step::ClimbFails),
        1 => (4000_u16..4600).prop_map(Step::ClimbCloses),
        2 => Just(Step::TimesOut),
    ]
}

struct World {
    bench: Bench,
    observer: Observer,
}

impl World {
    fn new(seed: u64, is_embedded: bool) -> Self {
        Self { bench: Bench::with(seed, is_embedded), observer: Observer::new(is_embedded) }
    }

    fn give(&mut self, input: Input) -> Result<(), TestCaseError> {
        let actions = self.bench.give(input);
        self.observer.see(self.bench.elapsed, &actions)
    }

    /// A frame on the present connection.
    fn frame(&mut self, frame: ServerFrame) -> Result<(), TestCaseError> {
        let at = self.bench.elapsed;
        let Some(attempt) = self.observer.hears_frame(&frame, at) else { return Ok(()) };
        self.give(Input::Frame { attempt, frame: Box::new(frame), bytes: 100 })
    }

    fn open(&mut self) -> Result<(), TestCaseError> {
        let Some(attempt) = self.observer.opens() else { return Ok(()) };
        self.give(Input::Opened { attempt })
    }

    /// The present connection ends.
    fn ends(&mut self, input: impl Fn(u64) -> Input) -> Result<(), TestCaseError> {
        let Some(attempt) = self.observer.ends(self.bench.elapsed) else { return Ok(()) };
        self.give(input(attempt))
    }

    /// The person asks for a socket, and it is found.
    fn climb(&mut self) -> Result<(), TestCaseError> {
        self.asked(Input::RetryNow)?;
        let Some(attempt) = self.observer.climb_opens() else { return Ok(()) };
        self.give(Input::Opened { attempt })?;
        self.observer.climb_is_greeted(self.bench.elapsed);
        self.give(Input::Frame { attempt, frame: Box::new(ready_frame()), bytes: 100 })
    }

    fn climb_ends(&mut self, input: impl Fn(u64) -> Input) -> Result<(), TestCaseError> {
        let Some(attempt) = self.observer.climb_ends() else { return Ok(()) };
        self.give(input(attempt))
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

    fn time_out(&mut self) -> Result<(), TestCaseError> {
        let due = self.bench.machine.next_deadline().unwrap_or_default();
        self.pass(due.saturating_sub(self.bench.elapsed))
    }

    fn near(&self, number: u128, offset: i64) -> u64 {
        let place = self.observer.place(channel(number)).unwrap_or(5);
        place.saturating_add_signed(offset)
    }

    fn take(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Connect => {
                self.open()?;
                self.frame(ready_frame())
            }
            Step::Open => self.open(),
            Step::Ready => self.frame(ready_frame()),
            Step::DialFails(kind) => {
                if kind == 2 {
                    self.observer.excuse(self.bench.elapsed);
                }
                self.ends(|attempt| Input::DialFailed { attempt, failure: dial_failure(kind) })
            }
            Step::Closes(code) => {
                if code == 4005 {
                    self.observer.excuse(self.bench.elapsed);
                }
                self.ends(|attempt| Input::Closed { attempt, code: Some(code) })
            }
            Step::LateClose => {
                let attempt = self.bench.attempt + 7;
                self.give(Input::Closed { attempt, code: Some(4500) })
            }
            Step::Pass(time) => self.pass(Duration::from_millis(time)),
            Step::TimesOut => self.time_out(),
            Step::Sleep(time) => {
                self.bench.sleep(SignedDuration::from_secs(time));
                self.observer.excuse(self.bench.elapsed);
                if time > 30 {
                    self.observer.wakes(self.bench.elapsed);
                }
                Ok(())
            }
            Step::ClockGoesBack(time) => {
                // In one look both jumps would hide each other.
                self.pass(Duration::from_secs(5))?;
                self.bench.sleep(SignedDuration::from_secs(-time));
                self.pass(Duration::from_secs(5))
            }
            Step::RetryNow => self.asked(Input::RetryNow),
            Step::NetworkUp => self.asked(Input::NetworkUp),
            Step::NetworkDown => self.asked(Input::NetworkDown),
            other => self.take_slower(other),
        }
    }

    /// Something from outside that is a reason not to wait.
    fn asked(&mut self, input: Input) -> Result<(), TestCaseError> {
        self.observer.excuse(self.bench.elapsed);
        if input == Input::RetryNow {
            self.observer.is_ended = false;
        }
        self.give(input)
    }

    fn take_slower(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Heard => match self.observer.hears(self.bench.elapsed) {
                Some(attempt) => self.give(Input::Heard { attempt }),
                None => Ok(()),
            },
            Step::Answered => match self.observer.answers(self.bench.elapsed) {
                Some(attempt) => self.give(Input::Answered { attempt }),
                None => Ok(()),
            },
            Step::Climb => self.climb(),
            Step::ClimbFails(kind) => self
                .climb_ends(|attempt| Input::DialFailed { attempt, failure: dial_failure(kind) }),
            Step::ClimbCloses(code) => {
                self.climb_ends(|attempt| Input::Closed { attempt, code: Some(code) })
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
            Step::Drain(from, to) => {
                self.observer.excuse(self.bench.elapsed);
                self.frame(ServerFrame::Drain { in_ms: (from, to) })
            }
            Step::Follow { number, seq } => {
                self.observer.follows(channel(number), seq);
                self.give(Input::Follow(place(channel(number), seq)))
            }
            Step::Unfollow { number } => {
                self.observer.leaves(channel(number));
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
        1 => DialFailure::Busy { retry_after: Duration::from_secs(45) },
        2 => DialFailure::Unauthorized,
        3 => DialFailure::Refused(Problem::refused(ErrorCode::WrongCredentials, "Wrong.")),
        _ => DialFailure::Unreachable,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_hold_after_any_sequence(
        seed: u64,
        is_embedded in prop::bool::weighted(0.2),
        failures in prop_oneof![Just(0), Just(5), Just(6)],
        steps in prop::collection::vec(step(), 1..120),
    ) {
        let mut world = World::new(seed, is_embedded);
        world.give(Input::Start)?;
        // So many failures lead to each of the transports.
        for _ in 0..failures {
            world.take(Step::DialFails(4))?;
            world.pass(Duration::from_secs(30))?;
        }
        for step in steps {
            world.take(step)?;
        }
        // Whatever happened, with a server that answers it is ready within the longest delay,
        // unless the server ended it.
        if !world.observer.is_ended {
            let mut left = 100;
            while !world.observer.is_live() && left > 0 {
                world.take(Step::Connect)?;
                if !world.observer.is_live() {
                    world.time_out()?;
                }
                left -= 1;
            }
            prop_assert!(world.observer.is_live(), "it never came back");
        }
    }
}
