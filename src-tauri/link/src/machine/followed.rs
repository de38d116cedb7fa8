//! One followed channel: which event comes next, what to do with any other, and when the server
//! must be asked again. The rules are pure; the frames they lead to are sent by [`Channels`].
//!
//! [`Channels`]: super::channels::Channels

use protocol::{
    Channel, Envelope, Epoch, EventId,
    frame::{Subscription, SubscriptionMode},
};
use std::{collections::VecDeque, time::Duration};

/// So many subscriptions without progress in [`AGAIN_WINDOW`] are enough.
const AGAIN_LIMIT: usize = 3;
const AGAIN_WINDOW: Duration = Duration::from_secs(10);

/// How the channel stands on the present connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Not asked for.
    Unsent,
    /// Asked for.
    Sent,
    /// Its owner must read the whole resource first.
    Lost,
}

/// What to do next for the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All is well: pass it on.
    Deliver,
    /// Of no use.
    Drop,
    /// Something is missing: ask for it.
    Again,
    /// Asking does not help: read the resource.
    GiveUp,
}

#[derive(Debug)]
pub(super) struct Followed {
    pub(super) stage: Stage,
    pub(super) epoch: Option<Epoch>,
    /// The last event delivered.
    pub(super) seq: u64,
    last: Option<EventId>,
    /// The server was asked and has not answered. Of several questions it may answer only the last.
    is_asked: bool,
    /// The server asked for a pause before the next subscription.
    pub(super) again_at: Option<Duration>,
    /// Where the replay ends, while there is one.
    replay_to: Option<u64>,
    /// When it was asked for again since the last progress.
    asked_again: VecDeque<Duration>,
    /// The newest event by the pong before, and where the channel stood then.
    earlier_top: Option<(Epoch, u64, u64)>,
    /// Number and size of what was delivered on this connection and not yet acknowledged.
    unacknowledged: VecDeque<(u64, usize)>,
}

impl Followed {
    pub(super) fn new(place: &Subscription) -> Self {
        Self {
            stage: Stage::Unsent,
            epoch: place.epoch,
            seq: place.seq,
            last: place.last,
            is_asked: false,
            again_at: None,
            replay_to: None,
            asked_again: VecDeque::new(),
            earlier_top: None,
            unacknowledged: VecDeque::new(),
        }
    }

    /// Another place; the server may still answer for the one before.
    pub(super) fn moved(&mut self, place: &Subscription) {
        *self = Self { is_asked: self.is_asked, ..Self::new(place) };
    }

    /// Whether the server may send something for it.
    pub(super) fn is_known_to_server(&self) -> bool {
        self.stage == Stage::Sent || self.is_asked
    }

    /// The connection is gone.
    pub(super) fn disconnected(&mut self) {
        if self.stage == Stage::Sent {
            self.stage = Stage::Unsent;
        }
        self.is_asked = false;
        self.again_at = None;
        self.replay_to = None;
        self.earlier_top = None;
        self.unacknowledged.clear();
    }

    /// The question to the server, from where the channel stands. It releases the credit of what
    /// waits to be stored.
    pub(super) fn ask(&mut self, channel: Channel) -> Subscription {
        self.unacknowledged.clear();
        self.stand(channel)
    }

    /// The same where the server keeps no credit: what waits to be stored still counts here.
    pub(super) fn stand(&mut self, channel: Channel) -> Subscription {
        self.stage = Stage::Sent;
        self.is_asked = true;
        self.again_at = None;
        self.earlier_top = None;
        Subscription { ch: channel, epoch: self.epoch, seq: self.seq, last: self.last }
    }

    /// Nothing more is wanted until the owner follows again.
    pub(super) fn lose(&mut self) {
        self.stage = Stage::Lost;
        self.is_asked = false;
        self.replay_to = None;
        self.again_at = None;
        self.unacknowledged.clear();
    }

