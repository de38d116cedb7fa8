//! One connection as a pure state machine: `(state, input, moment) → actions`. It decides what is
//! sent, read and closed; sockets, storage and clocks belong to the driver.

use super::{
    credit::{BYTES, Credit, EVENTS},
    exchange::{Action, Input, Moment, Setup},
    subscription::Subscriptions,
};
use crate::storage::{Page, Standing};
use protocol::{
    Channel, Timestamp,
    frame::{
        ClientFrame, Limits, ReconnectAdvice, ServerFrame, Subscription, SubscriptionMode, VERSION,
        close,
    },
};
use std::time::Duration;

/// Channels on one connection.
pub(crate) const CHANNELS: usize = 128;
/// Largest frame taken in, in bytes.
pub(crate) const FRAME_IN: usize = 256 * 1024;
const FRAME_OUT: u32 = 1024 * 1024;
const HELLO: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_secs(75);
const SLOW: Duration = Duration::from_mins(1);
const HEARTBEAT_MS: u64 = 30_000;
const PONG_MS: u64 = 10_000;
const RECONNECT: ReconnectAdvice = ReconnectAdvice { min_ms: 1_000, max_ms: 30_000 };
const DRAIN_MS: (u64, u64) = (500, 5_000);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Greeting,
    Open,
    Closed,
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Machine {
    setup: Setup,
    phase: Phase,
    subscriptions: Subscriptions,
    credit: Credit,
    heard_at: Duration,
    token_deadline: Duration,
    /// Size of the event that found no room, 0 when all did.
    refused: usize,
    blocked_since: Option<Duration>,
}

impl Machine {
    /// A connection that has just been accepted.
    pub(crate) fn new(setup: Setup, now: Moment) -> Self {
        let token_deadline = deadline(setup.token_exp, now);
        Self {
            setup,
            phase: Phase::Greeting,
            subscriptions: Subscriptions::default(),
            credit: Credit::default(),
            heard_at: now.elapsed,
            token_deadline,
            refused: 0,
            blocked_since: None,
        }
    }

    /// The channels it wants to hear about.
    pub(crate) fn channels(&self) -> impl Iterator<Item = Channel> {
        self.subscriptions.channels()
    }

    /// When it wants a [`Input::Tick`] at the latest, since its beginning.
    pub(crate) fn next_deadline(&self) -> Duration {
        let life = match self.phase {
            Phase::Greeting => HELLO,
            Phase::Open | Phase::Closed => self.heard_at + SILENCE,
        };
        let slow = self.blocked_since.map_or(Duration::MAX, |since| since + SLOW);
        life.min(slow).min(self.token_deadline)
    }

    /// Take something in.
    pub(crate) fn handle(&mut self, input: Input, now: Moment) -> Vec<Action> {
        if self.phase == Phase::Closed {
            return Vec::new();
        }
        let mut actions = Vec::new();
        match input {
            Input::Text(text) => {
                self.heard_at = now.elapsed;
                self.text(&text, now, &mut actions);
            }
            Input::Life => self.heard_at = now.elapsed,
            Input::Unreadable => self.violation(&mut actions),
            Input::Tick => {}
            Input::Moved(moved) => {
                for (channel, epoch, top) in moved {
                    self.subscriptions.moved(channel, epoch, top);
                }
            }
            Input::Judged { channel, ticket, standing } => {
                self.judged(channel, ticket, standing, &mut actions);
            }
            Input::Paged { channel, ticket, page } => {
                self.paged(channel, ticket, page, &mut actions);
            }
            Input::Tops { n, tops } => {
                for (channel, (epoch, top)) in &tops {
                    self.subscriptions.moved(*channel, *epoch, *top);
                }
                actions.push(Action::Send(ServerFrame::Pong { n, now: now.wall, top: tops }));
            }
            Input::Token(Ok(until)) => self.token_deadline = deadline(until, now),
            Input::Token(Err(code)) | Input::End(code) => self.close(code, &mut actions),
            Input::Drain => {
                actions.push(Action::Send(ServerFrame::Drain { in_ms: DRAIN_MS }));
                self.close(close::DRAIN, &mut actions);
            }
        }
        self.go_on(now, &mut actions);
        actions
    }

