//! The connection as a pure state machine, `(state, input, now) -> actions`: when to dial, ping,
//! probe, wait, ask again and acknowledge. It has no clock, no socket and no randomness but its
//! seed, so that it can be tried by the million; the driver beside it does what it says.
//!
//! States: *offline* (not started, stopped, or ended by the server), *connecting*, *ready* and
//! *waiting*. *Degraded* is what the status says of connecting and waiting after five failures
//! against a server that is not the desktop's own.

mod acknowledgement;
mod channels;
mod delay;
mod ending;
mod followed;
mod input;
mod problem;
mod pulse;
mod sleep;
mod told;

pub use input::{Action, DialFailure, Input, Now};

use crate::Output;
use channels::Channels;
use delay::Delays;
use protocol::{
    Channel, DeviceId, Problem,
    app_event::{LinkState, LinkStatus, Transport},
    frame::{ClientFrame, ServerFrame, VERSION},
};
use pulse::Pulse;
use sleep::SleepWatch;
use std::{collections::BTreeMap, time::Duration};
use told::Told;

/// A dial, with the tokens it needs, takes at most this.
const DIAL_LIMIT: Duration = Duration::from_secs(30);
/// The server greets within this after the socket opened.
const GREETING_LIMIT: Duration = Duration::from_secs(10);
/// After so many failures in a row the status says that the connection is degraded.
const DEGRADED_AFTER: u32 = 5;
/// A token is replaced when this much of its life is left, or a quarter when it lives shorter.
const AUTHORISE_BEFORE: Duration = Duration::from_mins(15);
/// Pause before a fresh token is asked for again.
const AUTHORISE_PAUSE: Duration = Duration::from_secs(30);
/// No token is believed to live longer.
const TOKEN_LIMIT: Duration = Duration::from_hours(24);

/// What the machine says of itself in `hello`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    /// Which installation.
    pub device: DeviceId,
    /// Program and version.
    pub client: String,
    /// Whether the server is the desktop's own.
    pub is_embedded: bool,
}

#[derive(Debug)]
enum Phase {
    Offline,
    Connecting { deadline: Duration, is_greeted: bool },
    Ready(Session),
    Waiting { until: Duration, is_advised: bool },
}

/// A connection after `ready`.
#[derive(Debug)]
struct Session {
    pulse: Pulse,
    authorise_at: Option<Duration>,
}

/// The state machine.
#[derive(Debug)]
pub struct Machine {
    introduction: Introduction,
    phase: Phase,
    attempt: u64,
    delays: Delays,
    sleep: SleepWatch,
    channels: Channels,
    /// When to leave a server that drains, or when to come again if it closes before.
    leave_at: Option<Duration>,
    /// The next dial renews the token before.
    renew: bool,
    /// A refused token was forgiven since the last pong.
    is_excused: bool,
    is_stopped: bool,
    problem: Option<Problem>,
    told: Told,
}

impl Machine {
    /// An offline machine. The seed decides all its random delays.
    pub fn new(introduction: Introduction, seed: u64) -> Self {
        Self {
            introduction,
            phase: Phase::Offline,
            attempt: 0,
            delays: Delays::new(seed),
            sleep: SleepWatch::default(),
            channels: Channels::default(),
            leave_at: None,
            renew: false,
            is_excused: false,
            is_stopped: false,
            problem: None,
            told: Told::default(),
        }
    }

    /// Takes one input and says what to do, in order.
    pub fn step(&mut self, input: Input, now: Now) -> Vec<Action> {
        let mut actions = Vec::new();
        let at = now.elapsed;
        match input {
            Input::Start | Input::RetryNow => self.hurry(now, &mut actions),
            Input::Stop => self.stop(&mut actions),
            Input::Follow(place) => self.channels.follow(&place, &mut actions),
            Input::Unfollow(channel) => self.channels.unfollow(channel, &mut actions),
            Input::Acknowledge(places) => self.acknowledge(&places, at, &mut actions),
            Input::Tick => self.tick(now, &mut actions),
            Input::Opened { attempt } if self.is_current(attempt) => {
                self.opened(at, &mut actions);
            }
            Input::DialFailed { attempt, failure } if self.is_current(attempt) => {
                self.dial_failed(failure, at, &mut actions);
            }
            Input::Frame { attempt, frame, bytes } if self.is_current(attempt) => {
                self.frame(*frame, bytes, at, &mut actions);
            }
            Input::Unreadable { attempt } if self.is_current(attempt) => self.heard(),
            Input::Closed { attempt, code } if self.is_current(attempt) => {
                self.closed(code, at, &mut actions);
            }
            Input::Authorised { attempt, valid_for } if self.is_current(attempt) => {
                self.authorise_in(at + until_authorisation(valid_for));
            }
            Input::NotAuthorised { attempt } if self.is_current(attempt) => {
                self.authorise_in(at + AUTHORISE_PAUSE);
            }
            // A socket that was given up may still have something to say.
            Input::Opened { .. }
            | Input::DialFailed { .. }
            | Input::Frame { .. }
            | Input::Unreadable { .. }
            | Input::Closed { .. }
            | Input::Authorised { .. }
            | Input::NotAuthorised { .. } => {}
        }
        self.tell(now, &mut actions);
        actions
    }

