//! What one connection follows: how far each channel was sent, how far its log is known to go, and
//! whose turn it is to be read.

use protocol::{Channel, Epoch, EventId, frame::Subscription};
use std::{
    collections::BTreeMap,
    ops::Bound::{Excluded, Unbounded},
};

/// A read to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Next {
    /// The log.
    pub(crate) channel: Channel,
    /// Comes back with the answer.
    pub(crate) ticket: u64,
    /// The history.
    pub(crate) epoch: Epoch,
    /// Only events after this.
    pub(crate) after: u64,
    /// The id of the event at that number, when known.
    pub(crate) last: Option<EventId>,
}

#[derive(Debug)]
enum State {
    /// It is not yet known whether it can go on from there.
    Judging { heard: Option<(Epoch, u64)> },
    /// Events up to `sent` are on their way; the log goes to `top` at least.
    Following(Following),
}

/// `rung` says that the bell rang since the last read was begun, `doubt` that it rang for another
/// history, so that the next read must tell which one is true.
#[derive(Debug)]
struct Following {
    epoch: Epoch,
    sent: u64,
    last: Option<EventId>,
    top: u64,
    catching_up: bool,
    rung: bool,
    doubt: bool,
}

#[derive(Debug)]
struct Followed {
    ticket: u64,
    from: (u64, Option<EventId>),
    state: State,
}

/// All that one connection follows.
#[derive(Debug, Default)]
pub(super) struct Subscriptions {
    followed: BTreeMap<Channel, Followed>,
    tickets: u64,
    reading: Option<u64>,
    last_read: Option<Channel>,
}

impl Subscriptions {
    pub(super) fn channels(&self) -> impl Iterator<Item = Channel> + Clone {
        self.followed.keys().copied()
    }

    pub(super) fn len(&self) -> usize {
        self.followed.len()
    }

    pub(super) fn has(&self, channel: Channel) -> bool {
        self.followed.contains_key(&channel)
    }

    /// Begin, or begin anew; answers to earlier tickets of this channel count no more.
    pub(super) fn begin(&mut self, wish: &Subscription) -> u64 {
        self.tickets += 1;
        let state = State::Judging { heard: None };
        let followed = Followed { ticket: self.tickets, from: (wish.seq, wish.last), state };
        self.followed.insert(wish.ch, followed);
        self.tickets
    }

    pub(super) fn remove(&mut self, channel: Channel) {
        self.followed.remove(&channel);
    }

    pub(super) fn is_current(&self, channel: Channel, ticket: u64) -> bool {
        self.followed.get(&channel).is_some_and(|followed| followed.ticket == ticket)
    }

    /// It can go on from where it stands; gives that number.
    pub(super) fn start(&mut self, channel: Channel, epoch: Epoch, top: u64) -> Option<u64> {
        let followed = self.followed.get_mut(&channel)?;
        let State::Judging { heard } = followed.state else { return None };
        let (sent, last) = followed.from;
        followed.state = State::Following(Following {
            epoch,
            sent,
            last,
            top,
            catching_up: sent < top,
            rung: false,
            doubt: false,
        });
        // What rang while the log was being judged may be newer than what was read.
        if let Some((epoch, top)) = heard {
            self.moved(channel, epoch, top);
        }
        Some(sent)
    }

    /// The log of a channel goes to `top` now.
    pub(super) fn moved(&mut self, channel: Channel, moved_epoch: Epoch, moved_top: u64) {
        let Some(followed) = self.followed.get_mut(&channel) else { return };
        match &mut followed.state {
            State::Judging { heard } => *heard = Some((moved_epoch, moved_top)),
            State::Following(following) => following.moved(moved_epoch, moved_top),
        }
    }

    /// Whether it is still open how something stands, or what comes next.
    pub(super) fn asks(&self) -> bool {
        let judging = |followed: &Followed| matches!(followed.state, State::Judging { .. });
        self.reading.is_some() || self.followed.values().any(judging)
    }

    /// Whether anything waits to be sent.
    pub(super) fn waits(&self) -> bool {
        self.followed.values().any(Followed::waits)
    }

    /// On how many channels something waits.
    pub(super) fn waiting(&self) -> usize {
        self.followed.values().filter(|followed| followed.waits()).count()
    }

    /// The channel whose turn it is, unless a read is under way.
    pub(super) fn next_read(&mut self) -> Option<Next> {
        if self.reading.is_some() {
            return None;
        }
        let after = self.last_read.map_or(Unbounded, Excluded);
        let turn = self
            .followed
            .range((after, Unbounded))
            .chain(&self.followed)
            .find_map(|(channel, followed)| followed.waits().then_some(*channel))?;
        let followed = self.followed.get_mut(&turn)?;
        let ticket = followed.ticket;
        let State::Following(following) = &mut followed.state else { return None };
        (following.rung, following.doubt) = (false, false);
        self.reading = Some(ticket);
        self.last_read = Some(turn);
        let Following { epoch, sent, last, .. } = *following;
        Some(Next { channel: turn, ticket, epoch, after: sent, last })
    }

    /// The read under way has been answered.
    pub(super) fn read_ended(&mut self, ticket: u64) {
        if self.reading == Some(ticket) {
            self.reading = None;
        }
    }

    /// An event is about to be sent. Gives whether it is the one that comes next.
    pub(super) fn advance(&mut self, channel: Channel, (seq, id): (u64, EventId)) -> bool {
        match self.following(channel) {
            Some(following) if following.sent + 1 == seq => {
                (following.sent, following.last) = (seq, Some(id));
                true
            }
            _ => false,
        }
    }

    /// A page was sent of a log that went to `page_top`. Gives the number at which the replay has
    /// reached the live edge, once.
    pub(super) fn reached(&mut self, channel: Channel, page_top: u64) -> Option<u64> {
        let following = self.following(channel)?;
        // Unless something rang meanwhile, the log itself knows best how far it goes.
        if !following.rung || page_top > following.top {
            following.top = page_top;
        }
        let arrived = following.catching_up && following.sent >= page_top;
        following.catching_up &= !arrived;
        arrived.then_some(following.sent)
    }

    fn following(&mut self, channel: Channel) -> Option<&mut Following> {
        match &mut self.followed.get_mut(&channel)?.state {
            State::Following(following) => Some(following),
            State::Judging { .. } => None,
        }
    }
}

impl Following {
    fn moved(&mut self, epoch: Epoch, top: u64) {
        self.rung = true;
        if self.epoch == epoch {
            self.top = top.max(self.top);
        } else {
            self.doubt = true;
        }
    }
}

impl Followed {
    fn waits(&self) -> bool {
        match &self.state {
            State::Following(following) => following.sent < following.top || following.doubt,
            State::Judging { .. } => false,
        }
    }
}
