//! What a connection does about its channels: begins and ends to follow them, and sends their events
//! page by page, each channel in its turn, as far as there is credit.

use super::{Action, CHANNELS, FRAME_OUT, Machine};
use crate::{
    realtime::exchange::Judged,
    storage::{Bound, Page, Standing},
};
use protocol::{
    Channel,
    frame::{ResyncReason, ServerFrame, Subscription, SubscriptionMode, close},
};
use std::{collections::BTreeMap, time::Duration};

/// Events read at a time, at most.
const PAGE: usize = 300;

impl Machine {
    /// Follow channels, or follow them anew. Of two wishes for a channel the later one counts.
    pub(super) fn follow(&mut self, wishes: Vec<Subscription>, actions: &mut Vec<Action>) {
        let wishes: BTreeMap<Channel, Subscription> =
            wishes.into_iter().map(|wish| (wish.ch, wish)).collect();
        let mut judged = Vec::new();
        for (channel, wish) in wishes {
            let full = self.subscriptions.len() >= CHANNELS;
            if full && !self.subscriptions.has(channel) {
                actions.push(Self::refuse("too_many_channels", 0, Some(channel)));
                continue;
            }
            self.credit.release(channel);
            self.blocked_since = None;
            let ticket = self.subscriptions.begin(&wish);
            judged.push((wish, ticket));
        }
        if !judged.is_empty() {
            actions.push(Action::Judge(judged));
        }
    }

    pub(super) fn judged(&mut self, all: Vec<Judged>, actions: &mut Vec<Action>) {
        for Judged { channel, ticket, standing } in all {
            if !self.subscriptions.is_current(channel, ticket) {
                continue;
            }
            match standing {
                Standing::Forbidden => self.forbidden(channel, actions),
                Standing::Resync(reason) => self.resync(channel, reason, actions),
                Standing::Good { epoch, top } => {
                    let Some(sent) = self.subscriptions.start(channel, epoch, top) else {
                        continue;
                    };
                    let live = sent == top;
                    let mode = if live { SubscriptionMode::Live } else { SubscriptionMode::Replay };
                    let ok = ServerFrame::SubOk { ch: channel, epoch, mode, from: sent + 1, top };
                    actions.push(Action::Send(ok));
                    actions.extend(self.signs.enter(channel).map(Action::Tell));
                }
            }
        }
    }

    /// Follow a channel no longer.
    pub(super) fn leave(&mut self, channel: Channel, actions: &mut Vec<Action>) {
        self.subscriptions.remove(channel);
        self.credit.release(channel);
        actions.extend(self.signs.leave(channel).map(Action::Tell));
    }

    fn forbidden(&mut self, channel: Channel, actions: &mut Vec<Action>) {
        self.leave(channel, actions);
        actions.push(Self::refuse("forbidden", 0, Some(channel)));
    }

    fn resync(&mut self, channel: Channel, reason: ResyncReason, actions: &mut Vec<Action>) {
        self.leave(channel, actions);
        actions.push(Action::Send(ServerFrame::Resync { ch: channel, reason }));
    }

    pub(super) fn paged(
        &mut self,
        channel: Channel,
        ticket: u64,
        page: Page,
        actions: &mut Vec<Action>,
    ) {
        self.subscriptions.read_ended(ticket);
        if !self.subscriptions.is_current(channel, ticket) {
            return;
        }
        let (events, top) = match page {
            Page::Forbidden => return self.forbidden(channel, actions),
            Page::Resync(reason) => return self.resync(channel, reason, actions),
            Page::WentBack => return self.close(close::STORE_WENT_BACK, actions),
            Page::Events { events, top } => (events, top),
        };
        self.refused = 0;
        for event in events.iter() {
            let size = event.frame.len();
            if size > FRAME_OUT {
                // No client takes such a frame; what it tells is in the resource itself.
                return self.resync(channel, ResyncReason::Trimmed, actions);
            }
            // What does not fit is read again when there is room: the log keeps it.
            if !self.credit.admits(size) {
                self.refused = size;
                break;
            }
            if self.subscriptions.advance(channel, (event.seq, event.id)) {
                self.credit.spend(channel, event.seq, size);
                actions.push(Action::Event(event.clone()));
            }
        }
        if let Some(seq) = self.subscriptions.reached(channel, top) {
            actions.push(Action::Send(ServerFrame::CaughtUp { ch: channel, seq }));
        }
    }

    pub(super) fn has_room(&self) -> bool {
        self.credit.room().events > 0 && self.credit.admits(self.refused)
    }

    pub(super) fn read_next(&mut self, elapsed: Duration, actions: &mut Vec<Action>) {
        if !self.subscriptions.waits() {
            self.blocked_since = None;
            return;
        }
        if !self.has_room() {
            self.blocked_since.get_or_insert(elapsed);
            return;
        }
        let (room, window) = (self.credit.room(), self.setup.window);
        let parts = if window.is_shared { self.subscriptions.waiting().max(1) } else { 1 };
        let events = (window.events / parts).clamp(1, PAGE).min(room.events);
        let bytes = (window.bytes / parts).min(room.bytes);
        if let Some(next) = self.subscriptions.next_read() {
            actions.push(Action::Read { next, bound: Bound { events, bytes } });
        }
    }
}
