//! By which transport to dial: a WebSocket, and after five failures in a row each of the slower ones
//! in turn, so that a network which lets none of them through is not taken for one that lets none
//! through ever. A transport that has proved itself stays until the next five failures.

use protocol::app_event::Transport;

/// After so many failures in a row the next transport is tried, and after each one more.
const STEP_AFTER: u32 = 5;

#[derive(Debug)]
pub(super) struct Ladder {
    rung: Transport,
    /// The desktop's own server is reached by a WebSocket or not at all.
    is_embedded: bool,
}

impl Ladder {
    pub(super) fn new(is_embedded: bool) -> Self {
        Self { rung: Transport::WebSocket, is_embedded }
    }

    /// The transport of the next dial.
    pub(super) fn rung(&self) -> Transport {
        self.rung
    }

    /// The connection broke or was not made: so many failures in a row with this one.
    pub(super) fn failed(&mut self, failures: u32) {
        if failures < STEP_AFTER || self.is_embedded {
            return;
        }
        self.rung = match self.rung {
            Transport::WebSocket => Transport::ServerSentEvents,
            Transport::ServerSentEvents => Transport::LongPoll,
            Transport::LongPoll => Transport::WebSocket,
        };
    }

    /// The connection by this transport is good.
    pub(super) fn proved(&mut self, transport: Transport) {
        self.rung = transport;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fail(ladder: &mut Ladder, failures: std::ops::RangeInclusive<u32>) -> Vec<Transport> {
        failures
            .map(|count| {
                ladder.failed(count);
                ladder.rung()
            })
            .collect()
    }

    #[test]
    fn the_slower_transports_come_after_five_failures_and_then_in_turn() {
        let mut ladder = Ladder::new(false);
        assert_eq!(fail(&mut ladder, 1..=4), [Transport::WebSocket; 4]);
        let turns = [
            Transport::ServerSentEvents,
            Transport::LongPoll,
            Transport::WebSocket,
            Transport::ServerSentEvents,
        ];
        assert_eq!(fail(&mut ladder, 5..=8), turns);
    }

    #[test]
    fn a_transport_that_proved_itself_stays_for_the_next_failures() {
        let mut ladder = Ladder::new(false);
        ladder.proved(Transport::LongPoll);
        assert_eq!(fail(&mut ladder, 1..=4), [Transport::LongPoll; 4]);
    }

    #[test]
    fn the_own_server_is_only_dialled_by_a_socket() {
        let mut ladder = Ladder::new(true);
        assert_eq!(fail(&mut ladder, 1..=20), [Transport::WebSocket; 20]);
    }
}
