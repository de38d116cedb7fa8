//! When a connection by requests is asked anew: after an answered poll, and when what is followed has
//! changed. Answers that come at once and bring nothing must not lead to one request after another.

use std::time::Duration;

/// Changes that come together are asked for together.
const JOINED: Duration = Duration::from_millis(50);
/// An answer that comes sooner did not wait for anything.
const AT_ONCE: Duration = Duration::from_secs(1);
/// So many answers in a row that come at once unasked and bring nothing are a failure.
const FRUITLESS: u32 = 4;

#[derive(Debug)]
pub(super) struct Asking {
    asked_at: Duration,
    due: Option<Duration>,
    /// A request is under way.
    is_out: bool,
    /// It is to be answered at once: the first one greets, and one that takes the place of another
    /// that was under way does not wait again.
    is_prompt: bool,
    /// It has brought an event.
    bears_fruit: bool,
    /// Answers in a row that came at once and brought nothing.
    fruitless: u32,
}

impl Asking {
    /// The first request was sent then.
    pub(super) fn new(asked_at: Duration) -> Self {
        Self {
            asked_at,
            due: None,
            is_out: true,
            is_prompt: true,
            bears_fruit: false,
            fruitless: 0,
        }
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
        (self.is_prompt, self.is_out) = (self.is_out, true);
    }

    /// An event was delivered.
    pub(super) fn bore_fruit(&mut self) {
        self.bears_fruit = true;
        self.fruitless = 0;
    }

    /// A poll was answered: after an answer that was wanted at once the next one follows at once;
    /// after others that came at once ever longer pauses, unless events or time come between.
    pub(super) fn answered(&mut self, at: Duration) {
        let is_at_once = at.saturating_sub(self.asked_at) < AT_ONCE;
        let was_prompt = std::mem::take(&mut self.is_prompt);
        let was_fruitful = std::mem::take(&mut self.bears_fruit);
        self.is_out = false;
        self.fruitless = match (is_at_once && !was_fruitful, was_prompt) {
            (true, true) => self.fruitless,
            (true, false) => self.fruitless + 1,
            (false, _) => 0,
        };
        let pause = match self.fruitless {
            0 => Duration::ZERO,
            count => AT_ONCE * 2_u32.saturating_pow(count.min(FRUITLESS) - 1),
        };
        self.due = Some(at + pause);
    }

    /// Whether answers come that mean nothing.
    pub(super) fn is_fruitless(&self) -> bool {
        self.fruitless >= FRUITLESS
    }

    /// Whether the last answers waited or brought something.
    pub(super) fn is_sound(&self) -> bool {
        self.fruitless == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn answers_that_were_wanted_at_once_are_no_failure() {
        let mut asking = Asking::new(second(0));
        asking.answered(second(0));
        for opened in 1..20 {
            asking.asked(second(opened));
            // Another channel is followed while the poll waits.
            asking.changed(second(opened));
            asking.asked(second(opened));
            asking.answered(second(opened));
            assert!(asking.is_sound() && !asking.is_fruitless());
            assert_eq!(asking.due(), Some(second(opened)), "the next one follows at once");
        }
    }

    #[test]
    fn a_server_that_never_waits_is_asked_ever_less_and_then_left() {
        let mut asking = Asking::new(second(0));
        asking.answered(second(0));
        let mut at = second(0);
        for _ in 0..FRUITLESS {
            assert!(!asking.is_fruitless());
            at = asking.due().unwrap();
            asking.asked(at);
            asking.answered(at);
        }
        assert!(asking.is_fruitless());
        assert_eq!(at, second(1 + 2 + 4));
    }
}