    /// The server refused for now.
    pub(super) fn pause(&mut self, again_at: Duration) {
        self.is_asked = false;
        self.again_at = Some(again_at);
    }

    pub(super) fn event(&mut self, event: &Envelope, bytes: usize, at: Duration) -> Verdict {
        if self.stage != Stage::Sent || self.epoch.is_none() {
            return Verdict::Drop;
        }
        let expected = self.seq.checked_add(1);
        if self.epoch == Some(event.epoch) && Some(event.seq) == expected {
            self.seq = event.seq;
            self.last = Some(event.id);
            self.asked_again.clear();
            self.unacknowledged.push_back((event.seq, bytes));
            return Verdict::Deliver;
        }
        if self.epoch == Some(event.epoch) && event.seq <= self.seq {
            return Verdict::Drop;
        }
        self.missing(at)
    }

    pub(super) fn stands(
        &mut self,
        (epoch, mode): (Epoch, SubscriptionMode),
        (from, top): (u64, u64),
        at: Duration,
    ) -> Verdict {
        if self.stage != Stage::Sent {
            return Verdict::Drop;
        }
        // What does not fit answers an older question; with none open, something is missing.
        if *self.epoch.get_or_insert(epoch) != epoch || from > self.seq.saturating_add(1) {
            return self.missing(at);
        }
        self.is_asked = false;
        self.replay_to = (mode == SubscriptionMode::Replay && top > self.seq).then_some(top);
        Verdict::Deliver
    }

    pub(super) fn caught_up(&mut self, seq: u64, at: Duration) -> Verdict {
        if self.stage != Stage::Sent {
            return Verdict::Drop;
        }
        if seq > self.seq {
            return self.missing(at);
        }
        self.replay_to = None;
        Verdict::Deliver
    }

    /// Looks for a lost notification: the channel stood still over two pongs although the first
    /// one knew of more.
    pub(super) fn pong(&mut self, epoch: Epoch, top: u64, at: Duration) -> Verdict {
        if self.stage != Stage::Sent {
            return Verdict::Drop;
        }
        let earlier = self.earlier_top.replace((epoch, top, self.seq));
        let stood_still = earlier.is_some_and(|(earlier_epoch, earlier_top, seq)| {
            seq == self.seq && (earlier_top > seq || Some(earlier_epoch) != self.epoch)
        });
        if !stood_still {
            return Verdict::Drop;
        }
        // An answer that did not come for two heartbeats does not come any more.
        self.is_asked = false;
        self.missing(at)
    }

    /// Something does not follow: ask again, unless a question is open or asking did not help.
    fn missing(&mut self, at: Duration) -> Verdict {
        if self.is_asked {
            return Verdict::Drop;
        }
        self.asked_again.retain(|asked| asked.saturating_add(AGAIN_WINDOW) > at);
        if self.asked_again.len() >= AGAIN_LIMIT {
            return Verdict::GiveUp;
        }
        self.asked_again.push_back(at);
        Verdict::Again
    }

    /// Stored events still to come before the channel is live.
    pub(super) fn behind(&self) -> u64 {
        self.replay_to.map_or(0, |top| top.saturating_sub(self.seq))
    }

    /// Number and bytes of the events that the owner has stored now, and up to where.
    pub(super) fn acknowledge(&mut self, seq: u64) -> Option<(u64, usize, usize)> {
        let (mut upto, mut count, mut size) = (None, 0, 0);
        while let Some((number, bytes)) = self.unacknowledged.front().copied()
            && number <= seq
        {
            self.unacknowledged.pop_front();
            (upto, count, size) = (Some(number), count + 1, size + bytes);
        }
        upto.map(|upto| (upto, count, size))
    }

    /// Number and bytes of the delivered events that wait to be stored.
    pub(super) fn unacknowledged(&self) -> (usize, usize) {
        let bytes = self.unacknowledged.iter().map(|(_, bytes)| bytes).sum();
        (self.unacknowledged.len(), bytes)
    }
}