    /// When to come with [`Input::Tick`] at the latest, in time since the start; `None` while
    /// nothing is due.
    pub fn next_deadline(&self) -> Option<Duration> {
        let phase = match &self.phase {
            Phase::Offline => return None,
            Phase::Connecting { deadline, .. } => Some(*deadline),
            Phase::Waiting { until, .. } => Some(*until),
            Phase::Ready(session) => [session.authorise_at, self.leave_at]
                .into_iter()
                .flatten()
                .chain(self.channels.deadline())
                .chain([session.pulse.deadline()])
                .min(),
        };
        phase.into_iter().chain([self.sleep.due()]).min()
    }

    /// Events and frames that were not passed on since the start: repeated, out of order, or of a
    /// channel that is not followed.
    pub fn dropped(&self) -> u64 {
        self.channels.dropped()
    }

    fn is_current(&self, attempt: u64) -> bool {
        let has_socket = matches!(self.phase, Phase::Connecting { .. } | Phase::Ready(_));
        has_socket && attempt == self.attempt
    }

    fn hurry(&mut self, now: Now, actions: &mut Vec<Action>) {
        let at = now.elapsed;
        if self.is_stopped {
            return;
        }
        match &mut self.phase {
            Phase::Offline => {
                // Nobody looked at the clocks meanwhile.
                self.sleep = SleepWatch::from(now);
                self.dial(at, actions);
            }
            Phase::Waiting { .. } => self.dial(at, actions),
            Phase::Ready(session) => actions.extend(session.pulse.probe(at).map(Action::Send)),
            Phase::Connecting { .. } => {}
        }
    }

    fn stop(&mut self, actions: &mut Vec<Action>) {
        self.is_stopped = true;
        self.problem = None;
        self.hang_up(actions);
        self.phase = Phase::Offline;
    }

    fn dial(&mut self, at: Duration, actions: &mut Vec<Action>) {
        self.attempt += 1;
        self.leave_at = None;
        self.phase = Phase::Connecting { deadline: at + DIAL_LIMIT, is_greeted: false };
        actions.push(Action::Dial { attempt: self.attempt, renew: self.renew });
    }

    fn opened(&mut self, at: Duration, actions: &mut Vec<Action>) {
        let Phase::Connecting { deadline, is_greeted: is_greeted @ false } = &mut self.phase else {
            return;
        };
        (*deadline, *is_greeted) = (at + GREETING_LIMIT, true);
        self.renew = false;
        let Introduction { device, client, .. } = self.introduction.clone();
        let subs = self.channels.hello();
        actions.push(Action::Send(ClientFrame::Hello { v: VERSION, device, client, subs }));
    }

    fn heard(&mut self) {
        if let Phase::Ready(session) = &mut self.phase {
            session.pulse.heard();
        }
    }

    fn frame(&mut self, frame: ServerFrame, bytes: usize, at: Duration, actions: &mut Vec<Action>) {
        self.heard();
        match (frame, &self.phase) {
            (ServerFrame::Drain { in_ms }, _) => {
                let leave_at = at + self.delays.within(in_ms);
                self.leave_at = Some(leave_at);
            }
            (frame, Phase::Ready(_)) => {
                if let ServerFrame::Pong { .. } = frame {
                    self.delays.succeeded();
                    self.is_excused = false;
                }
                self.channels.frame(frame, bytes, at, actions);
            }
            (frame @ ServerFrame::Ready { .. }, Phase::Connecting { is_greeted: true, .. }) => {
                self.ready(&frame, at, actions);
            }
            (ServerFrame::Err { name, .. }, _) => {
                actions.push(Action::Tell(Output::Refused { channel: None, name }));
            }
            // Nothing else may come before `ready`.
            _ => {}
        }
    }

