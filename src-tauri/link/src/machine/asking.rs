//! When a connection by requests is asked anew: after an answered poll, and when what is followed has
//! changed. Answers that come at once and bring nothing must not lead to one request after another.

use std::time::Duration;

/// Changes that come together are asked for together.
const JOINED: Duration = Duration::from_millis(50);
/// An answer that comes sooner did not wait for anything.
const AT_ONCE: Duration = Duration::from_secs(1);
/// So many answers in a row that come at once and bring nothing are a failure.
const FRUITLESS: u32 = 5;

#[derive(Debug)]
pub(super) struct Asking {
    asked_at: Duration,
    due: Option<Duration>,
    /// Answers in a row that came at once and brought nothing.
    fruitless: u32,
}

impl Asking {
    /// The first request was sent then.
    pub(super) fn new(asked_at: Duration) -> Self {
        Self { asked_at, due: None, fruitless: 0 }
    }

    /// When to ask next.
    pub(super) fn due(&self) -> Option<Duration> {
        self.due
    }

    /// What is followed has changed.
    pub(super) fn changed(&mut self, at: Duration) {
        let soon = at + JOINED;
        self.due = Some(self.due.map_or(soon, |due| due.min(soon)));
    }

    pub(super) fn asked(&mut self, at: Duration) {
        (self.asked_at, self.due) = (at, None);
    }

    /// An event was delivered.
    pub(super) fn bore_fruit(&mut self) {
        self.fruitless = 0;
    }

    /// A poll was answered: after the first answer, which greets, the next one follows at once;
    /// then ever longer pauses, unless events or time come between.
    pub(super) fn answered(&mut self, at: Duration) {
        let is_at_once = at.saturating_sub(self.asked_at) < AT_ONCE;
        self.fruitless = if is_at_once { self.fruitless + 1 } else { 0 };
        let pause = match self.fruitless {
            0 | 1 => Duration::ZERO,
            count => AT_ONCE * 2_u32.saturating_pow(count.min(FRUITLESS) - 2),
        };
        self.due = Some(at + pause);
    }

    /// Whether answers come that mean nothing.
    pub(super) fn is_fruitless(&self) -> bool {
        self.fruitless >= FRUITLESS
    }

    /// Whether the last answers waited or brought something.
    pub(super) fn is_sound(&self) -> bool {
        self.fruitless <= 1
    }
}
