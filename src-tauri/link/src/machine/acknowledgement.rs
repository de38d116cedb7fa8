//! Joins acknowledgements: one frame for all channels after 64 events, 256 KiB or a second.

use protocol::{Channel, frame::ClientFrame};
use std::{collections::BTreeMap, time::Duration};

const EVENTS: usize = 64;
const BYTES: usize = 256 * 1024;
const WAIT: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
pub(super) struct Acknowledgement {
    places: BTreeMap<Channel, u64>,
    events: usize,
    bytes: usize,
    due: Option<Duration>,
}

impl Acknowledgement {
    /// Events of a channel were stored, up to a number.
    pub(super) fn add(
        &mut self,
        channel: Channel,
        (upto, events, bytes): (u64, usize, usize),
        at: Duration,
    ) {
        self.places.insert(channel, upto);
        self.events += events;
        self.bytes += bytes;
        self.due.get_or_insert(at + WAIT);
    }

    /// The channel was asked for anew: its credit is released anyway.
    pub(super) fn forget(&mut self, channel: Channel) {
        self.places.remove(&channel);
        if self.places.is_empty() {
            *self = Self::default();
        }
    }

    pub(super) fn due(&self) -> Option<Duration> {
        self.due
    }

    /// The frame, once it is worth sending.
    pub(super) fn take(&mut self, at: Duration) -> Option<ClientFrame> {
        let is_full = self.events >= EVENTS || self.bytes >= BYTES;
        if !is_full && self.due.is_none_or(|due| due > at) {
            return None;
        }
        let Self { places: pos, .. } = std::mem::take(self);
        (!pos.is_empty()).then_some(ClientFrame::Ack { pos })
    }
}
