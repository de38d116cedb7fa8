//! The server's side of the protocol for the laws of the machine: one log of numbers, and any
//! number of connections by each transport, whose frames wait until they are let through.

use crate::bench::{EPOCH, event, pong, ready_frame, sub_ok};
use link::machine::Input;
use protocol::{
    Channel,
    app_event::Transport,
    frame::{ClientFrame, ServerFrame, Subscription},
};
use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

/// Events in one answer to a poll.
const PAGE: u64 = 4;
/// How long a poll waits.
const WAIT: Duration = Duration::from_secs(25);
/// How long a stream is silent.
const SILENCE: Duration = Duration::from_secs(10);

#[derive(Debug)]
enum Sent {
    Frame(ServerFrame),
    Life,
    Answered,
}

#[derive(Debug)]
struct Wire {
    transport: Transport,
    /// On its way to the client.
    sent: VecDeque<Sent>,
    /// What the client asked for last.
    wishes: Option<Vec<Subscription>>,
    /// When a poll is answered, or a stream says something, at the latest.
    due: Option<Duration>,
    requests: u32,
}

/// A log and the connections to it.
#[derive(Debug)]
pub(crate) struct Server {
    /// The newest number of each channel.
    pub(crate) log: BTreeMap<Channel, u64>,
    wires: BTreeMap<u64, Wire>,
    held: Vec<ServerFrame>,
}

impl Server {
    pub(crate) fn new(channels: impl Iterator<Item = Channel>) -> Self {
        let log = channels.map(|channel| (channel, 0)).collect();
        Self { log, wires: BTreeMap::new(), held: Vec::new() }
    }

    pub(crate) fn open(&mut self, attempt: u64, transport: Transport) {
        let (sent, wishes) = (VecDeque::new(), None);
        self.wires.insert(attempt, Wire { transport, sent, wishes, due: None, requests: 0 });
    }

    pub(crate) fn transport(&self, attempt: u64) -> Option<Transport> {
        self.wires.get(&attempt).map(|wire| wire.transport)
    }

    pub(crate) fn close(&mut self, attempt: u64) {
        self.wires.remove(&attempt);
    }

    /// Cuts every connection; gives their numbers.
    pub(crate) fn cut(&mut self) -> Vec<u64> {
        std::mem::take(&mut self.wires).into_keys().collect()
    }

    pub(crate) fn commit(&mut self, channel: Channel) -> u64 {
        let top = self.log.entry(channel).or_default();
        *top += 1;
        *top
    }

    /// Keeps a live event back until others have passed it.
    pub(crate) fn hold(&mut self, frame: ServerFrame) {
        self.held.push(frame);
        self.ring();
    }

    /// Sends live events; `is_lost` when the fan-out failed.
    pub(crate) fn tell(&mut self, mut frames: Vec<ServerFrame>, is_lost: bool) {
        if !is_lost {
            frames.append(&mut self.held);
        }
        let is_greeted =
            |wire: &&mut Wire| wire.transport == Transport::WebSocket && wire.wishes.is_some();
        for wire in self.wires.values_mut().filter(is_greeted) {
            wire.sent.extend(frames.iter().cloned().map(Sent::Frame));
        }
        self.ring();
    }

    /// Streams and polls read the log, so nothing is lost or swapped there.
    fn ring(&mut self) {
        for wire in self.wires.values_mut() {
            match wire.transport {
                Transport::WebSocket => {}
                Transport::ServerSentEvents => wire.stream(&self.log),
                Transport::LongPoll => wire.answer(&self.log, false),
            }
        }
    }

    /// A frame that does not arrive. A request ends the one before all the same: the client has
    /// given its answer up.
    pub(crate) fn lose(&mut self, attempt: u64, frame: &ClientFrame) {
        if let Some(wire) = self.wires.get_mut(&attempt)
            && matches!(frame, ClientFrame::Hello { .. })
        {
            (wire.wishes, wire.due) = (None, None);
            wire.sent.clear();
        }
    }

