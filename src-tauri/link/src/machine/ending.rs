//! How a connection or a dial ends, and what comes after: another dial at once, a delay, or nothing.

use super::{Action, DialFailure, Machine, Phase, Turn, problem};
use crate::Output;
use protocol::{Problem, connection::ConnectionStep, frame::close};
use std::time::Duration;

impl Machine {
    pub(super) fn stop(&mut self, turn: &mut Turn) {
        self.is_stopped = true;
        self.problem = None;
        self.hang_up(turn);
        self.phase = Phase::Offline;
    }

    pub(super) fn dial_failed(&mut self, failure: DialFailure, turn: &mut Turn) {
        let problem = match &failure {
            DialFailure::Unreachable => problem::unreachable(),
            DialFailure::Busy { .. } => problem::busy(),
            DialFailure::Unauthorized => problem::expired(),
            DialFailure::Refused(problem) => problem.clone(),
        };
        self.over(problem.clone(), turn);
        match failure {
            DialFailure::Unreachable => self.fail(problem, turn),
            DialFailure::Busy { retry_after } => {
                let delay = self.delays.after(retry_after);
                self.fail_for(problem, (delay, true), turn);
            }
            DialFailure::Unauthorized => self.token_refused(turn),
            DialFailure::Refused(problem) => self.end(close::TOKEN_REVOKED, problem, turn),
        }
    }

    pub(super) fn closed(&mut self, code: Option<u16>, turn: &mut Turn) {
        turn.log(ConnectionStep::Closed { code });
        match code {
            Some(code) if code >= close::TOKEN_REVOKED => {
                self.end(code, problem::ended(code), turn);
            }
            Some(close::TOKEN_EXPIRED) => self.token_refused(turn),
            _ => match self.leave_at {
                Some(leave_at) => self.wait(leave_at.max(turn.at()), true, turn),
                None if code == Some(close::DRAIN) => {
                    let delay = self.delays.next();
                    self.wait(turn.at() + delay, false, turn);
                }
                None => self.fail(problem::unreachable(), turn),
            },
        }
    }

    /// Not a failure the first time; a server that refuses fresh tokens too must not be hammered.
    /// Another transport would not help.
    fn token_refused(&mut self, turn: &mut Turn) {
        self.token.renew = true;
        if std::mem::replace(&mut self.token.is_excused, true) {
            let delay = self.delays.next();
            self.delays.failed();
            self.problem = Some(problem::expired());
            self.wait(turn.at() + delay, false, turn);
        } else {
            self.gone(turn);
            self.dial(turn);
        }
    }

    fn end(&mut self, code: u16, problem: Problem, turn: &mut Turn) {
        self.gone(turn);
        self.phase = Phase::Offline;
        self.token.renew = code == close::TOKEN_REVOKED;
        self.problem = Some(problem);
        turn.log(ConnectionStep::Ended { code });
        turn.tell(Output::Ended { code });
    }

    /// The connection, or the try to make one, failed.
    pub(super) fn fail(&mut self, problem: Problem, turn: &mut Turn) {
        let delay = self.delays.next();
        self.fail_for(problem, (delay, false), turn);
    }

    /// The next try comes after a delay, which may be the server's advice, and perhaps by another
    /// transport: what answers for the server on this one may not be the server.
    fn fail_for(
        &mut self,
        problem: Problem,
        (delay, is_advised): (Duration, bool),
        turn: &mut Turn,
    ) {
        self.delays.failed();
        self.ladder.failed(self.delays.failures());
        self.problem = Some(problem);
        self.wait(turn.at() + delay, is_advised, turn);
    }

    pub(super) fn wait(&mut self, until: Duration, is_advised: bool, turn: &mut Turn) {
        self.gone(turn);
        self.phase = Phase::Waiting { until, is_advised };
        turn.log(ConnectionStep::Waiting { retry_at: turn.now.wall_at(until) });
    }

    /// Gives a connection up that answers and is of no use.
    pub(super) fn lose(&mut self, problem: Problem, turn: &mut Turn) {
        self.hang_up(turn);
        self.fail(problem, turn);
    }

    /// Gives the present connection or dial up, if there is one.
    pub(super) fn hang_up(&mut self, turn: &mut Turn) {
        if let Phase::Ready(_) = self.phase {
            turn.log(ConnectionStep::Closed { code: None });
        }
        if let Phase::Connecting { .. } | Phase::Ready(_) = self.phase {
            turn.actions.push(Action::Close { attempt: self.current });
        }
        self.gone(turn);
    }

    /// There is no connection any more, and nothing beside it.
    fn gone(&mut self, turn: &mut Turn) {
        self.channels.disconnected();
        self.stop_climbing(turn);
    }

    /// What was live is closed; what was a try has failed.
    fn over(&self, problem: Problem, turn: &mut Turn) {
        turn.log(match self.phase {
            Phase::Ready(_) => ConnectionStep::Closed { code: None },
            _ => ConnectionStep::Failed { problem },
        });
    }
}
