//! A connection after `ready`: its life signs, its token, and what it asks for.

use super::{Machine, Phase, Turn, asking::Asking, delay::Delays, pulse::Pulse};
use crate::Output;
use protocol::{
    ServerId, Timestamp,
    app_event::Transport,
    connection::ConnectionStep,
    frame::{Limits, ReconnectAdvice, ServerFrame},
};
use std::time::Duration;

/// A token is replaced when this much of its life is left, or a quarter when it lives shorter.
const AUTHORISE_BEFORE: Duration = Duration::from_mins(15);
/// Pause before a fresh token is asked for again.
const AUTHORISE_PAUSE: Duration = Duration::from_secs(30);
/// No token is believed to live longer.
const TOKEN_LIMIT: Duration = Duration::from_hours(24);
/// A connection by requests that still lives so long after `ready` is good.
const PROOF: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct Session {
    pub(super) transport: Transport,
    server: ServerId,
    ready_at: Duration,
    pub(super) pulse: Pulse,
    /// When a fresh token is due.
    pub(super) authorise_at: Option<Duration>,
    /// When a sign of life is asked for, because the network changed.
    pub(super) look_at: Option<Duration>,
    /// When to try to get back to a socket.
    pub(super) climb_at: Option<Duration>,
    /// When to ask again by a request.
    pub(super) asking: Asking,
}

impl Session {
    pub(super) fn deadline(&self) -> Option<Duration> {
        [self.pulse.deadline(), self.authorise_at, self.look_at, self.climb_at, self.asking.due()]
            .into_iter()
            .flatten()
            .min()
    }

    pub(super) fn is_socket(&self) -> bool {
        self.transport == Transport::WebSocket
    }

    pub(super) fn authorise_in(&mut self, valid_for: Duration, at: Duration) {
        self.authorise_at = Some(at + until_authorisation(valid_for));
    }

    pub(super) fn authorise_later(&mut self, at: Duration) {
        self.authorise_at = Some(at + AUTHORISE_PAUSE);
    }

    /// The network is another: look soon whether this connection lives, and whether a socket does.
    pub(super) fn look_soon(&mut self, soon: Duration) {
        self.look_at = Some(self.look_at.map_or(soon, |due| due.min(soon)));
        self.climb_at = self.climb_at.map(|_| soon);
    }
}

/// What the server says in `ready`.
struct Greeting {
    server: ServerId,
    now: Timestamp,
    rhythm: (u64, u64),
    valid_for: Duration,
    limits: Limits,
    reconnect: ReconnectAdvice,
}

impl Greeting {
    fn of(frame: &ServerFrame) -> Option<Self> {
        let ServerFrame::Ready {
            server_id, now, hb_ms, pong_ms, token_exp, limits, reconnect, ..
        } = *frame
        else {
            return None;
        };
        let valid_for = Duration::try_from(token_exp.duration_since(now)).unwrap_or_default();
        let rhythm = (hb_ms, pong_ms);
        Some(Self { server: server_id, now, rhythm, valid_for, limits, reconnect })
    }

    fn session(&self, transport: Transport, at: Duration, delays: &mut Delays) -> Session {
        Session {
            transport,
            server: self.server,
            ready_at: at,
            pulse: Pulse::new(transport, self.rhythm, at, delays),
            authorise_at: Some(at + until_authorisation(self.valid_for)),
            look_at: None,
            climb_at: None,
            asking: Asking::new(at),
        }
    }
}

impl Machine {
    /// A frame on the present connection.
    pub(super) fn frame(&mut self, frame: ServerFrame, bytes: usize, turn: &mut Turn) {
        match (frame, &mut self.phase) {
            (ServerFrame::Drain { in_ms }, _) => {
                self.heard(turn.at());
                let leave_at = turn.at() + self.delays.within(in_ms);
                self.leave_at = Some(leave_at);
                turn.log(ConnectionStep::Draining { until: turn.now.wall_at(leave_at) });
            }
            (frame @ ServerFrame::Ready { .. }, Phase::Ready(session)) if !session.is_socket() => {
                self.heard(turn.at());
                self.greeted_again(&frame, turn);
            }
            (frame, Phase::Ready(session)) => {
                if let ServerFrame::Pong { .. } = frame {
                    let transport = session.transport;
                    self.proved(transport);
                }
                let is_new = self.channels.frame(frame, bytes, turn);
                if let Phase::Ready(session) = &mut self.phase
                    && is_new
                {
                    session.asking.bore_fruit();
                }
                self.heard(turn.at());
            }
            (
                frame @ ServerFrame::Ready { .. },
                Phase::Connecting { transport, is_greeted: true, .. },
            ) => {
                let transport = *transport;
                self.ready(&frame, transport, turn);
            }
            (ServerFrame::Err { name, .. }, _) => {
                turn.tell(Output::Refused { channel: None, name });
            }
            // Nothing else may come before `ready`.
            _ => {}
        }
    }

