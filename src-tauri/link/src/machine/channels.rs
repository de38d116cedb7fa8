//! All followed channels: turns frames into what the owner is told and what the server is asked.

use super::{
    Action,
    acknowledgement::Acknowledgement,
    followed::{Followed, Stage, Verdict},
};
use crate::Output;
use protocol::{
    Channel, Envelope, Epoch,
    frame::{ClientFrame, Limits, ResyncReason, ServerFrame, Subscription},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// Pause before a subscription is tried again that the server refused for now.
const REFUSED_PAUSE: Duration = Duration::from_secs(5);

#[derive(Debug, Default)]
pub(super) struct Channels {
    followed: BTreeMap<Channel, Followed>,
    /// In the `hello` of this connection, and no longer wanted before it was answered.
    unwanted: BTreeSet<Channel>,
    acknowledgement: Acknowledgement,
    limits: Option<Limits>,
    dropped: u64,
}

impl Channels {
    /// Events and frames that were not passed on since the start.
    pub(super) fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Stored events still to come before every channel is live.
    pub(super) fn behind(&self) -> u64 {
        self.followed.values().map(Followed::behind).fold(0, u64::saturating_add)
    }

    /// The connection is gone; places stay.
    pub(super) fn disconnected(&mut self) {
        self.followed.values_mut().for_each(Followed::disconnected);
        self.acknowledgement = Acknowledgement::default();
        self.unwanted.clear();
        self.limits = None;
    }

    /// Everything to follow, for `hello`.
    pub(super) fn hello(&mut self) -> Vec<Subscription> {
        let wanted = self.followed.iter_mut().filter(|(_, place)| place.stage != Stage::Lost);
        wanted.map(|(channel, place)| place.ask(*channel)).collect()
    }

    /// What changed between `hello` and `ready`.
    pub(super) fn ready(&mut self, limits: Limits, actions: &mut Vec<Action>) {
        self.limits = Some(limits);
        for ch in std::mem::take(&mut self.unwanted) {
            actions.push(Action::Send(ClientFrame::Unsub { ch }));
        }
        for (channel, place) in &mut self.followed {
            if place.stage == Stage::Unsent {
                actions.push(Action::Send(ClientFrame::Sub(place.ask(*channel))));
            }
        }
    }

    fn is_ready(&self) -> bool {
        self.limits.is_some()
    }

    pub(super) fn follow(&mut self, place: &Subscription, actions: &mut Vec<Action>) {
        let is_ready = self.is_ready();
        self.acknowledgement.forget(place.ch);
        let followed = self.followed.entry(place.ch).or_insert_with(|| Followed::new(place));
        followed.moved(place);
        if is_ready {
            actions.push(Action::Send(ClientFrame::Sub(followed.ask(place.ch))));
        }
    }

    pub(super) fn unfollow(&mut self, ch: Channel, actions: &mut Vec<Action>) {
        self.acknowledgement.forget(ch);
        let Some(followed) = self.followed.remove(&ch) else { return };
        if followed.is_known_to_server() && self.is_ready() {
            actions.push(Action::Send(ClientFrame::Unsub { ch }));
        } else if followed.is_known_to_server() {
            self.unwanted.insert(ch);
        }
    }

    pub(super) fn acknowledge(&mut self, places: &BTreeMap<Channel, u64>, at: Duration) {
        for (channel, seq) in places {
            let Some(followed) = self.followed.get_mut(channel) else { continue };
            if let Some(stored) = followed.acknowledge(*seq) {
                self.acknowledgement.add(*channel, stored, at);
            }
        }
    }

    /// When [`Self::tick`] has something to do.
    pub(super) fn deadline(&self) -> Option<Duration> {
        let again = self.followed.values().filter_map(|place| place.again_at);
        self.acknowledgement.due().into_iter().chain(again).min()
    }

    pub(super) fn tick(&mut self, at: Duration, actions: &mut Vec<Action>) {
        actions.extend(self.acknowledgement.take(at).map(Action::Send));
        for (channel, place) in &mut self.followed {
            if place.again_at.is_some_and(|again_at| again_at <= at) {
                actions.push(Action::Send(ClientFrame::Sub(place.ask(*channel))));
            }
        }
    }

    /// A frame about channels, on a ready connection.
    pub(super) fn frame(
        &mut self,
        frame: ServerFrame,
        bytes: usize,
        at: Duration,
        actions: &mut Vec<Action>,
    ) {
        match frame {
            ServerFrame::Ev(event) => self.event(event, bytes, at, actions),
            ServerFrame::SubOk { ch: channel, epoch, mode, from, top } => {
                let told = Output::Following { channel, epoch, top, mode };
                self.judge(channel, told, actions, |place| {
                    place.stands((epoch, mode), (from, top), at)
                });
            }
            ServerFrame::CaughtUp { ch: channel, seq } => {
                let told = Output::CaughtUp { channel, seq };
                self.judge(channel, told, actions, |place| place.caught_up(seq, at));
            }
            ServerFrame::Resync { ch, reason } => self.resync(ch, reason, actions),
            ServerFrame::Pong { top, .. } => self.pong(&top, at, actions),
            ServerFrame::Err { name, retryable, ch, .. } => {
                self.refused(ch, name, retryable.then_some(at), actions);
            }
            // Nobody is shown yet who else is there.
            ServerFrame::Typing { .. } | ServerFrame::Presence { .. } => {}
            ServerFrame::Ready { .. } | ServerFrame::Drain { .. } => self.dropped += 1,
        }
    }

    fn event(&mut self, event: Envelope, bytes: usize, at: Duration, actions: &mut Vec<Action>) {
        let Some(place) = self.followed.get_mut(&event.channel) else {
            self.dropped += 1;
            return;
        };
        let verdict = place.event(&event, bytes, at);
        self.carry_out(event.channel, verdict, actions);
        if verdict == Verdict::Deliver {
            actions.push(Action::Tell(Output::Event(event)));
        }
    }

    fn judge(
        &mut self,
        channel: Channel,
        told: Output,
        actions: &mut Vec<Action>,
        rule: impl FnOnce(&mut Followed) -> Verdict,
    ) {
        let Some(place) = self.followed.get_mut(&channel) else {
            self.dropped += 1;
            return;
        };
        let verdict = rule(place);
        self.carry_out(channel, verdict, actions);
        if verdict == Verdict::Deliver {
            actions.push(Action::Tell(told));
        }
    }

    fn carry_out(&mut self, channel: Channel, verdict: Verdict, actions: &mut Vec<Action>) {
        let Some(place) = self.followed.get_mut(&channel) else { return };
        match verdict {
            Verdict::Deliver => {}
            Verdict::Drop => self.dropped += 1,
            Verdict::Again => {
                self.acknowledgement.forget(channel);
                actions.push(Action::Send(ClientFrame::Sub(place.ask(channel))));
            }
            Verdict::GiveUp => {
                let reason = ResyncReason::Trimmed;
                self.acknowledgement.forget(channel);
                place.lose();
                actions.push(Action::Send(ClientFrame::Unsub { ch: channel }));
                actions.push(Action::Tell(Output::Resync { channel, reason }));
            }
        }
    }

    fn resync(&mut self, channel: Channel, reason: ResyncReason, actions: &mut Vec<Action>) {
        let Some(place) = self.followed.get_mut(&channel) else {
            self.dropped += 1;
            return;
        };
        if place.stage != Stage::Sent {
            self.dropped += 1;
            return;
        }
        self.acknowledgement.forget(channel);
        place.lose();
        actions.push(Action::Tell(Output::Resync { channel, reason }));
    }

    /// While the owner is slow the server holds events back: standing still is then no sign.
    fn pong(
        &mut self,
        top: &BTreeMap<Channel, (Epoch, u64)>,
        at: Duration,
        actions: &mut Vec<Action>,
    ) {
        if self.is_held_back() {
            return;
        }
        for (channel, (epoch, newest)) in top {
            let Some(place) = self.followed.get_mut(channel) else { continue };
            match place.pong(*epoch, *newest, at) {
                Verdict::Drop => {}
                verdict => self.carry_out(*channel, verdict, actions),
            }
        }
    }

    fn is_held_back(&self) -> bool {
        let Some(limits) = self.limits else { return false };
        let waiting = self.followed.values().map(Followed::unacknowledged);
        let (events, bytes) = waiting.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let is_over = |count: usize, limit: u32| usize::try_from(limit).is_ok_and(|l| count >= l);
        events > 0
            && (is_over(events, limits.unacked_events) || is_over(bytes, limits.unacked_bytes))
    }

    /// `again` is the present moment when the same may be asked later.
    fn refused(
        &mut self,
        channel: Option<Channel>,
        name: String,
        again: Option<Duration>,
        actions: &mut Vec<Action>,
    ) {
        let Some(ch) = channel else {
            actions.push(Action::Tell(Output::Refused { channel, name }));
            return;
        };
        let Some(place) = self.followed.get_mut(&ch) else {
            self.dropped += 1;
            return;
        };
        if place.stage != Stage::Sent {
            self.dropped += 1;
        } else if let Some(at) = again {
            place.pause(at + REFUSED_PAUSE);
        } else {
            self.acknowledgement.forget(ch);
            self.followed.remove(&ch);
            actions.push(Action::Tell(Output::Refused { channel, name }));
        }
    }
}
