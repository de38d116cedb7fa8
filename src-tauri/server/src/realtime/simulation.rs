//! The connection machine against a simulated log, storage and client: whatever the order of
//! appends, rings, answers and acks, each event comes once and in order, and memory is bounded.

use super::{
    exchange::{Action, Input, Judged},
    machine::{Machine, WINDOW},
    tests::{at, closes, hello, machine},
};
use crate::storage::{Bound, Page, Standing, StoredEvent};
use proptest::prelude::*;
use protocol::{
    Channel, Epoch, EventId, JobId,
    frame::{ResyncReason, ServerFrame, Subscription, close},
};
use std::collections::BTreeMap;
use uuid::Uuid;

const CHANNELS: u128 = 3;

fn channel(index: u8) -> Channel {
    Channel::Job(JobId(Uuid::from_u128(u128::from(index) % CHANNELS)))
}

fn epoch(number: u64) -> Epoch {
    Epoch(Uuid::from_u64_pair(7, number))
}

#[derive(Debug, Clone)]
enum Step {
    Append { channel: u8, count: u16, size: u32, ring: bool },
    NewEpoch { channel: u8 },
    Answer { which: u8 },
    Ack { channel: u8 },
    Subscribe { channel: u8 },
    Unsubscribe { channel: u8 },
    Ping,
}

fn step() -> impl Strategy<Value = Step> {
    let size = prop_oneof![4 => Just(10_u32), 1 => Just(300_000), 1 => Just(1_040_000)];
    let count = prop_oneof![5 => Just(1_u16), 1 => Just(700)];
    prop_oneof![
        5 => (any::<u8>(), count, size, any::<bool>()).prop_map(|(channel, count, size, ring)| {
            let count = if size > 10 { 1 } else { count };
            Step::Append { channel, count, size, ring }
        }),
        1 => any::<u8>().prop_map(|channel| Step::NewEpoch { channel }),
        8 => any::<u8>().prop_map(|which| Step::Answer { which }),
        4 => any::<u8>().prop_map(|channel| Step::Ack { channel }),
        3 => any::<u8>().prop_map(|channel| Step::Subscribe { channel }),
        1 => any::<u8>().prop_map(|channel| Step::Unsubscribe { channel }),
        1 => Just(Step::Ping),
    ]
}

#[derive(Debug, Default, Clone)]
struct Log {
    epoch: u64,
    sizes: Vec<u32>,
}

impl Log {
    fn top(&self) -> u64 {
        u64::try_from(self.sizes.len()).unwrap()
    }
}

#[derive(Debug, Default)]
struct Client {
    /// Where it stands, per channel: epoch and number.
    places: BTreeMap<Channel, (u64, u64)>,
    follows: BTreeMap<Channel, bool>,
    unacked: BTreeMap<Channel, Vec<u32>>,
    resyncs: Vec<Channel>,
}

