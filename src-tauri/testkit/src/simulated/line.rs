//! The line between one desktop and the server, with its weather: it is slow, cut, dead without
//! saying so, closed to sockets, or loses just the one message that matters.

use super::{chance::Chance, tally::Tally};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// A fault that waits for the next request with a write in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It never arrives.
    LoseRequest,
    /// It takes effect and nobody is told.
    LoseResponse,
    /// It arrives twice.
    Duplicate,
    /// The desktop crashes when it is on its way.
    CrashSent,
    /// It takes effect, nobody is told, and the desktop crashes.
    CrashUnanswered,
}

impl Fault {
    /// Whether it strikes once the server has answered, and not before.
    fn is_of_answer(self) -> bool {
        matches!(self, Self::LoseResponse | Self::CrashUnanswered)
    }
}

/// Why nothing gets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outage {
    /// The machine knows at once.
    Known,
    /// Everything vanishes.
    Silent,
}

#[derive(Debug)]
struct Weather {
    outage: Option<Outage>,
    sockets_refused: bool,
    slow: Duration,
    faults: Vec<Fault>,
    cable: Cable,
}

/// The present connection of the line. What goes over a socket or waits for an answer holds it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cable {
    /// Both ends notice.
    pub(crate) cut: CancellationToken,
    /// Nobody notices.
    pub(crate) dead: CancellationToken,
}

/// One desktop's line.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) chance: Chance,
    pub(crate) tally: Arc<Tally>,
    weather: Mutex<Weather>,
}

impl Line {
    pub(crate) fn new(chance: Chance, tally: Arc<Tally>) -> Self {
        let weather = Weather {
            outage: None,
            sockets_refused: false,
            slow: Duration::ZERO,
            faults: Vec::new(),
            cable: Cable::default(),
        };
        Self { chance, tally, weather: Mutex::new(weather) }
    }

    fn weather(&self) -> MutexGuard<'_, Weather> {
        self.weather.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Cut what is connected; what is dialled afterwards is not cut.
    pub(crate) fn cut(&self) {
        self.tally.count("cuts");
        std::mem::take(&mut self.weather().cable).cut.cancel();
    }

    /// What is connected goes silent for good, and nobody is told.
    pub(crate) fn deaden(&self) {
        self.tally.count("half-open connections");
        std::mem::take(&mut self.weather().cable).dead.cancel();
    }

    pub(crate) fn set_outage(&self, outage: Option<Outage>) {
        let mut weather = self.weather();
        weather.outage = outage;
        let cable = outage.map(|outage| (outage, std::mem::take(&mut weather.cable)));
        drop(weather);
        match cable {
            Some((Outage::Known, cable)) => {
                self.tally.count("outages that are known");
                self.tally.count("cuts");
                cable.cut.cancel();
            }
            Some((Outage::Silent, cable)) => {
                self.tally.count("outages that are silent");
                cable.dead.cancel();
            }
            None => {}
        }
    }

    pub(crate) fn outage(&self) -> Option<Outage> {
        self.weather().outage
    }

    pub(crate) fn refuse_sockets(&self, refused: bool) {
        if refused {
            self.tally.count("times that sockets are refused");
            self.cut();
        }
        self.weather().sockets_refused = refused;
    }

    pub(crate) fn refuses_sockets(&self) -> bool {
        self.weather().sockets_refused
    }

    /// Every message takes so much longer.
    pub(crate) fn set_slow(&self, slow: Duration) {
        self.weather().slow = slow;
    }

    pub(crate) fn arm(&self, fault: Fault) {
        self.weather().faults.push(fault);
    }

    /// Whether a fault still waits.
    pub(crate) fn is_armed(&self) -> bool {
        !self.weather().faults.is_empty()
    }

    /// The next fault, if it is one of the answer or one of the request, as asked.
    pub(crate) fn take_fault(&self, of_answer: bool) -> Option<Fault> {
        let mut weather = self.weather();
        let is_due = weather.faults.first().is_some_and(|fault| fault.is_of_answer() == of_answer);
        is_due.then(|| weather.faults.remove(0))
    }

    /// Everything works from now on.
    pub(crate) fn clear(&self) {
        let mut weather = self.weather();
        weather.outage = None;
        weather.sockets_refused = false;
        weather.slow = Duration::ZERO;
        weather.faults.clear();
    }

    pub(crate) fn cable(&self) -> Cable {
        self.weather().cable.clone()
    }

    /// How long the next message takes.
    pub(crate) fn trip(&self) -> Duration {
        let slow = self.weather().slow;
        if !slow.is_zero() {
            return slow + self.chance.millis(0..200);
        }
        match self.chance.below(20) {
            0 => self.chance.millis(0..400),
            1..4 => self.chance.millis(0..30),
            _ => Duration::from_millis(1),
        }
    }

    pub(crate) fn arrival(&self) -> Instant {
        Instant::now() + self.trip()
    }
}
