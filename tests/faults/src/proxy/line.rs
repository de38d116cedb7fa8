//! What all connections of one proxy share: the weather, when to cut, and the count of cuts.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::sync::watch;

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Desktop to server.
    Up,
    /// Server to desktop.
    Down,
}

/// How bytes fare on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flow {
    /// They arrive.
    #[default]
    Pass,
    /// They are not even read, so that the sender stands still once all buffers are full.
    Hold,
    /// They are read and never arrive.
    Swallow,
    /// So many bytes arrive every 10 ms.
    Drip(usize),
}

/// How all connections fare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weather {
    /// Whether new connections are taken.
    pub open: bool,
    /// Desktop to server.
    pub up: Flow,
    /// Server to desktop.
    pub down: Flow,
    /// How late everything comes.
    pub delay: Duration,
}

impl Weather {
    /// Everything arrives at once.
    pub const FAIR: Self =
        Self { open: true, up: Flow::Pass, down: Flow::Pass, delay: Duration::ZERO };
    /// Connections stand, new ones too, and nothing comes through.
    pub const BLACK_HOLE: Self = Self { up: Flow::Swallow, down: Flow::Swallow, ..Self::FAIR };
    /// Nobody answers.
    pub const CLOSED: Self = Self { open: false, ..Self::BLACK_HOLE };
}

/// When a cut is due.
#[derive(Debug, Default)]
struct Due {
    after: Option<(Direction, u64)>,
    before: Option<(&'static [u8], u64)>,
}

/// What may still pass of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leave {
    /// All of them.
    All,
    /// So many now; the others only together with what follows.
    Wait(usize),
    /// So many, and then the line is cut.
    Cut(usize),
}

#[derive(Debug)]
pub(super) struct Line {
    weather: watch::Sender<Weather>,
    /// Grows with each cut, counted or not.
    broken: watch::Sender<u64>,
    halved: watch::Sender<u64>,
    counted: watch::Sender<u64>,
    open: AtomicUsize,
    due: Mutex<Due>,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            weather: watch::Sender::new(Weather::FAIR),
            broken: watch::Sender::default(),
            halved: watch::Sender::default(),
            counted: watch::Sender::default(),
            open: AtomicUsize::default(),
            due: Mutex::default(),
        }
    }
}

impl Line {
    pub(super) fn weather(&self) -> Weather {
        *self.weather.borrow()
    }

    pub(super) fn watch_weather(&self) -> watch::Receiver<Weather> {
        self.weather.subscribe()
    }

    pub(super) fn watch_cuts(&self) -> watch::Receiver<u64> {
        self.broken.subscribe()
    }

    pub(super) fn watch_halving(&self) -> watch::Receiver<u64> {
        self.halved.subscribe()
    }

    pub(super) fn opened(&self) {
        self.open.fetch_add(1, Ordering::AcqRel);
    }

    pub(super) fn closed(&self) {
        self.open.fetch_sub(1, Ordering::AcqRel);
    }

    pub(super) fn set(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }

    pub(super) fn cut(&self) {
        if self.open.load(Ordering::Acquire) > 0 {
            self.counted.send_modify(|count| *count += 1);
        }
        self.end();
    }

    /// The cut that is due comes now, if anything is connected.
    pub(super) fn cut_at_last(&self) {
        if self.open.load(Ordering::Acquire) == 0 {
            return;
        }
        let mut due = self.due();
        due.after = None;
        due.before =
            due.before.map(|(words, times)| (words, times - 1)).filter(|(_, left)| *left > 0);
        drop(due);
        self.cut();
    }

    pub(super) fn end(&self) {
        self.broken.send_modify(|count| *count += 1);
    }

    pub(super) fn half_open(&self) {
        if self.open.load(Ordering::Acquire) > 0 {
            self.counted.send_modify(|count| *count += 1);
        }
        self.halved.send_modify(|count| *count += 1);
    }

    pub(super) fn cuts(&self) -> u64 {
        *self.counted.borrow()
    }

    pub(super) async fn until_cut(&self, times: u64) {
        let mut counted = self.counted.subscribe();
        // It only ends with the line.
        counted.wait_for(|count| *count >= times).await.ok();
    }

    pub(super) fn cut_after(&self, direction: Direction, bytes: u64) {
        self.due().after = Some((direction, bytes));
    }

    pub(super) fn cut_before(&self, words: &'static [u8], times: u64) {
        self.due().before = (times > 0).then_some((words, times));
    }

    fn due(&self) -> std::sync::MutexGuard<'_, Due> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What of these bytes may go this way.
    pub(super) fn leave(&self, direction: Direction, bytes: &[u8]) -> Leave {
        let mut due = self.due();
        if let Some((way, left)) = &mut due.after
            && *way == direction
        {
            let count = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            if count >= *left {
                let pass = usize::try_from(*left).unwrap_or(bytes.len());
                due.after = None;
                return Leave::Cut(pass);
            }
            *left -= count;
        }
        if let Some((words, times)) = &mut due.before
            && direction == Direction::Down
        {
            if let Some(at) = find(bytes, words) {
                *times -= 1;
                if *times == 0 {
                    due.before = None;
                }
                return Leave::Cut(at);
            }
            let begun = beginning(bytes, words);
            if begun > 0 {
                return Leave::Wait(bytes.len() - begun);
            }
        }
        Leave::All
    }
}

fn find(bytes: &[u8], words: &[u8]) -> Option<usize> {
    bytes.windows(words.len()).position(|window| window == words)
}

/// How many bytes at the end may be the beginning of `words`.
fn beginning(bytes: &[u8], words: &[u8]) -> usize {
    let most = bytes.len().min(words.len() - 1);
    (1..=most).rev().find(|&count| bytes.ends_with(&words[..count])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_cut_after_so_many_bytes_of_one_direction() {
        let line = Line::default();
        line.cut_after(Direction::Down, 5);
        assert_eq!(line.leave(Direction::Up, b"whatever"), Leave::All);
        assert_eq!(line.leave(Direction::Down, b"abc"), Leave::All);
        assert_eq!(line.leave(Direction::Down, b"defg"), Leave::Cut(2));
        assert_eq!(line.leave(Direction::Down, b"more"), Leave::All);
    }

    #[test]
    fn no_part_of_the_words_passes_however_they_are_split() {
        let line = Line::default();
        line.cut_before(b"event", 1);
        assert_eq!(line.leave(Direction::Down, b"some ev"), Leave::Wait(5));
        assert_eq!(line.leave(Direction::Down, b"evening"), Leave::All);
        assert_eq!(line.leave(Direction::Down, b"an event"), Leave::Cut(3));
        assert_eq!(line.leave(Direction::Down, b"an event"), Leave::All);
    }
}