    fn ready(&mut self, frame: &ServerFrame, at: Duration, actions: &mut Vec<Action>) {
        let ServerFrame::Ready {
            server_id, now, hb_ms, pong_ms, token_exp, limits, reconnect, ..
        } = *frame
        else {
            return;
        };
        self.delays.advise(reconnect);
        let pulse = Pulse::new(hb_ms, pong_ms, at, &mut self.delays);
        let valid_for = Duration::try_from(token_exp.duration_since(now)).unwrap_or_default();
        let authorise_at = Some(at + until_authorisation(valid_for));
        self.phase = Phase::Ready(Session { pulse, authorise_at });
        self.problem = None;
        actions.push(Action::Tell(Output::Ready { server_id, now }));
        self.channels.ready(limits, actions);
    }

    fn acknowledge(
        &mut self,
        places: &BTreeMap<Channel, u64>,
        at: Duration,
        actions: &mut Vec<Action>,
    ) {
        self.channels.acknowledge(places, at);
        if let Phase::Ready(_) = self.phase {
            self.channels.tick(at, actions);
        }
    }

    fn authorise_in(&mut self, at: Duration) {
        if let Phase::Ready(session) = &mut self.phase {
            session.authorise_at = Some(at);
        }
    }

    fn tick(&mut self, now: Now, actions: &mut Vec<Action>) {
        let at = now.elapsed;
        let slept = self.sleep.slept(now);
        match &mut self.phase {
            Phase::Offline => {}
            Phase::Connecting { deadline, .. } => {
                if *deadline <= at {
                    self.hang_up(actions);
                    self.fail(problem::silent(), None, at);
                }
            }
            Phase::Waiting { until, is_advised } => {
                if slept && !*is_advised {
                    *until = (*until).min(at + self.delays.up_to(Duration::from_secs(1)));
                }
                if *until <= at {
                    self.dial(at, actions);
                }
            }
            Phase::Ready(session) => {
                if slept {
                    actions.extend(session.pulse.wake(at).map(Action::Send));
                }
                self.live(at, actions);
            }
        }
    }

    /// Everything that may be due on a ready connection.
    fn live(&mut self, at: Duration, actions: &mut Vec<Action>) {
        let Phase::Ready(session) = &mut self.phase else { return };
        if session.pulse.is_dead(at) {
            let was_probe = session.pulse.is_probing();
            self.hang_up(actions);
            if was_probe {
                self.dial(at, actions);
            } else {
                self.fail(problem::silent(), None, at);
            }
            return;
        }
        if self.leave_at.is_some_and(|leave_at| leave_at <= at) {
            self.hang_up(actions);
            self.dial(at, actions);
            return;
        }
        actions.extend(session.pulse.beat(at, &mut self.delays).map(Action::Send));
        if session.authorise_at.is_some_and(|due| due <= at) {
            session.authorise_at = None;
            actions.push(Action::Authorise);
        }
        self.channels.tick(at, actions);
    }

    fn tell(&mut self, now: Now, actions: &mut Vec<Action>) {
        let status = self.status(now);
        actions.extend(self.told.news(status).map(|status| Action::Tell(Output::Status(status))));
    }

    fn status(&self, now: Now) -> LinkStatus {
        let attempt = self.delays.failures();
        let degraded = attempt >= DEGRADED_AFTER && !self.introduction.is_embedded;
        let (state, retry_at) = match &self.phase {
            Phase::Offline => (LinkState::Offline, None),
            Phase::Ready(_) => (LinkState::Ready, None),
            Phase::Connecting { .. } if degraded => (LinkState::Degraded, None),
            Phase::Connecting { .. } => (LinkState::Connecting, None),
            Phase::Waiting { until, .. } => {
                let state = if degraded { LinkState::Degraded } else { LinkState::Waiting };
                let left = until.saturating_sub(now.elapsed);
                (state, now.wall.checked_add(left).ok())
            }
        };
        let behind = self.channels.behind();
        let transport = (state == LinkState::Ready).then_some(Transport::WebSocket);
        LinkStatus { state, transport, behind, attempt, retry_at, problem: self.problem.clone() }
    }
}

fn until_authorisation(valid_for: Duration) -> Duration {
    let valid_for = valid_for.min(TOKEN_LIMIT);
    let before = AUTHORISE_BEFORE.min(valid_for / 4);
    valid_for.saturating_sub(before).max(Duration::from_secs(1))
}