    fn close(&mut self, code: u16, actions: &mut Vec<Action>) {
        if self.phase != Phase::Closed {
            self.phase = Phase::Closed;
            actions.push(Action::Close(code));
        }
    }

    fn refuse(name: &str, code: u16, channel: Option<Channel>) -> Action {
        let name = name.to_owned();
        Action::Send(ServerFrame::Err { code, name, retryable: false, ch: channel })
    }

    fn violation(&mut self, actions: &mut Vec<Action>) {
        let code = close::PROTOCOL_VIOLATION;
        actions.push(Self::refuse("protocol_violation", code, None));
        self.close(code, actions);
    }

    fn text(&mut self, text: &str, now: Moment, actions: &mut Vec<Action>) {
        let frame = match serde_json::from_str::<ClientFrame>(text) {
            Ok(frame) if text.len() <= FRAME_IN => frame,
            Err(_) if self.phase == Phase::Open && is_of_another_version(text) => {
                actions.push(Self::refuse("unknown_frame", 0, None));
                return;
            }
            Ok(_) | Err(_) => return self.violation(actions),
        };
        match (self.phase, frame) {
            (Phase::Greeting, ClientFrame::Hello { v, subs, .. }) => {
                self.hello(v, subs, now, actions);
            }
            (Phase::Open, frame) => self.frame(frame, actions),
            (Phase::Greeting | Phase::Closed, _) => self.violation(actions),
        }
    }

    fn hello(
        &mut self,
        version: u32,
        wishes: Vec<Subscription>,
        now: Moment,
        actions: &mut Vec<Action>,
    ) {
        if version != VERSION {
            let code = close::VERSION_UNSUPPORTED;
            actions.push(Self::refuse("version_unsupported", code, None));
            return self.close(code, actions);
        }
        self.phase = Phase::Open;
        actions.push(Action::Send(self.ready(now)));
        for wish in wishes {
            self.follow(wish, actions);
        }
    }

    fn ready(&self, now: Moment) -> ServerFrame {
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        ServerFrame::Ready {
            conn: self.setup.conn,
            server_id: self.setup.server_id,
            node: self.setup.node.clone(),
            now: now.wall,
            hb_ms: HEARTBEAT_MS,
            pong_ms: PONG_MS,
            token_exp: self.setup.token_exp,
            limits: Limits {
                frame_in: small(FRAME_IN),
                frame_out: FRAME_OUT,
                channels: small(CHANNELS),
                unacked_events: small(EVENTS),
                unacked_bytes: small(BYTES),
            },
            reconnect: RECONNECT,
        }
    }

    fn frame(&mut self, frame: ClientFrame, actions: &mut Vec<Action>) {
        match frame {
            ClientFrame::Hello { .. } => self.violation(actions),
            ClientFrame::Sub(wish) => self.follow(wish, actions),
            ClientFrame::Unsub { ch } => {
                self.subscriptions.remove(ch);
                self.credit.release(ch);
                self.blocked_since = None;
            }
            ClientFrame::Ack { pos } => {
                for (channel, seq) in pos {
                    if self.credit.acknowledge(channel, seq) {
                        self.blocked_since = None;
                    }
                }
            }
            ClientFrame::Ping { n } => {
                let channels = self.subscriptions.channels().collect();
                actions.push(Action::ReadTops { n, channels });
            }
            ClientFrame::Auth { token } => actions.push(Action::CheckToken(token)),
            ClientFrame::Typing { .. } => {}
        }
    }

    fn follow(&mut self, wish: Subscription, actions: &mut Vec<Action>) {
        let full = self.subscriptions.len() >= CHANNELS;
        if full && !self.subscriptions.has(wish.ch) {
            actions.push(Self::refuse("too_many_channels", 0, Some(wish.ch)));
            return;
        }
        self.credit.release(wish.ch);
        self.blocked_since = None;
        let ticket = self.subscriptions.begin(&wish);
        actions.push(Action::Judge { wish, ticket });
    }

