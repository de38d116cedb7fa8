//! How a connection or a dial ends, and what comes after: another dial at once, a delay, or nothing.

use super::{Action, DialFailure, Machine, Phase, problem};
use crate::Output;
use protocol::{ErrorCode, Problem, frame::close};
use std::time::Duration;

impl Machine {
    pub(super) fn dial_failed(
        &mut self,
        failure: DialFailure,
        at: Duration,
        actions: &mut Vec<Action>,
    ) {
        match failure {
            DialFailure::Unreachable => self.fail(problem::unreachable(), None, at),
            DialFailure::Busy { retry_after } => {
                let delay = self.delays.after(retry_after);
                self.fail(problem::busy(), Some(delay), at);
            }
            DialFailure::Unauthorized => self.token_refused(at, actions),
            DialFailure::Refused(problem) => self.end(close::TOKEN_REVOKED, problem, actions),
        }
    }

    pub(super) fn closed(&mut self, code: Option<u16>, at: Duration, actions: &mut Vec<Action>) {
        match code {
            Some(code) if code >= close::TOKEN_REVOKED => {
                self.end(code, problem::ended(code), actions);
            }
            Some(close::TOKEN_EXPIRED) => self.token_refused(at, actions),
            _ => match self.leave_at {
                Some(leave_at) => self.wait(leave_at.max(at), true),
                None if code == Some(close::DRAIN) => {
                    let delay = self.delays.next();
                    self.wait(at + delay, false);
                }
                None => self.fail(problem::unreachable(), None, at),
            },
        }
    }

    /// Not a failure the first time; a server that refuses fresh tokens too must not be hammered.
    pub(super) fn token_refused(&mut self, at: Duration, actions: &mut Vec<Action>) {
        self.renew = true;
        if self.is_excused {
            let expired = Problem::temporary(ErrorCode::TokenExpired, "The sign-in has expired.");
            self.fail(expired, None, at);
            return;
        }
        self.is_excused = true;
        self.channels.disconnected();
        self.dial(at, actions);
    }

    pub(super) fn end(&mut self, code: u16, problem: Problem, actions: &mut Vec<Action>) {
        self.channels.disconnected();
        self.phase = Phase::Offline;
        self.renew = code == close::TOKEN_REVOKED;
        self.problem = Some(problem);
        actions.push(Action::Tell(Output::Ended { code }));
    }

    pub(super) fn fail(&mut self, problem: Problem, advice: Option<Duration>, at: Duration) {
        let delay = advice.unwrap_or_else(|| self.delays.next());
        self.delays.failed();
        self.problem = Some(problem);
        self.wait(at + delay, advice.is_some());
    }

    pub(super) fn wait(&mut self, until: Duration, is_advised: bool) {
        self.channels.disconnected();
        self.phase = Phase::Waiting { until, is_advised };
    }

    /// Gives the present socket or dial up, if there is one.
    pub(super) fn hang_up(&mut self, actions: &mut Vec<Action>) {
        if let Phase::Connecting { .. } | Phase::Ready(_) = self.phase {
            self.channels.disconnected();
            actions.push(Action::Close);
        }
    }
}
