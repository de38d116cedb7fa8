//! The life signs of one ready connection: when to ping, and when silence means that it is dead. A
//! socket is pinged; by the slower transports the server speaks by itself.

use super::delay::Delays;
use protocol::{app_event::Transport, frame::ClientFrame};
use std::time::Duration;

/// Bounds for the server's time between pings.
const HEARTBEAT: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// Bounds for the server's time for a pong.
const PATIENCE: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(10));
/// Time for any answer after the machine woke up.
const PROBE_PATIENCE: Duration = Duration::from_secs(5);
/// A stream brings something at least every 10 s.
const STREAM_SILENCE: Duration = Duration::from_secs(25);
/// A poll is answered within 30 s.
const POLL_SILENCE: Duration = Duration::from_secs(40);

#[derive(Debug)]
enum Rhythm {
    Pings { heartbeat: Duration, patience: Duration, next: Duration },
    Listens { silence: Duration },
}

#[derive(Debug)]
pub(super) struct Pulse {
    rhythm: Rhythm,
    dead_at: Option<Duration>,
    is_probe: bool,
    pings: u64,
}

impl Pulse {
    /// A connection that has just said `ready`. The first ping comes after a random part of the
    /// heartbeat, so that clients which connected together do not ping together.
    pub(super) fn new(
        transport: Transport,
        (hb_ms, pong_ms): (u64, u64),
        at: Duration,
        delays: &mut Delays,
    ) -> Self {
        let silence = match transport {
            Transport::WebSocket => {
                let heartbeat = Duration::from_millis(hb_ms).clamp(HEARTBEAT.0, HEARTBEAT.1);
                let patience = Duration::from_millis(pong_ms).clamp(PATIENCE.0, PATIENCE.1);
                let whole = delays.around(heartbeat);
                let next = at + delays.up_to(whole);
                let rhythm = Rhythm::Pings { heartbeat, patience, next };
                return Self { rhythm, dead_at: None, is_probe: false, pings: 0 };
            }
            Transport::ServerSentEvents => STREAM_SILENCE,
            Transport::LongPoll => POLL_SILENCE,
        };
        let rhythm = Rhythm::Listens { silence };
        Self { rhythm, dead_at: Some(at + silence), is_probe: false, pings: 0 }
    }

    pub(super) fn deadline(&self) -> Option<Duration> {
        let next = match self.rhythm {
            Rhythm::Pings { next, .. } => Some(next),
            Rhythm::Listens { .. } => None,
        };
        self.dead_at.into_iter().chain(next).min()
    }

    /// Whatever comes is a sign of life.
    pub(super) fn heard(&mut self, at: Duration) {
        self.is_probe = false;
        self.dead_at = match self.rhythm {
            Rhythm::Pings { .. } => None,
            Rhythm::Listens { silence } => Some(at + silence),
        };
    }

    pub(super) fn is_dead(&self, at: Duration) -> bool {
        self.dead_at.is_some_and(|dead_at| dead_at <= at)
    }

    /// Whether an answer to a probe is awaited.
    pub(super) fn is_probing(&self) -> bool {
        self.is_probe
    }

    /// A ping when it is time for one.
    pub(super) fn beat(&mut self, at: Duration, delays: &mut Delays) -> Option<ClientFrame> {
        let Rhythm::Pings { heartbeat, patience, next } = &mut self.rhythm else { return None };
        if at < *next {
            return None;
        }
        *next = at + delays.around(*heartbeat);
        self.dead_at.get_or_insert(at + *patience);
        Some(self.ping())
    }

    /// An answer is to be asked for at once, with a short time for it; `false` while an earlier
    /// one is awaited.
    pub(super) fn probe(&mut self, at: Duration) -> bool {
        if self.is_probe {
            return false;
        }
        self.is_probe = true;
        let dead_at = at + PROBE_PATIENCE;
        self.dead_at = Some(self.dead_at.map_or(dead_at, |earlier| earlier.min(dead_at)));
        true
    }

    /// The machine slept: signs that were missed meanwhile do not count.
    pub(super) fn wake(&mut self) {
        if !self.is_probe {
            self.dead_at = None;
        }
    }

    pub(super) fn ping(&mut self) -> ClientFrame {
        self.pings += 1;
        ClientFrame::Ping { n: self.pings }
    }
}