    fn judged(
        &mut self,
        channel: Channel,
        ticket: u64,
        standing: Standing,
        actions: &mut Vec<Action>,
    ) {
        if !self.subscriptions.is_current(channel, ticket) {
            return;
        }
        match standing {
            Standing::Forbidden => self.forbidden(channel, actions),
            Standing::Resync(reason) => self.resync(channel, reason, actions),
            Standing::Good { epoch, top } => {
                let Some(sent) = self.subscriptions.start(channel, epoch, top) else { return };
                let live = sent == top;
                let mode = if live { SubscriptionMode::Live } else { SubscriptionMode::Replay };
                let ok = ServerFrame::SubOk { ch: channel, epoch, mode, from: sent + 1, top };
                actions.push(Action::Send(ok));
            }
        }
    }

    fn forbidden(&mut self, channel: Channel, actions: &mut Vec<Action>) {
        self.subscriptions.remove(channel);
        self.credit.release(channel);
        actions.push(Self::refuse("forbidden", 0, Some(channel)));
    }

    fn resync(
        &mut self,
        channel: Channel,
        reason: protocol::frame::ResyncReason,
        actions: &mut Vec<Action>,
    ) {
        self.subscriptions.remove(channel);
        self.credit.release(channel);
        actions.push(Action::Send(ServerFrame::Resync { ch: channel, reason }));
    }

    fn paged(&mut self, channel: Channel, ticket: u64, page: Page, actions: &mut Vec<Action>) {
        self.subscriptions.read_ended(ticket);
        if !self.subscriptions.is_current(channel, ticket) {
            return;
        }
        match page {
            Page::Forbidden => self.forbidden(channel, actions),
            Page::Resync(reason) => self.resync(channel, reason, actions),
            Page::Events { events, top } => {
                self.refused = 0;
                for event in events {
                    let size = event.frame.len();
                    // What does not fit is read again when there is room: the log keeps it.
                    if !self.credit.admits(size) {
                        self.refused = size;
                        break;
                    }
                    if self.subscriptions.advance(channel, event.seq) {
                        self.credit.spend(channel, event.seq, size);
                        actions.push(Action::Event(event.frame));
                    }
                }
                if let Some(seq) = self.subscriptions.reached(channel, top) {
                    actions.push(Action::Send(ServerFrame::CaughtUp { ch: channel, seq }));
                }
            }
        }
    }

    /// What follows from the state as it is now: the next read, or an end whose time has come.
    fn go_on(&mut self, now: Moment, actions: &mut Vec<Action>) {
        let elapsed = now.elapsed;
        match self.phase {
            Phase::Closed => return,
            Phase::Greeting if elapsed >= HELLO => {
                return self.close(close::HELLO_DEADLINE, actions);
            }
            Phase::Open if elapsed >= self.heard_at + SILENCE => {
                return self.close(close::HEARTBEAT_LOST, actions);
            }
            Phase::Greeting | Phase::Open => {}
        }
        if elapsed >= self.token_deadline {
            return self.close(close::TOKEN_EXPIRED, actions);
        }
        if self.blocked_since.is_some_and(|since| elapsed >= since + SLOW) {
            return self.close(close::SLOW_CONSUMER, actions);
        }
        self.read_next(elapsed, actions);
    }

    fn read_next(&mut self, elapsed: Duration, actions: &mut Vec<Action>) {
        if !self.subscriptions.waits() {
            self.blocked_since = None;
            return;
        }
        if self.credit.room() == 0 || !self.credit.admits(self.refused) {
            self.blocked_since.get_or_insert(elapsed);
            return;
        }
        if let Some(next) = self.subscriptions.next_read() {
            let limit = u32::try_from(self.credit.room()).unwrap_or(u32::MAX).min(300);
            actions.push(Action::Read { next, limit });
        }
    }
}

fn deadline(until: Timestamp, now: Moment) -> Duration {
    let left = until.duration_since(now.wall);
    now.elapsed + Duration::try_from(left).unwrap_or(Duration::ZERO)
}

/// Whether a text is a frame whose name this version does not know.
fn is_of_another_version(text: &str) -> bool {
    const KNOWN: [&str; 7] = ["hello", "sub", "unsub", "ack", "ping", "auth", "typing"];
    let value = serde_json::from_str::<serde_json::Value>(text);
    let name = value.as_ref().ok().and_then(|value| value.get("t")?.as_str());
    name.is_some_and(|name| !KNOWN.contains(&name))
}
