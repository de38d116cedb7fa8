//! A server that keeps its log well, and all that may happen on the way from it: live events that are
//! lost, repeated and swapped, connections that are cut, transports that come and go, slow ones whose
//! old answers still arrive. Every event must come, in order and once.

use crate::{
    bench::{Bench, EPOCH, channel, event, place},
    server::Server,
};
use link::{
    Output,
    machine::{Action, DialFailure, Input},
};
use proptest::prelude::*;
use protocol::{
    Channel,
    app_event::{LinkState, Transport},
    frame::ServerFrame,
};
use std::{collections::BTreeMap, time::Duration};

#[derive(Debug, Clone, Copy)]
enum Fate {
    Sent,
    Lost,
    Repeated,
    Swapped,
}

/// How a transport treats a dial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Open,
    Refused,
    /// No answer ever comes.
    Hangs,
    /// It opens, and nothing comes through.
    Swallows,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Commit(u128, Fate),
    Arrive,
    ArriveSome(usize),
    Cut,
    Pass(u64),
    Block(Transport, Way),
    RetryNow,
    NetworkUp,
    Refollow(u128),
}

fn transport() -> impl Strategy<Value = Transport> {
    prop_oneof![
        3 => Just(Transport::WebSocket),
        1 => Just(Transport::ServerSentEvents),
        1 => Just(Transport::LongPoll),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let fate = prop_oneof![
        6 => Just(Fate::Sent),
        2 => Just(Fate::Lost),
        1 => Just(Fate::Repeated),
        1 => Just(Fate::Swapped),
    ];
    let way = prop_oneof![
        2 => Just(Way::Open),
        3 => Just(Way::Refused),
        2 => Just(Way::Hangs),
        1 => Just(Way::Swallows),
    ];
    prop_oneof![
        12 => (1_u128..4, fate).prop_map(|(number, fate)| Step::Commit(number, fate)),
        6 => Just(Step::Arrive),
        3 => (0_usize..6).prop_map(Step::ArriveSome),
        2 => Just(Step::Cut),
        2 => (0_u64..40_000).prop_map(Step::Pass),
        1 => (0_u64..600_000).prop_map(Step::Pass),
        3 => (transport(), way).prop_map(|(transport, way)| Step::Block(transport, way)),
        1 => Just(Step::RetryNow),
        1 => Just(Step::NetworkUp),
        1 => (1_u128..4).prop_map(Step::Refollow),
    ]
}

struct World {
    bench: Bench,
    server: Server,
    ways: BTreeMap<Transport, Way>,
    received: BTreeMap<Channel, Vec<u64>>,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut world = Self {
            bench: Bench::with(seed, false),
            server: Server::new((1..4).map(channel)),
            ways: BTreeMap::new(),
            received: BTreeMap::new(),
        };
        for number in 1..4 {
            world.give(Input::Follow(place(channel(number), 0)));
        }
        world.give(Input::Start);
        world
    }

    fn give(&mut self, input: Input) {
        let actions = self.bench.give(input);
        for action in actions {
            match action {
                Action::Dial { attempt, transport, .. } => self.dialled(attempt, transport),
                Action::Close { attempt } => self.server.close(attempt),
                Action::Send { attempt, frame } => {
                    let way = self.server.transport(attempt).map(|transport| self.way(transport));
                    if way == Some(Way::Swallows) {
                        self.server.lose(attempt, &frame);
                    } else {
                        self.server.hear(attempt, frame, self.bench.elapsed);
                    }
                }
                Action::Tell(Output::Event(event)) => {
                    self.received.entry(event.channel).or_default().push(event.seq);
                    let stored = BTreeMap::from([(event.channel, event.seq)]);
                    self.give(Input::Acknowledge(stored));
                }
                Action::Tell(output) => {
                    let is_resync = matches!(output, Output::Resync { .. });
                    assert!(!is_resync, "there is no need to read anything");
                }
                Action::Authorise { attempt } => {
                    let valid_for = Duration::from_hours(1);
                    self.give(Input::Authorised { attempt, valid_for });
                }
            }
        }
    }

    fn way(&self, transport: Transport) -> Way {
        self.ways.get(&transport).copied().unwrap_or(Way::Open)
    }

    fn dialled(&mut self, attempt: u64, transport: Transport) {
        match self.way(transport) {
            Way::Open | Way::Swallows => {
                self.server.open(attempt, transport);
                self.give(Input::Opened { attempt });
            }
            Way::Refused => {
                self.give(Input::DialFailed { attempt, failure: DialFailure::Unreachable });
            }
            Way::Hangs => {}
        }
    }

    fn commit(&mut self, number: u128, fate: Fate) {
        let channel = channel(number);
        let seq = self.server.commit(channel);
        let frame = ServerFrame::Ev(event(channel, EPOCH, seq));
        match fate {
            Fate::Lost => self.server.tell(Vec::new(), true),
            Fate::Swapped => self.server.hold(frame),
            Fate::Sent => self.server.tell(vec![frame], false),
            Fate::Repeated => self.server.tell(vec![frame.clone(), frame], false),
        }
    }

    fn arrive(&mut self, most: usize) {
        for _ in 0..most {
            let Some(input) = self.server.next() else { return };
            self.give(input);
        }
    }

    fn pass(&mut self, time: Duration) {
        let end = self.bench.elapsed + time;
        loop {
            let due = self.bench.machine.next_deadline().into_iter().chain(self.server.due());
            let Some(due) = due.min().filter(|due| *due <= end) else { break };
            self.bench.elapsed = due.max(self.bench.elapsed);
            self.server.tick(self.bench.elapsed);
            self.give(Input::Tick);
            self.arrive(usize::MAX);
        }
        self.bench.elapsed = end;
    }

    fn is_complete(&self) -> Result<(), TestCaseError> {
        for (channel, top) in &self.server.log {
            let received = self.received.get(channel).cloned().unwrap_or_default();
            prop_assert_eq!(received, (1..=*top).collect::<Vec<_>>());
        }
        Ok(())
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Commit(number, fate) => self.commit(number, fate),
            Step::Arrive => self.arrive(usize::MAX),
            Step::ArriveSome(most) => self.arrive(most),
            Step::Cut => {
                for attempt in self.server.cut() {
                    self.give(Input::Closed { attempt, code: Some(1006) });
                }
            }
            Step::Pass(time) => self.pass(Duration::from_millis(time)),
            Step::Block(transport, way) => {
                self.ways.insert(transport, way);
            }
            Step::RetryNow => self.give(Input::RetryNow),
            Step::NetworkUp => self.give(Input::NetworkUp),
            // The owner follows again from where it has stored.
            Step::Refollow(number) => {
                let channel = channel(number);
                let seq = self.received.get(&channel).and_then(|all| all.last()).copied();
                self.give(Input::Follow(place(channel, seq.unwrap_or(0))));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_event_comes_once_and_in_order_however_badly_and_by_whatever_transport_it_is_sent(
        seed: u64,
        steps in prop::collection::vec(step(), 1..150),
    ) {
        let mut world = World::new(seed);
        for step in steps {
            world.take(step);
        }
        // A slower transport brings everything too, not only the socket at the end.
        let before = world.bench.status.transport;
        world.pass(Duration::from_mins(1));
        let is_slow = world.bench.status.state == LinkState::Degraded;
        // What swallows requests brings nothing, however long one waits.
        let is_open = before.is_some_and(|transport| world.way(transport) == Way::Open);
        if is_slow && is_open && before == world.bench.status.transport {
            world.is_complete()?;
        }
        // With every way open, a socket is found again; two heartbeats find what nothing else tells.
        world.ways.clear();
        world.pass(Duration::from_mins(12));
        prop_assert_eq!(world.bench.status.state, LinkState::Ready);
        world.is_complete()?;
    }
}

/// The law above is worth nothing if the slower transports are never used in it.
#[test]
fn without_sockets_and_then_without_streams_events_go_on_and_a_socket_is_found_again() {
    let mut world = World::new(1);
    let mut count = 0;
    let mut commits = |world: &mut World| {
        for _ in 0..5 {
            world.take(Step::Commit(1, Fate::Sent));
            world.take(Step::Arrive);
            world.pass(Duration::from_secs(1));
            count += 1;
        }
        let received = world.received.get(&channel(1)).cloned().unwrap_or_default();
        assert_eq!(received, (1..=count).collect::<Vec<u64>>());
    };
    commits(&mut world);
    for (blocked, expected) in [
        (vec![Transport::WebSocket], Transport::ServerSentEvents),
        (vec![Transport::WebSocket, Transport::ServerSentEvents], Transport::LongPoll),
        (vec![], Transport::WebSocket),
    ] {
        world.ways = blocked.iter().map(|transport| (*transport, Way::Refused)).collect();
        if !blocked.is_empty() {
            world.take(Step::Cut);
        }
        world.pass(Duration::from_mins(5));
        assert_eq!(world.bench.status.transport, Some(expected));
        commits(&mut world);
    }
    assert_eq!(world.bench.status.state, LinkState::Ready);
}
