//! What the owner is told of the connection.

use super::{Machine, Phase, Turn, problem};
use crate::Output;
use protocol::app_event::{LinkState, LinkStatus};

impl Machine {
    pub(super) fn tell(&mut self, turn: &mut Turn) {
        let status = self.status(turn);
        if let Some(news) = self.told.news(status) {
            turn.tell(Output::Status(news));
        }
    }

    fn status(&self, turn: &Turn) -> LinkStatus {
        let (state, transport, retry_at) = match &self.phase {
            Phase::Offline => (LinkState::Offline, None, None),
            Phase::Connecting { .. } => (LinkState::Connecting, None, None),
            Phase::Waiting { until, .. } => {
                (LinkState::Waiting, None, Some(turn.now.wall_at(*until)))
            }
            Phase::Ready(session) => {
                let is_socket = session.is_socket();
                let state = if is_socket { LinkState::Ready } else { LinkState::Degraded };
                (state, Some(session.transport), None)
            }
        };
        let problem = match &self.phase {
            Phase::Connecting { .. } | Phase::Waiting { .. } if self.has_no_network => {
                Some(problem::no_network())
            }
            _ => self.problem.clone(),
        };
        let (attempt, behind) = (self.delays.failures(), self.channels.behind());
        LinkStatus { state, transport, behind, attempt, retry_at, problem }
    }
}
