//! What is due when time has passed.

use super::{Action, Machine, Phase, Turn, problem};
use protocol::connection::ConnectionStep;

impl Machine {
    pub(super) fn tick(&mut self, turn: &mut Turn) {
        if let Phase::Offline = self.phase {
            return;
        }
        if let Some(slept) = self.sleep.slept(turn.now) {
            self.woken(slept, turn);
        }
        match &self.phase {
            Phase::Connecting { deadline, .. } if *deadline <= turn.at() => {
                self.hang_up(turn);
                turn.log(ConnectionStep::Failed { problem: problem::silent() });
                self.fail(problem::silent(), turn);
            }
            Phase::Waiting { until, .. } if *until <= turn.at() => self.dial(turn),
            Phase::Ready(_) => self.live(turn),
            Phase::Offline | Phase::Connecting { .. } | Phase::Waiting { .. } => {}
        }
    }

    /// Everything that may be due on a ready connection.
    fn live(&mut self, turn: &mut Turn) {
        let Phase::Ready(session) = &mut self.phase else { return };
        let at = turn.at();
        if session.pulse.is_dead(at) {
            let was_probe = session.pulse.is_probing();
            self.hang_up(turn);
            if was_probe {
                self.dial(turn);
            } else {
                self.fail(problem::silent(), turn);
            }
            return;
        }
        if self.leave_at.is_some_and(|leave_at| leave_at <= at) {
            self.hang_up(turn);
            self.dial(turn);
            return;
        }
        if let Some(ping) = session.pulse.beat(at, &mut self.delays) {
            turn.send(ping);
        }
        let is_due = |due: Option<std::time::Duration>| due.is_some_and(|due| due <= at);
        if is_due(session.authorise_at) {
            session.authorise_at = None;
            if session.is_socket() {
                turn.actions.push(Action::Authorise { attempt: self.current });
            } else {
                // Each request takes a token that is fresh.
                session.asking.changed(at);
            }
        }
        let (looks, asks, climbs) =
            (is_due(session.look_at), is_due(session.asking.due()), is_due(session.climb_at));
        self.channels.tick(turn);
        if looks {
            self.probe(turn);
        } else if asks {
            self.ask(turn);
        }
        if climbs {
            self.climb(turn);
        }
        self.check_climb(turn);
    }
}