struct World {
    machine: Machine,
    logs: BTreeMap<Channel, Log>,
    client: Client,
    open: Vec<Result<Input, Action>>,
    asked: u64,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            machine: machine(),
            logs: (0..3).map(|index| (channel(index), Log::default())).collect(),
            client: Client::default(),
            open: Vec::new(),
            asked: 0,
        };
        world.say(&hello(&[]));
        world
    }

    fn feed(&mut self, input: Input) {
        for action in self.machine.handle(input, at(0)) {
            self.take(action);
        }
    }

    fn say(&mut self, text: &str) {
        self.feed(Input::Text(text.to_owned()));
    }

    fn take(&mut self, action: Action) {
        match action {
            Action::Send(frame) => self.receive(&frame),
            Action::Event(event) => self.receive_event(&event),
            Action::Close(code) => panic!("closed with {code}"),
            Action::Greet(_) => {}
            question => {
                self.asked += 1;
                // Half of the questions are answered from the log as it is now, the others from
                // the log as it will be when the answer arrives.
                let early = self.asked.is_multiple_of(2);
                let open = if early { Ok(self.answer(question)) } else { Err(question) };
                self.open.push(open);
            }
        }
    }

    fn receive(&mut self, frame: &ServerFrame) {
        match frame {
            ServerFrame::SubOk { ch, .. } => {
                assert!(self.client.follows.contains_key(ch), "nobody asked for {ch}");
            }
            ServerFrame::CaughtUp { ch, seq } => assert_eq!(self.client.places[ch].1, *seq),
            ServerFrame::Resync { ch, .. } => {
                self.client.follows.remove(ch);
                self.client.unacked.remove(ch);
                self.client.resyncs.push(*ch);
            }
            ServerFrame::Ready { .. } | ServerFrame::Pong { .. } => {}
            other => panic!("unexpected {other:?}"),
        }
    }

    fn receive_event(&mut self, event: &StoredEvent) {
        let ch = event.channel;
        assert!(self.client.follows.contains_key(&ch), "an event of an unfollowed channel");
        let (known, at) = self.client.places[&ch];
        assert_eq!(event.epoch, epoch(known), "an event of another history");
        assert_eq!(event.seq, at + 1, "a hole or a repeat");
        self.client.places.insert(ch, (known, at + 1));
        let size = u32::try_from(event.frame.len()).unwrap();
        self.client.unacked.entry(ch).or_default().push(size);
        let sizes: Vec<u32> = self.client.unacked.values().flatten().copied().collect();
        let bytes: usize = sizes.iter().map(|size| usize::try_from(*size).unwrap()).sum();
        assert!(sizes.len() <= WINDOW.events);
        assert!(bytes <= WINDOW.bytes || sizes.len() == 1, "{bytes} bytes on their way");
    }

    fn answer(&self, question: Action) -> Input {
        match question {
            Action::Judge(wishes) => Input::Judged(
                wishes
                    .iter()
                    .map(|(wish, ticket)| Judged {
                        channel: wish.ch,
                        ticket: *ticket,
                        standing: self.standing(wish),
                    })
                    .collect(),
            ),
            Action::Read { next, bound } => {
                let log = &self.logs[&next.channel];
                let page = if epoch(log.epoch) == next.epoch {
                    page(next.channel, log, next.after, bound)
                } else {
                    Page::Resync(ResyncReason::Epoch)
                };
                Input::Paged { channel: next.channel, ticket: next.ticket, page }
            }
            Action::ReadTops { n, channels } => {
                let tops = channels.iter().map(|ch| (*ch, self.place(*ch))).collect();
                Input::Tops { n, tops }
            }
            other => panic!("{other:?} is no question"),
        }
    }

    fn standing(&self, wish: &Subscription) -> Standing {
        let log = &self.logs[&wish.ch];
        let top = log.top();
        match wish.epoch {
            None => Standing::Resync(ResyncReason::First),
            Some(known) if known != epoch(log.epoch) => Standing::Resync(ResyncReason::Epoch),
            Some(_) if wish.seq > top => Standing::Resync(ResyncReason::Ahead),
            Some(epoch) => Standing::Good { epoch, top },
        }
    }

    fn place(&self, ch: Channel) -> (Epoch, u64) {
        (epoch(self.logs[&ch].epoch), self.logs[&ch].top())
    }

    fn ring(&mut self, ch: Channel) {
        let (epoch, top) = self.place(ch);
        if self.client.follows.contains_key(&ch) {
            self.feed(Input::Moved(vec![(ch, epoch, top)]));
        }
    }

    fn subscribe(&mut self, ch: Channel) {
        let (known, seq) = *self.client.places.entry(ch).or_default();
        self.client.follows.insert(ch, true);
        self.client.unacked.remove(&ch);
        let wish = Subscription { ch, epoch: Some(epoch(known)), seq, last: None };
        let mut frame = serde_json::to_value(wish).unwrap();
        frame["t"] = "sub".into();
        self.say(&frame.to_string());
    }

    fn answer_one(&mut self, which: usize) {
        if !self.open.is_empty() {
            let index = which % self.open.len();
            let input = match self.open.remove(index) {
                Ok(input) => input,
                Err(question) => self.answer(question),
            };
            self.feed(input);
        }
        // Whoever must read the whole does, and follows again from there.
        for ch in std::mem::take(&mut self.client.resyncs) {
            let log = &self.logs[&ch];
            self.client.places.insert(ch, (log.epoch, log.top()));
            self.subscribe(ch);
        }
    }

    fn ack(&mut self, ch: Channel) {
        self.client.unacked.remove(&ch);
        let seq = self.client.places.get(&ch).map_or(0, |place| place.1);
        self.say(&serde_json::json!({ "t": "ack", "pos": { ch.to_string(): seq } }).to_string());
    }

    fn run(&mut self, step: &Step) {
        match *step {
            Step::Append { channel: index, count, size, ring } => {
                let log = self.logs.get_mut(&channel(index)).unwrap();
                log.sizes.extend((0..count).map(|_| size));
                if ring {
                    self.ring(channel(index));
                }
            }
            Step::NewEpoch { channel: index } => {
                let log = self.logs.get_mut(&channel(index)).unwrap();
                *log = Log { epoch: log.epoch + 1, sizes: Vec::new() };
                self.ring(channel(index));
            }
            Step::Answer { which } => self.answer_one(usize::from(which)),
            Step::Ack { channel: index } => self.ack(channel(index)),
            Step::Subscribe { channel: index } => self.subscribe(channel(index)),
            Step::Unsubscribe { channel: index } => {
                let ch = channel(index);
                self.client.follows.remove(&ch);
                self.client.unacked.remove(&ch);
                let frame = serde_json::json!({ "t": "unsub", "ch": ch });
                self.say(&frame.to_string());
            }
            Step::Ping => self.say(r#"{"t":"ping","n":1}"#),
        }
    }

    fn settle(&mut self) {
        // A ping finds what rang unheard.
        self.say(r#"{"t":"ping","n":2}"#);
        for _ in 0..10_000 {
            if !self.open.is_empty() {
                self.answer_one(0);
                continue;
            }
            let unacked: Vec<Channel> = self.client.unacked.keys().copied().collect();
            if unacked.is_empty() {
                return;
            }
            for ch in unacked {
                self.ack(ch);
            }
        }
        panic!("it never settles");
    }
}

fn page(channel: Channel, log: &Log, after: u64, bound: Bound) -> Page {
    let from = usize::try_from(after).unwrap();
    let mut bytes = 0;
    let events = log.sizes.iter().enumerate().skip(from).take(bound.events);
    let events = events.map(|(index, size)| {
        let seq = u64::try_from(index + 1).unwrap();
        let id = EventId(Uuid::from_u64_pair(log.epoch, seq));
        let frame = "x".repeat(usize::try_from(*size).unwrap()).into();
        StoredEvent { channel, epoch: epoch(log.epoch), seq, id, frame }
    });
    let events = events.take_while(|event| {
        let fits = bytes < bound.bytes;
        bytes += event.frame.len();
        fits
    });
    Page::Events { events: events.collect(), top: log.top() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_event_comes_once_and_in_order_and_all_come_in_the_end(
        steps in proptest::collection::vec(step(), 1..120),
    ) {
        let mut world = World::new();
        for step in &steps {
            world.run(step);
        }
        world.settle();
        for ch in world.client.follows.keys() {
            let log = &world.logs[ch];
            prop_assert_eq!(world.client.places[ch], (log.epoch, log.top()));
        }
    }

    #[test]
    fn no_text_makes_it_panic_and_after_a_close_nothing_follows(
        texts in proptest::collection::vec(".{0,60}|\\{\"t\":\"(ack|sub|ping|auth|typing|x)\".{0,40}", 1..8),
    ) {
        let mut machine = machine();
        machine.handle(Input::Text(hello(&[])), at(0));
        let mut closed = false;
        for text in texts {
            let actions = machine.handle(Input::Text(text), at(1));
            prop_assert!(!closed || actions.is_empty());
            closed |= closes(&actions).is_some();
        }
    }
}

#[test]
fn a_client_that_acks_nothing_for_a_minute_is_closed_as_slow() {
    let mut world = World::new();
    world.subscribe(channel(0));
    world.run(&Step::Append { channel: 0, count: 700, size: 10, ring: true });
    while !world.open.is_empty() {
        world.answer_one(0);
    }
    assert_eq!(world.client.places[&channel(0)].1, 512);
    world.machine.handle(Input::Life, at(59));
    assert_eq!(closes(&world.machine.handle(Input::Tick, at(59))), None);
    let closed = closes(&world.machine.handle(Input::Tick, at(60)));
    assert_eq!(closed, Some(close::SLOW_CONSUMER));
}
