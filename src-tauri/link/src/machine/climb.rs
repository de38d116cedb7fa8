//! The way back from a slower transport: a socket is tried beside the connection, which goes on until
//! the server greets on the socket. Then the channels are asked for there from where they stand, so
//! nothing is lost or comes twice.

use super::{
    Action, DialFailure, Input, Machine, Phase, Turn,
    dialling::{DIAL_LIMIT, GREETING_LIMIT},
    problem,
};
use protocol::{Problem, app_event::Transport, connection::ConnectionStep, frame::ServerFrame};
use std::time::Duration;

/// The first try comes soon: the server may have been away, and sockets were never the trouble.
const FIRST: Duration = Duration::from_secs(30);
/// After a try that failed, the next one comes in this time.
const AGAIN: Duration = Duration::from_mins(3);

/// The try under way.
#[derive(Debug)]
pub(super) struct Climb {
    attempt: u64,
    deadline: Duration,
    is_open: bool,
}

impl Climb {
    pub(super) fn deadline(&self) -> Duration {
        self.deadline
    }
}

impl Machine {
    pub(super) fn is_climb(&self, attempt: u64) -> bool {
        self.climb.as_ref().is_some_and(|climb| climb.attempt == attempt)
    }

    /// When to try for the first time, or again.
    pub(super) fn next_climb(&mut self, at: Duration) -> Duration {
        let middle = if self.failed_climbs == 0 { FIRST } else { AGAIN };
        at + self.delays.around(middle)
    }

    /// Begins a try, unless one is under way.
    pub(super) fn climb(&mut self, turn: &mut Turn) {
        let Phase::Ready(session) = &mut self.phase else { return };
        session.climb_at = None;
        if self.climb.is_none() {
            let deadline = turn.at() + DIAL_LIMIT;
            let attempt = self.open(Transport::WebSocket, turn);
            self.climb = Some(Climb { attempt, deadline, is_open: false });
        }
    }

    /// What the socket that is tried says.
    pub(super) fn climbing(&mut self, input: Input, turn: &mut Turn) {
        let Some(climb) = &mut self.climb else { return };
        match input {
            Input::Opened { attempt } => {
                climb.deadline = turn.at() + GREETING_LIMIT;
                climb.is_open = true;
                self.token.renew = false;
                let frame = self.introduction.hello(Vec::new());
                turn.actions.push(Action::Send { attempt, frame });
            }
            Input::Frame { frame, .. } if climb.is_open => self.arrive(&frame, turn),
            Input::DialFailed { failure, .. } => self.climb_failed(failure, turn),
            Input::Closed { .. } => self.fall(problem::unreachable(), Duration::ZERO, turn),
            _ => {}
        }
    }

    /// The socket takes the place of the connection.
    fn arrive(&mut self, frame: &ServerFrame, turn: &mut Turn) {
        if !matches!(frame, ServerFrame::Ready { .. }) {
            return;
        }
        let Some(climb) = self.climb.take() else { return };
        turn.actions.push(Action::Close { attempt: self.current });
        (self.current, turn.current) = (climb.attempt, climb.attempt);
        self.channels.disconnected();
        self.leave_at = None;
        // Until it has proved itself the next dial is by what was left.
        self.failed_climbs += 1;
        self.ready(frame, Transport::WebSocket, turn);
    }

    fn climb_failed(&mut self, failure: DialFailure, turn: &mut Turn) {
        match failure {
            DialFailure::Unreachable => self.fall(problem::unreachable(), Duration::ZERO, turn),
            DialFailure::Busy { retry_after } => {
                let wait = self.delays.after(retry_after);
                self.fall(problem::busy(), wait, turn);
            }
            DialFailure::Unauthorized => {
                self.token.renew = true;
                self.fall(problem::expired(), Duration::ZERO, turn);
            }
            // The connection below will hear of it as well.
            DialFailure::Refused(problem) => self.fall(problem, Duration::ZERO, turn),
        }
    }

    /// The try failed; the connection goes on as it is.
    pub(super) fn fall(&mut self, problem: Problem, at_least: Duration, turn: &mut Turn) {
        self.climb = None;
        self.failed_climbs = self.failed_climbs.saturating_add(1);
        turn.log(ConnectionStep::Failed { problem });
        let next = self.next_climb(turn.at()).max(turn.at() + at_least);
        if let Phase::Ready(session) = &mut self.phase {
            session.climb_at = Some(next);
        }
    }

    /// The try is given up, whatever it might lead to.
    pub(super) fn stop_climbing(&mut self, turn: &mut Turn) {
        if let Some(Climb { attempt, .. }) = self.climb.take() {
            turn.actions.push(Action::Close { attempt });
        }
    }

    /// The try took too long.
    pub(super) fn check_climb(&mut self, turn: &mut Turn) {
        if self.climb.as_ref().is_some_and(|climb| climb.deadline <= turn.at()) {
            self.stop_climbing(turn);
            self.fall(problem::silent(), Duration::ZERO, turn);
        }
    }
}
