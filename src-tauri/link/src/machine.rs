//! The connection as a pure state machine, `(state, input, now) -> actions`: when and by what to
//! dial, ping, probe, wait, ask again and acknowledge. It has no clock, no socket and no randomness
//! but its seed, so that it can be tried by the million; the driver beside it does what it says.
//!
//! States: *offline* (not started, stopped, or ended by the server), *connecting*, *ready* and
//! *waiting*. A ready connection is a socket, or one by a slower transport: then the status says
//! *degraded*, `hello` is said anew whenever something must be asked, and a socket is tried beside
//! it from time to time.

mod acknowledgement;
mod asking;
mod channels;
mod climb;
mod delay;
mod dialling;
mod ending;
mod followed;
mod input;
mod ladder;
mod problem;
mod pulse;
mod session;
mod sleep;
mod status;
mod ticking;
mod told;
mod turn;

pub use input::{Action, DialFailure, Input, Now};

use channels::Channels;
use climb::Climb;
use delay::Delays;
use ladder::Ladder;
use protocol::{
    DeviceId, Problem,
    app_event::Transport,
    connection::ConnectionStep,
    frame::{ClientFrame, Subscription, VERSION},
};
use session::Session;
use sleep::SleepWatch;
use std::time::Duration;
use told::Told;
use turn::Turn;

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

impl Introduction {
    fn hello(&self, subs: Vec<Subscription>) -> ClientFrame {
        let Self { device, client, .. } = self.clone();
        ClientFrame::Hello { v: VERSION, device, client, subs }
    }
}

#[derive(Debug)]
enum Phase {
    Offline,
    Connecting { transport: Transport, deadline: Duration, is_greeted: bool },
    Ready(Session),
    Waiting { until: Duration, is_advised: bool },
}

/// What is known of the access token.
#[derive(Debug, Default)]
struct Token {
    /// The next dial renews it before.
    renew: bool,
    /// That the server refused it was forgiven since the connection was last good.
    is_excused: bool,
}

/// The state machine.
#[derive(Debug)]
pub struct Machine {
    introduction: Introduction,
    phase: Phase,
    /// The number of the last dial.
    attempt: u64,
    /// The dial of the present connection.
    current: u64,
    /// A try to get back to a socket.
    climb: Option<Climb>,
    /// Such tries that failed since a socket was last good.
    failed_climbs: u32,
    ladder: Ladder,
    delays: Delays,
    sleep: SleepWatch,
    channels: Channels,
    /// When to leave a server that drains, or when to come again if it closes before.
    leave_at: Option<Duration>,
    token: Token,
    has_no_network: bool,
    is_stopped: bool,
    problem: Option<Problem>,
    told: Told,
}

impl Machine {
    /// An offline machine. The seed decides all its random delays.
    pub fn new(introduction: Introduction, seed: u64) -> Self {
        Self {
            ladder: Ladder::new(introduction.is_embedded),
            introduction,
            phase: Phase::Offline,
            attempt: 0,
            current: 0,
            climb: None,
            failed_climbs: 0,
            delays: Delays::new(seed),
            sleep: SleepWatch::default(),
            channels: Channels::default(),
            leave_at: None,
            token: Token::default(),
            has_no_network: false,
            is_stopped: false,
            problem: None,
            told: Told::default(),
        }
    }

    /// Takes one input and says what to do, in order.
    pub fn step(&mut self, input: Input, now: Now) -> Vec<Action> {
        let mut turn = Turn { now, current: self.current, actions: Vec::new() };
        match input.attempt() {
            None => self.asked(input, &mut turn),
            Some(attempt) if self.is_current(attempt) => self.connection(input, &mut turn),
            Some(attempt) if self.is_climb(attempt) => self.climbing(input, &mut turn),
            // A connection that was given up may still have something to say.
            Some(_) => {}
        }
        self.notice_changes(turn.at());
        self.tell(&mut turn);
        turn.actions
    }

    /// When to come with [`Input::Tick`] at the latest, in time since the start; `None` while
    /// nothing is due.
    pub fn next_deadline(&self) -> Option<Duration> {
        let phase = match &self.phase {
            Phase::Offline => return None,
            Phase::Connecting { deadline, .. } => Some(*deadline),
            Phase::Waiting { until, .. } => Some(*until),
            Phase::Ready(session) => {
                let others = [session.deadline(), self.leave_at, self.channels.deadline()];
                let climb = self.climb.as_ref().map(Climb::deadline);
                others.into_iter().flatten().chain(climb).min()
            }
        };
        phase.into_iter().chain([self.sleep.due()]).min()
    }

    /// Events and frames that were not passed on since the start: repeated, out of order, or of a
    /// channel that is not followed.
    pub fn dropped(&self) -> u64 {
        self.channels.dropped()
    }

    /// Whether nothing more is to be read for now: the owner must store first what it was told.
    pub fn is_full(&self) -> bool {
        self.channels.is_full()
    }

    fn is_current(&self, attempt: u64) -> bool {
        let is_there = matches!(self.phase, Phase::Connecting { .. } | Phase::Ready(_));
        is_there && attempt == self.current
    }

    /// What the owner and the clocks say.
    fn asked(&mut self, input: Input, turn: &mut Turn) {
        match input {
            Input::Start => self.hurry(turn),
            Input::RetryNow => {
                turn.log(ConnectionStep::RetryAsked);
                self.hurry(turn);
            }
            Input::Stop => self.stop(turn),
            Input::NetworkUp => self.network_up(turn),
            Input::NetworkDown => self.network_down(turn),
            Input::TokenRenewed => turn.log(ConnectionStep::TokenRenewed),
            Input::Follow(place) => self.channels.follow(&place, turn),
            Input::Unfollow(channel) => self.channels.unfollow(channel, turn),
            Input::Acknowledge(places) => {
                self.channels.acknowledge(&places, turn.at());
                if let Phase::Ready(_) = self.phase {
                    self.channels.tick(turn);
                }
            }
            Input::Tick => self.tick(turn),
            _ => {}
        }
    }

    /// What the present connection says.
    fn connection(&mut self, input: Input, turn: &mut Turn) {
        match input {
            Input::Opened { .. } => self.opened(turn),
            Input::DialFailed { failure, .. } => self.dial_failed(failure, turn),
            Input::Frame { frame, bytes, .. } => self.frame(*frame, bytes, turn),
            Input::Heard { .. } => self.heard(turn.at()),
            Input::Answered { .. } => self.answered(turn),
            Input::Closed { code, .. } => self.closed(code, turn),
            Input::Authorised { valid_for, .. } => {
                if let Phase::Ready(session) = &mut self.phase {
                    session.authorise_in(valid_for, turn.at());
                }
            }
            Input::NotAuthorised { .. } => {
                if let Phase::Ready(session) = &mut self.phase {
                    session.authorise_later(turn.at());
                }
            }
            _ => {}
        }
    }
}
