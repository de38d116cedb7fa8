//! One step of the state machine under way: the moment, and what it leads to.

use super::{Action, Now};
use crate::Output;
use protocol::{connection::ConnectionStep, frame::ClientFrame};
use std::time::Duration;

/// What one input leads to.
#[derive(Debug)]
pub(super) struct Turn {
    pub(super) now: Now,
    /// The dial whose connection is the present one.
    pub(super) current: u64,
    pub(super) actions: Vec<Action>,
}

impl Turn {
    /// The moment by the monotonic clock.
    pub(super) fn at(&self) -> Duration {
        self.now.elapsed
    }

    /// Send a frame on the present connection.
    pub(super) fn send(&mut self, frame: ClientFrame) {
        self.actions.push(Action::Send { attempt: self.current, frame });
    }

    pub(super) fn tell(&mut self, output: Output) {
        self.actions.push(Action::Tell(output));
    }

    /// Something happened to the connection.
    pub(super) fn log(&mut self, step: ConnectionStep) {
        self.tell(Output::Logged(step));
    }
}
