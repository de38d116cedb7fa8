//! How much may be on its way to one client: at most 512 events and 1 MiB without an ack, so that
//! a slow reader is late and never a memory cost.

use protocol::Channel;
use std::collections::{BTreeMap, VecDeque};

/// Events on their way without an ack.
pub(crate) const EVENTS: usize = 512;
/// Bytes on their way without an ack.
pub(crate) const BYTES: usize = 1024 * 1024;

/// What is on its way.
#[derive(Debug, Default)]
pub(super) struct Credit {
    sent: BTreeMap<Channel, VecDeque<(u64, usize)>>,
    events: usize,
    bytes: usize,
}

impl Credit {
    /// Whether an event of this size may go. With nothing on its way one always may.
    pub(super) fn admits(&self, size: usize) -> bool {
        self.events == 0 || (self.events < EVENTS && self.bytes + size <= BYTES)
    }

    /// How many events may go at most.
    pub(super) fn room(&self) -> usize {
        if self.bytes >= BYTES { 0 } else { EVENTS.saturating_sub(self.events) }
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
        let mut credit = Credit::default();
        assert!(credit.admits(BYTES * 2));
        credit.spend(channel, 1, BYTES * 2);
        assert!(!credit.admits(1));
        assert_eq!(credit.room(), 0);
        assert!(credit.acknowledge(channel, 1));
        assert_eq!(credit.outstanding(), (0, 0));
        assert!(!credit.acknowledge(channel, 1));
    }
}