    pub(crate) fn hear(&mut self, attempt: u64, frame: ClientFrame, at: Duration) {
        let Some(wire) = self.wires.get_mut(&attempt) else { return };
        match frame {
            ClientFrame::Hello { subs, .. } if wire.transport == Transport::WebSocket => {
                assert!(wire.wishes.is_none(), "a socket is greeted once");
                wire.sent.push_back(Sent::Frame(ready_frame()));
                for wish in subs {
                    wire.replay(wish, &self.log);
                }
                wire.wishes = Some(Vec::new());
            }
            ClientFrame::Hello { subs, .. } => wire.request(subs, &self.log, at),
            ClientFrame::Sub(wish) => wire.replay(wish, &self.log),
            ClientFrame::Ping { .. } => {
                let tops = self.log.iter().map(|(channel, top)| (*channel, (EPOCH, *top)));
                wire.sent.push_back(Sent::Frame(pong(tops.collect())));
            }
            ClientFrame::Unsub { .. }
            | ClientFrame::Ack { .. }
            | ClientFrame::Auth { .. }
            | ClientFrame::Typing { .. } => {}
        }
    }

    /// When something happens by itself.
    pub(crate) fn due(&self) -> Option<Duration> {
        self.wires.values().filter_map(|wire| wire.due).min()
    }

    pub(crate) fn tick(&mut self, at: Duration) {
        for wire in self.wires.values_mut() {
            if wire.due.is_none_or(|due| due > at) {
                continue;
            }
            if wire.transport == Transport::LongPoll {
                wire.answer(&self.log, true);
            } else {
                wire.sent.push_back(Sent::Life);
                wire.due = Some(at + SILENCE);
            }
        }
    }

    /// The next thing that reaches the client.
    pub(crate) fn next(&mut self) -> Option<Input> {
        self.wires.iter_mut().find_map(|(attempt, wire)| {
            let attempt = *attempt;
            wire.sent.pop_front().map(|sent| match sent {
                Sent::Frame(frame) => Input::Frame { attempt, frame: Box::new(frame), bytes: 100 },
                Sent::Life => Input::Heard { attempt },
                Sent::Answered => Input::Answered { attempt },
            })
        })
    }
}

impl Wire {
    fn replay(&mut self, wish: Subscription, log: &BTreeMap<Channel, u64>) {
        let top = log[&wish.ch];
        let events = (wish.seq + 1..=top).map(|seq| ServerFrame::Ev(event(wish.ch, EPOCH, seq)));
        let frames = [sub_ok(wish.ch, wish.seq + 1, top)].into_iter().chain(events);
        self.sent.extend(frames.map(Sent::Frame));
        self.sent.push_back(Sent::Frame(ServerFrame::CaughtUp { ch: wish.ch, seq: top }));
    }

    /// A request in place of the one before, of which something may still be under way.
    fn request(&mut self, subs: Vec<Subscription>, log: &BTreeMap<Channel, u64>, at: Duration) {
        self.sent.truncate(usize::try_from(self.requests % 4).expect("it is small"));
        self.sent.retain(|sent| !matches!(sent, Sent::Answered));
        let is_first = self.requests == 0;
        self.requests += 1;
        self.sent.push_back(Sent::Frame(ready_frame()));
        for wish in &subs {
            self.sent.push_back(Sent::Frame(sub_ok(wish.ch, wish.seq + 1, log[&wish.ch])));
        }
        self.wishes = Some(subs);
        if self.transport == Transport::LongPoll {
            self.due = Some(at + if is_first { Duration::ZERO } else { WAIT });
            self.answer(log, is_first);
        } else {
            self.due = Some(at + SILENCE);
            self.stream(log);
        }
    }

    /// Everything that a stream has not sent yet.
    fn stream(&mut self, log: &BTreeMap<Channel, u64>) {
        for wish in self.wishes.iter_mut().flatten() {
            let top = log[&wish.ch];
            let missing = wish.seq + 1..=top;
            let events =
                missing.map(|seq| Sent::Frame(ServerFrame::Ev(event(wish.ch, EPOCH, seq))));
            self.sent.extend(events);
            wish.seq = wish.seq.max(top);
        }
    }

    /// A page, if there is something to say or the time is up.
    fn answer(&mut self, log: &BTreeMap<Channel, u64>, is_due: bool) {
        let is_something = self.wishes.iter().flatten().any(|wish| log[&wish.ch] > wish.seq);
        if self.wishes.is_none() || !(is_something || is_due) {
            return;
        }
        for wish in self.wishes.take().into_iter().flatten() {
            let top = log[&wish.ch].min(wish.seq + PAGE);
            let events =
                (wish.seq + 1..=top).map(|seq| ServerFrame::Ev(event(wish.ch, EPOCH, seq)));
            self.sent.extend(events.map(Sent::Frame));
        }
        self.sent.push_back(Sent::Answered);
        self.due = None;
    }
}