    pub(super) fn ready(&mut self, frame: &ServerFrame, transport: Transport, turn: &mut Turn) {
        let Some(greeting) = Greeting::of(frame) else { return };
        self.delays.advise(greeting.reconnect);
        let mut session = greeting.session(transport, turn.at(), &mut self.delays);
        if !session.is_socket() {
            session.climb_at = Some(self.next_climb(turn.at()));
        }
        self.phase = Phase::Ready(session);
        self.problem = None;
        turn.log(ConnectionStep::Live { transport });
        turn.tell(Output::Ready { server_id: greeting.server, now: greeting.now });
        self.channels.ready(greeting.limits, turn);
    }

    /// Each request is greeted; the connection is the same unless the server is another.
    fn greeted_again(&mut self, frame: &ServerFrame, turn: &mut Turn) {
        let Phase::Ready(session) = &mut self.phase else { return };
        let Some(greeting) = Greeting::of(frame) else { return };
        self.delays.advise(greeting.reconnect);
        session.authorise_in(greeting.valid_for, turn.at());
        if std::mem::replace(&mut session.server, greeting.server) != greeting.server {
            turn.tell(Output::Ready { server_id: greeting.server, now: greeting.now });
        }
        self.channels.ready(greeting.limits, turn);
    }

    /// Something came on the present connection.
    pub(super) fn heard(&mut self, at: Duration) {
        let Phase::Ready(session) = &mut self.phase else { return };
        session.pulse.heard(at);
        let is_old = at >= session.ready_at + PROOF;
        if !session.is_socket() && is_old && session.asking.is_sound() {
            let transport = session.transport;
            self.proved(transport);
        }
    }

    /// The connection is good: what failed before counts no longer.
    fn proved(&mut self, transport: Transport) {
        self.delays.succeeded();
        self.token.is_excused = false;
        self.ladder.proved(transport);
        if transport == Transport::WebSocket {
            self.failed_climbs = 0;
        }
    }

    /// Asks a ready connection for a sign of life, unless one is awaited.
    pub(super) fn probe(&mut self, turn: &mut Turn) {
        let Phase::Ready(session) = &mut self.phase else { return };
        session.look_at = None;
        if !session.pulse.probe(turn.at()) {
            return;
        }
        if session.is_socket() {
            turn.send(session.pulse.ping());
        } else {
            self.ask(turn);
        }
    }

    /// Says `hello` again on a connection by requests, from where all channels stand.
    pub(super) fn ask(&mut self, turn: &mut Turn) {
        let Phase::Ready(session) = &mut self.phase else { return };
        session.asking.asked(turn.at());
        let subs = self.channels.request();
        turn.send(self.introduction.hello(subs));
    }

    /// A poll was answered.
    pub(super) fn answered(&mut self, turn: &mut Turn) {
        let Phase::Ready(session) = &mut self.phase else { return };
        session.asking.answered(turn.at());
        if session.asking.is_fruitless() {
            self.lose(super::problem::unreachable(), turn);
        } else {
            self.heard(turn.at());
        }
    }

    /// What is followed may be another than what was asked for.
    pub(super) fn notice_changes(&mut self, at: Duration) {
        if let Phase::Ready(session) = &mut self.phase
            && self.channels.has_changed()
        {
            session.asking.changed(at);
        }
    }
}

fn until_authorisation(valid_for: Duration) -> Duration {
    let valid_for = valid_for.min(TOKEN_LIMIT);
    let before = AUTHORISE_BEFORE.min(valid_for / 4);
    valid_for.saturating_sub(before).max(Duration::from_secs(1))
}
