//! How much is on its way to one client without an ack, so that a slow reader is late and never a
//! memory cost.

use super::exchange::Window;
use crate::storage::Bound;
use protocol::Channel;
use std::collections::{BTreeMap, VecDeque};

/// What is on its way.
#[derive(Debug)]
pub(super) struct Credit {
    window: Window,
    sent: BTreeMap<Channel, VecDeque<(u64, usize)>>,
    events: usize,
    bytes: usize,
}

impl Credit {
    pub(super) fn new(window: Window) -> Self {
        Self { window, sent: BTreeMap::new(), events: 0, bytes: 0 }
    }

    /// Whether an event of this size may go. With nothing on its way one always may.
    pub(super) fn admits(&self, size: usize) -> bool {
        self.events == 0
            || (self.events < self.window.events && self.bytes + size <= self.window.bytes)
    }

    /// How much may go at most.
    pub(super) fn room(&self) -> Bound {
        let bytes = self.window.bytes.saturating_sub(self.bytes);
        let events = if bytes == 0 { 0 } else { self.window.events.saturating_sub(self.events) };
        Bound { events, bytes }
    }

    /// An event goes.
    pub(super) fn spend(&mut self, channel: Channel, seq: u64, size: usize) {
        self.events += 1;
        self.bytes += size;
        self.sent.entry(channel).or_default().push_back((seq, size));
    }

    /// Everything of a channel up to `seq` arrived. Gives whether that was news.
    pub(super) fn acknowledge(&mut self, channel: Channel, seq: u64) -> bool {
        let Some(sent) = self.sent.get_mut(&channel) else { return false };
        let mut news = false;
        while let Some((first, size)) = sent.front().copied() {
            if first > seq {
                break;
            }
            sent.pop_front();
            self.events -= 1;
            self.bytes -= size;
            news = true;
        }
        news
    }

    /// A channel is no longer followed, or followed anew.
    pub(super) fn release(&mut self, channel: Channel) {
        for (_, size) in self.sent.remove(&channel).into_iter().flatten() {
            self.events -= 1;
            self.bytes -= size;
        }
    }

    /// Events and bytes on their way.
    #[cfg(test)]
    pub(super) fn outstanding(&self) -> (usize, usize) {
        (self.events, self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::UserId;
    use uuid::Uuid;

    #[test]
    fn one_event_larger_than_the_window_goes_when_nothing_is_on_its_way() {
        let channel = Channel::User(UserId(Uuid::nil()));
        let window = Window { events: 512, bytes: 1_000, is_shared: false };
        let mut credit = Credit::new(window);
        assert!(credit.admits(2_000));
        credit.spend(channel, 1, 2_000);
        assert!(!credit.admits(1));
        assert_eq!(credit.room().events, 0);
        assert!(credit.acknowledge(channel, 1));
        assert_eq!(credit.outstanding(), (0, 0));
        assert!(!credit.acknowledge(channel, 1));
    }
}
