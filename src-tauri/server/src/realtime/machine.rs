//! One connection as a pure state machine: `(state, input, moment) → actions`. It decides what is
//! sent, read and closed; transports, storage and clocks belong to the driver. What it does about
//! channels is in `following`.

mod following;

use super::{
    allowance::Allowance,
    credit::Credit,
    exchange::{Action, Input, Moment, Setup, Window},
    signs::{Sign, Signs},
    subscription::Subscriptions,
};
use protocol::{
    Channel, DeviceId, Timestamp,
    frame::{ClientFrame, Limits, ReconnectAdvice, ServerFrame, Subscription, VERSION, close},
};
use serde::Deserialize;
use std::time::Duration;

/// Channels on one connection.
pub(crate) const CHANNELS: usize = 128;
/// Largest frame taken in, in bytes.
pub(crate) const FRAME_IN: usize = 256 * 1024;
/// Largest frame sent, in bytes.
const FRAME_OUT: usize = 1024 * 1024;
/// What a socket may have on its way without an ack.
pub(crate) const WINDOW: Window = Window { events: 512, bytes: 1024 * 1024, is_shared: false };
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
    signs: Signs,
    allowance: Allowance,
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
        let credit = Credit::new(setup.window);
        Self {
            setup,
            phase: Phase::Greeting,
            subscriptions: Subscriptions::default(),
            signs: Signs::default(),
            allowance: Allowance::new(),
            credit,
            heard_at: now.elapsed,
            token_deadline,
            refused: 0,
            blocked_since: None,
        }
    }

    /// The channels it wants to hear about.
    pub(crate) fn channels(&self) -> impl Iterator<Item = Channel> + Clone {
        self.subscriptions.channels()
    }

    /// Whether nothing more will be sent before something else happens.
    pub(crate) fn is_at_rest(&self) -> bool {
        let waits = self.subscriptions.waits() && self.has_room();
        self.phase == Phase::Open && !self.subscriptions.asks() && !waits
    }

    /// When it wants a [`Input::Tick`] at the latest, since its beginning.
    pub(crate) fn next_deadline(&self) -> Duration {
        let life = match self.phase {
            Phase::Greeting => HELLO,
            Phase::Open | Phase::Closed => self.heard_at + SILENCE,
        };
        let slow = self.blocked_since.map_or(Duration::MAX, |since| since + SLOW);
        let signs = self.signs.next_deadline(self.heard_at);
        life.min(slow).min(self.token_deadline).min(signs)
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
            Input::Frame(frame) => {
                self.heard_at = now.elapsed;
                self.frame(frame, now, &mut actions);
            }
            Input::Life => self.heard_at = now.elapsed,
            Input::Unreadable => self.violation(&mut actions),
            Input::Tick => {}
            Input::Moved(moved) => {
                for (channel, epoch, top) in moved {
                    self.subscriptions.moved(channel, epoch, top);
                }
            }
            Input::Signs(frames) => self.show(frames, &mut actions),
            Input::Judged(judged) => self.judged(judged, &mut actions),
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
        if text.len() > FRAME_IN {
            return self.violation(actions);
        }
        match serde_json::from_str::<ClientFrame>(text) {
            Ok(frame) => self.frame(frame, now, actions),
            Err(_) if self.phase == Phase::Open && is_of_another_version(text) => {
                if self.may_ask(now, actions) {
                    actions.push(Self::refuse("unknown_frame", 0, None));
                }
            }
            Err(_) => self.violation(actions),
        }
    }

    /// Whether the client may ask one more question; closes it when not.
    fn may_ask(&mut self, now: Moment, actions: &mut Vec<Action>) -> bool {
        let allowed = self.allowance.take(now.elapsed);
        if !allowed {
            let code = close::RATE_LIMITED;
            actions.push(Self::refuse("rate_limited", code, None));
            self.close(code, actions);
        }
        allowed
    }

    fn frame(&mut self, frame: ClientFrame, now: Moment, actions: &mut Vec<Action>) {
        match (self.phase, frame) {
            (Phase::Greeting, ClientFrame::Hello { v, device, subs, .. }) => {
                self.hello((v, device), subs, now, actions);
            }
            (Phase::Open, ClientFrame::Ack { pos }) => {
                let mut news = false;
                for (channel, seq) in pos {
                    news |= self.credit.acknowledge(channel, seq);
                }
                if news {
                    self.blocked_since = None;
                } else {
                    self.may_ask(now, actions);
                }
            }
            (Phase::Open, frame) => {
                if self.may_ask(now, actions) {
                    self.question(frame, now, actions);
                }
            }
            (Phase::Greeting | Phase::Closed, _) => self.violation(actions),
        }
    }

    fn hello(
        &mut self,
        (version, device): (u32, DeviceId),
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
        actions.push(Action::Greet(device));
        actions.push(Action::Send(self.ready(now)));
        self.follow(wishes, actions);
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
                frame_out: small(FRAME_OUT),
                channels: small(CHANNELS),
                unacked_events: small(self.setup.window.events),
                unacked_bytes: small(self.setup.window.bytes),
            },
            reconnect: RECONNECT,
        }
    }

    fn question(&mut self, frame: ClientFrame, now: Moment, actions: &mut Vec<Action>) {
        match frame {
            ClientFrame::Hello { .. } => self.violation(actions),
            ClientFrame::Sub(wish) => self.follow(vec![wish], actions),
            ClientFrame::Unsub { ch } => {
                self.leave(ch, actions);
                self.blocked_since = None;
            }
            ClientFrame::Ping { n } => {
                let channels = self.subscriptions.channels().collect();
                actions.push(Action::ReadTops { n, channels });
            }
            ClientFrame::Auth { token } => actions.push(Action::CheckToken(token)),
            ClientFrame::Typing { ch, on } => {
                actions.extend(self.signs.typing(ch, on, now.elapsed).map(Action::Tell));
            }
            ClientFrame::Ack { .. } => {}
        }
    }

    /// Pass on what others do where this client is. It costs no credit: it is not kept, and there is
    /// never more of it than devices and sessions.
    fn show(&self, frames: Vec<ServerFrame>, actions: &mut Vec<Action>) {
        let followed = |frame: &ServerFrame| match frame {
            ServerFrame::Typing { ch, .. } | ServerFrame::Presence { ch, .. } => {
                self.subscriptions.has(*ch)
            }
            _ => false,
        };
        actions.extend(frames.into_iter().filter(followed).map(Action::Send));
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
        let signs: Vec<Sign> = self.signs.pass(self.heard_at, elapsed);
        actions.extend(signs.into_iter().map(Action::Tell));
        self.read_next(elapsed, actions);
    }
}

fn deadline(until: Timestamp, now: Moment) -> Duration {
    let left = until.duration_since(now.wall);
    now.elapsed + Duration::try_from(left).unwrap_or(Duration::ZERO)
}

/// The name of a frame, whatever else it holds.
#[derive(Deserialize)]
struct Named {
    t: String,
}

/// Whether a text is a frame whose name this version does not know.
fn is_of_another_version(text: &str) -> bool {
    const KNOWN: [&str; 7] = ["hello", "sub", "unsub", "ack", "ping", "auth", "typing"];
    let named = serde_json::from_str::<Named>(text);
    named.is_ok_and(|named| !KNOWN.contains(&named.t.as_str()))
}
