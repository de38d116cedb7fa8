//! How a connection begins: the dial, `hello`, and what makes a dial come sooner.

use super::{Action, Machine, Phase, Turn, sleep::SleepWatch};
use protocol::{app_event::Transport, connection::ConnectionStep};
use std::time::Duration;

/// A dial, with the tokens it needs, takes at most this.
pub(super) const DIAL_LIMIT: Duration = Duration::from_secs(30);
/// The server greets within this after a socket opened.
pub(super) const GREETING_LIMIT: Duration = Duration::from_secs(10);
/// The same for a request, which must find its way to the server first.
const ANSWER_LIMIT: Duration = Duration::from_secs(20);
/// Those who hear of a network at the same moment do not dial at the same moment.
const SPREAD: Duration = Duration::from_secs(1);

impl Machine {
    /// Try now.
    pub(super) fn hurry(&mut self, turn: &mut Turn) {
        if self.is_stopped {
            return;
        }
        match &self.phase {
            Phase::Offline => {
                // Nobody looked at the clocks meanwhile.
                self.sleep = SleepWatch::from(turn.now);
                self.dial(turn);
            }
            Phase::Waiting { .. } => self.dial(turn),
            Phase::Ready(session) if session.transport == Transport::WebSocket => self.probe(turn),
            Phase::Ready(_) => self.climb(turn),
            Phase::Connecting { .. } => {}
        }
    }

    pub(super) fn dial(&mut self, turn: &mut Turn) {
        let transport = self.ladder.rung();
        let deadline = turn.at() + DIAL_LIMIT;
        self.leave_at = None;
        self.phase = Phase::Connecting { transport, deadline, is_greeted: false };
        self.current = self.open(transport, turn);
        turn.current = self.current;
    }

    /// Begins a dial and gives its number.
    pub(super) fn open(&mut self, transport: Transport, turn: &mut Turn) -> u64 {
        self.attempt += 1;
        let attempt = self.attempt;
        turn.log(ConnectionStep::Dialling { transport });
        turn.actions.push(Action::Dial { attempt, transport, renew: self.token.renew });
        attempt
    }

    pub(super) fn opened(&mut self, turn: &mut Turn) {
        let Phase::Connecting { transport, deadline, is_greeted: is_greeted @ false } =
            &mut self.phase
        else {
            return;
        };
        let is_socket = *transport == Transport::WebSocket;
        *deadline = turn.at() + if is_socket { GREETING_LIMIT } else { ANSWER_LIMIT };
        *is_greeted = true;
        self.token.renew = false;
        let subs = if is_socket { self.channels.hello() } else { self.channels.request() };
        turn.send(self.introduction.hello(subs));
    }

    /// There is a network, or another one. It may reach the server where the one before did not.
    pub(super) fn network_up(&mut self, turn: &mut Turn) {
        turn.log(ConnectionStep::NetworkUp);
        let was_down = std::mem::replace(&mut self.has_no_network, false);
        if self.introduction.is_embedded {
            return;
        }
        self.failed_climbs = 0;
        let soon = turn.at() + self.delays.up_to(SPREAD);
        match &mut self.phase {
            Phase::Waiting { .. } => self.come_sooner(soon),
            Phase::Connecting { .. } if was_down => self.dial_again(soon, turn),
            Phase::Offline | Phase::Connecting { .. } => {}
            Phase::Ready(session) => session.look_soon(soon),
        }
    }

    /// What is connected may still be: a probe tells.
    pub(super) fn network_down(&mut self, turn: &mut Turn) {
        turn.log(ConnectionStep::NetworkDown);
        if !self.introduction.is_embedded {
            self.has_no_network = true;
            self.probe(turn);
        }
    }

    /// The dial was begun in another world: it is no failure that it leads nowhere.
    fn dial_again(&mut self, until: Duration, turn: &mut Turn) {
        self.hang_up(turn);
        self.wait(until, false, turn);
    }

    fn come_sooner(&mut self, soon: Duration) {
        let Phase::Waiting { until, is_advised: false } = &mut self.phase else { return };
        *until = (*until).min(soon);
    }

    /// The machine slept for so long.
    pub(super) fn woken(&mut self, slept: Duration, turn: &mut Turn) {
        turn.log(ConnectionStep::Slept { seconds: slept.as_secs() });
        self.failed_climbs = 0;
        let soon = turn.at() + self.delays.up_to(SPREAD);
        match &mut self.phase {
            Phase::Offline => {}
            Phase::Waiting { .. } => self.come_sooner(soon),
            Phase::Connecting { .. } => self.dial_again(soon, turn),
            Phase::Ready(session) => {
                session.pulse.wake();
                session.climb_at = session.climb_at.map(|_| soon);
                self.probe(turn);
            }
        }
    }
}
