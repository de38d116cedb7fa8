//! The life signs of one ready connection: when to ping, and when silence means that it is dead.

use super::delay::Delays;
use protocol::frame::ClientFrame;
use std::time::Duration;

/// Bounds for the server's time between pings.
const HEARTBEAT: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));
/// Bounds for the server's time for a pong.
const PATIENCE: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(10));
/// Time for any answer after the machine woke up.
const PROBE_PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct Pulse {
    heartbeat: Duration,
    patience: Duration,
    next_ping: Duration,
    dead_at: Option<Duration>,
    is_probe: bool,
    pings: u64,
}

impl Pulse {
    /// The first ping comes after a random part of the heartbeat, so that clients which connected
    /// together do not ping together.
    pub(super) fn new(hb_ms: u64, pong_ms: u64, at: Duration, delays: &mut Delays) -> Self {
        let heartbeat = Duration::from_millis(hb_ms).clamp(HEARTBEAT.0, HEARTBEAT.1);
        let patience = Duration::from_millis(pong_ms).clamp(PATIENCE.0, PATIENCE.1);
        let whole = delays.around(heartbeat);
        let next_ping = at + delays.up_to(whole);
        Self { heartbeat, patience, next_ping, dead_at: None, is_probe: false, pings: 0 }
    }

    pub(super) fn deadline(&self) -> Duration {
        self.dead_at.map_or(self.next_ping, |dead_at| dead_at.min(self.next_ping))
    }

    /// Any frame is a sign of life.
    pub(super) fn heard(&mut self) {
        self.dead_at = None;
        self.is_probe = false;
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
        if at < self.next_ping {
            return None;
        }
        self.next_ping = at + delays.around(self.heartbeat);
        self.dead_at.get_or_insert(at + self.patience);
        Some(self.ping())
    }

    /// A ping at once, with a short time for the answer. `None` while an earlier one is under way.
    pub(super) fn probe(&mut self, at: Duration) -> Option<ClientFrame> {
        if self.is_probe {
            return None;
        }
        self.is_probe = true;
        let dead_at = at + PROBE_PATIENCE;
        self.dead_at = Some(self.dead_at.map_or(dead_at, |earlier| earlier.min(dead_at)));
        Some(self.ping())
    }

    /// A probe after the machine slept: pongs that were missed meanwhile do not count.
    pub(super) fn wake(&mut self, at: Duration) -> Option<ClientFrame> {
        if !self.is_probe {
            self.dead_at = None;
        }
        self.probe(at)
    }

    fn ping(&mut self) -> ClientFrame {
        self.pings += 1;
        ClientFrame::Ping { n: self.pings }
    }
}
