//! A server that keeps its log well and loses, repeats and swaps what it sends live: every event
//! must still come, in order and once.

use crate::bench::{Bench, EPOCH, channel, event, place, pong, ready_frame, sub_ok};
use link::{
    Output,
    machine::{Action, Input},
};
use proptest::prelude::*;
use protocol::{
    Channel,
    frame::{ClientFrame, ServerFrame, Subscription},
};
use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

#[derive(Debug, Clone, Copy)]
enum Fate {
    Sent,
    Lost,
    Repeated,
    Swapped,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Commit(u128, Fate),
    Arrive,
    Cut,
    Pass(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let fate = prop_oneof![
        6 => Just(Fate::Sent),
        2 => Just(Fate::Lost),
        1 => Just(Fate::Repeated),
        1 => Just(Fate::Swapped),
    ];
    prop_oneof![
        12 => (1_u128..4, fate).prop_map(|(number, fate)| Step::Commit(number, fate)),
        6 => Just(Step::Arrive),
        1 => Just(Step::Cut),
        1 => (0_u64..40_000).prop_map(Step::Pass),
    ]
}

struct World {
    bench: Bench,
    log: BTreeMap<Channel, u64>,
    received: BTreeMap<Channel, Vec<u64>>,
    /// On its way to the client.
    wire: VecDeque<ServerFrame>,
    held: Vec<ServerFrame>,
    is_open: bool,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut world = Self {
            bench: Bench::new(seed),
            log: (1..4).map(|number| (channel(number), 0)).collect(),
            received: BTreeMap::new(),
            wire: VecDeque::new(),
            held: Vec::new(),
            is_open: false,
        };
        for channel in world.log.keys().copied().collect::<Vec<_>>() {
            world.bench.give(Input::Follow(place(channel, 0)));
        }
        let actions = world.bench.give(Input::Start);
        world.react(actions);
        world
    }

    fn react(&mut self, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Dial { attempt, .. } => {
                    self.wire.clear();
                    self.held.clear();
                    self.is_open = true;
                    let opened = self.bench.give(Input::Opened { attempt });
                    self.react(opened);
                }
                Action::Close => self.is_open = false,
                Action::Send(frame) => self.answer(frame),
                Action::Tell(Output::Event(event)) => {
                    self.received.entry(event.channel).or_default().push(event.seq);
                }
                Action::Tell(output) => {
                    let is_resync = matches!(output, Output::Resync { .. });
                    assert!(!is_resync, "there is no need to read anything");
                }
                Action::Authorise => {}
            }
        }
    }

    fn answer(&mut self, frame: ClientFrame) {
        match frame {
            ClientFrame::Hello { subs, .. } => {
                self.wire.push_back(ready_frame());
                for wish in subs {
                    self.replay(wish);
                }
            }
            ClientFrame::Sub(wish) => self.replay(wish),
            ClientFrame::Ping { .. } => {
                let tops = self.log.iter().map(|(channel, top)| (*channel, (EPOCH, *top)));
                self.wire.push_back(pong(tops.collect()));
            }
            ClientFrame::Unsub { .. }
            | ClientFrame::Ack { .. }
            | ClientFrame::Auth { .. }
            | ClientFrame::Typing { .. } => {}
        }
    }

    fn replay(&mut self, wish: Subscription) {
        let top = self.log[&wish.ch];
        self.wire.push_back(sub_ok(wish.ch, wish.seq + 1, top));
        let events = (wish.seq + 1..=top).map(|seq| ServerFrame::Ev(event(wish.ch, EPOCH, seq)));
        self.wire.extend(events);
        self.wire.push_back(ServerFrame::CaughtUp { ch: wish.ch, seq: top });
    }

    fn commit(&mut self, number: u128, fate: Fate) {
        let channel = channel(number);
        let top = self.log.entry(channel).or_default();
        *top += 1;
        let frame = ServerFrame::Ev(event(channel, EPOCH, *top));
        match fate {
            Fate::Lost => {}
            Fate::Swapped => self.held.push(frame),
            Fate::Sent => self.wire.push_back(frame),
            Fate::Repeated => self.wire.extend([frame.clone(), frame]),
        }
        if !matches!(fate, Fate::Swapped) {
            self.wire.extend(self.held.drain(..));
        }
    }

    fn arrive(&mut self) {
        while self.is_open
            && let Some(frame) = self.wire.pop_front()
        {
            let actions = self.bench.frame(frame);
            self.react(actions);
        }
    }

    fn pass(&mut self, time: Duration) {
        let end = self.bench.elapsed + time;
        while let Some(due) = self.bench.machine.next_deadline()
            && due <= end
        {
            self.bench.elapsed = due.max(self.bench.elapsed);
            let actions = self.bench.give(Input::Tick);
            self.react(actions);
            self.arrive();
        }
        self.bench.elapsed = end;
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Commit(number, fate) => self.commit(number, fate),
            Step::Arrive => self.arrive(),
            Step::Cut if self.is_open => {
                self.is_open = false;
                let actions = self.bench.close(1006);
                self.react(actions);
            }
            Step::Cut => {}
            Step::Pass(time) => self.pass(Duration::from_millis(time)),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    #[test]
    fn every_event_comes_once_and_in_order_however_badly_it_is_sent(
        seed: u64,
        steps in prop::collection::vec(step(), 1..150),
    ) {
        let mut world = World::new(seed);
        for step in steps {
            world.take(step);
        }
        // A dial, and two heartbeats to find what nothing else tells of.
        world.pass(Duration::from_mins(2));
        for (channel, top) in &world.log {
            let received = world.received.remove(channel).unwrap_or_default();
            prop_assert_eq!(received, (1..=*top).collect::<Vec<_>>());
        }
    }
}
