//! All followed channels: turns frames into what the owner is told and what the server is asked. A
//! socket is asked channel by channel; a connection by requests is asked anew for all of them.

use super::{
    acknowledgement::Acknowledgement,
    followed::{Followed, Stage, Verdict},
    turn::Turn,
};
use crate::Output;
use protocol::{
    Channel, Envelope, Epoch,
    connection::ConnectionStep,
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
    /// The connection is one by requests.
    by_requests: bool,
    /// It must be asked anew.
    has_changed: bool,
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
        (self.by_requests, self.has_changed) = (false, false);
    }

    /// Everything to follow, for the `hello` of a socket.
    pub(super) fn hello(&mut self) -> Vec<Subscription> {
        let wanted = self.followed.iter_mut().filter(|(_, place)| place.stage != Stage::Lost);
        wanted.map(|(channel, place)| place.ask(*channel)).collect()
    }

    /// The same for a request, which is the first one of its connection or one more.
    pub(super) fn request(&mut self) -> Vec<Subscription> {
        (self.by_requests, self.has_changed) = (true, false);
        let is_wanted = |place: &Followed| place.stage != Stage::Lost && place.again_at.is_none();
        let wanted = self.followed.iter_mut().filter(|(_, place)| is_wanted(place));
        wanted.map(|(channel, place)| place.stand(*channel)).collect()
    }

    /// Whether another request must be sent.
    pub(super) fn has_changed(&self) -> bool {
        self.has_changed
    }

    /// Whether so much waits to be stored that nothing more is to be read. The server of a socket
    /// sees to that itself.
    pub(super) fn is_full(&self) -> bool {
        self.by_requests && self.is_held_back()
    }

    /// What changed between `hello` and `ready`.
    pub(super) fn ready(&mut self, limits: Limits, turn: &mut Turn) {
        self.limits = Some(limits);
        let unwanted = std::mem::take(&mut self.unwanted);
        if self.by_requests {
            let is_unsent = |place: &Followed| place.stage == Stage::Unsent;
            self.has_changed |= !unwanted.is_empty() || self.followed.values().any(is_unsent);
            return;
        }
        for ch in unwanted {
            turn.send(ClientFrame::Unsub { ch });
        }
        for (channel, place) in &mut self.followed {
            if place.stage == Stage::Unsent {
                turn.send(ClientFrame::Sub(place.ask(*channel)));
            }
        }
    }

    fn is_ready(&self) -> bool {
        self.limits.is_some()
    }

    pub(super) fn follow(&mut self, place: &Subscription, turn: &mut Turn) {
        self.acknowledgement.forget(place.ch);
        let followed = self.followed.entry(place.ch).or_insert_with(|| Followed::new(place));
        followed.moved(place);
        if self.by_requests {
            self.has_changed = true;
        } else if self.limits.is_some() {
            turn.send(ClientFrame::Sub(followed.ask(place.ch)));
        }
    }

    pub(super) fn unfollow(&mut self, ch: Channel, turn: &mut Turn) {
        self.acknowledgement.forget(ch);
        let Some(followed) = self.followed.remove(&ch) else { return };
        if !followed.is_known_to_server() {
            return;
        }
        if self.by_requests {
            self.has_changed = true;
        } else if self.is_ready() {
            turn.send(ClientFrame::Unsub { ch });
        } else {
            self.unwanted.insert(ch);
        }
    }

    pub(super) fn acknowledge(&mut self, places: &BTreeMap<Channel, u64>, at: Duration) {
        for (channel, seq) in places {
            let Some(followed) = self.followed.get_mut(channel) else { continue };
            if let Some(stored) = followed.acknowledge(*seq)
                && !self.by_requests
            {
                self.acknowledgement.add(*channel, stored, at);
            }
        }
    }

    /// When [`Self::tick`] has something to do.
    pub(super) fn deadline(&self) -> Option<Duration> {
        let again = self.followed.values().filter_map(|place| place.again_at);
        self.acknowledgement.due().into_iter().chain(again).min()
    }

    pub(super) fn tick(&mut self, turn: &mut Turn) {
        let at = turn.at();
        if let Some(frame) = self.acknowledgement.take(at) {
            turn.send(frame);
        }
        for (channel, place) in &mut self.followed {
            if place.again_at.is_none_or(|again_at| again_at > at) {
                continue;
            }
            if self.by_requests {
                place.again_at = None;
                self.has_changed = true;
            } else {
                turn.send(ClientFrame::Sub(place.ask(*channel)));
            }
        }
    }

    /// A frame about channels, on a ready connection; `true` when it was an event that is new.
    pub(super) fn frame(&mut self, frame: ServerFrame, bytes: usize, turn: &mut Turn) -> bool {
        let at = turn.at();
        match frame {
            ServerFrame::Ev(event) => return self.event(event, bytes, turn),
            ServerFrame::SubOk { ch: channel, epoch, mode, from, top } => {
                let told = Output::Following { channel, epoch, top, mode };
                self.judge(channel, told, turn, |place| {
                    place.stands((epoch, mode), (from, top), at)
                });
            }
            ServerFrame::CaughtUp { ch: channel, seq } => {
                let told = Output::CaughtUp { channel, seq };
                self.judge(channel, told, turn, |place| place.caught_up(seq, at));
            }
            ServerFrame::Resync { ch, reason } => self.resync(ch, reason, turn),
            ServerFrame::Pong { top, .. } => self.pong(&top, turn),
            ServerFrame::Err { name, retryable, ch, .. } => {
                self.refused(ch, name, retryable.then_some(at), turn);
            }
            // Nobody is shown yet who else is there.
            ServerFrame::Typing { .. } | ServerFrame::Presence { .. } => {}
            ServerFrame::Ready { .. } | ServerFrame::Drain { .. } => self.dropped += 1,
        }
        false
    }

    fn event(&mut self, event: Envelope, bytes: usize, turn: &mut Turn) -> bool {
        let Some(place) = self.followed.get_mut(&event.channel) else {
            self.dropped += 1;
            return false;
        };
        let verdict = place.event(&event, bytes, turn.at());
        self.carry_out(event.channel, verdict, turn);
        let is_new = verdict == Verdict::Deliver;
        if is_new {
            turn.tell(Output::Event(event));
        }
        is_new
    }

    fn judge(
        &mut self,
        channel: Channel,
        told: Output,
        turn: &mut Turn,
        rule: impl FnOnce(&mut Followed) -> Verdict,
    ) {
        let Some(place) = self.followed.get_mut(&channel) else {
            self.dropped += 1;
            return;
        };
        let verdict = rule(place);
        self.carry_out(channel, verdict, turn);
        if verdict == Verdict::Deliver {
            turn.tell(told);
        }
    }

    fn carry_out(&mut self, channel: Channel, verdict: Verdict, turn: &mut Turn) {
        let Some(place) = self.followed.get_mut(&channel) else { return };
        match verdict {
            Verdict::Deliver => {}
            Verdict::Drop => self.dropped += 1,
            Verdict::Again if self.by_requests => {
                place.stand(channel);
                self.has_changed = true;
            }
            Verdict::Again => {
                self.acknowledgement.forget(channel);
                turn.send(ClientFrame::Sub(place.ask(channel)));
            }
            Verdict::GiveUp => {
                self.acknowledgement.forget(channel);
                place.lose();
                if self.by_requests {
                    self.has_changed = true;
                } else {
                    turn.send(ClientFrame::Unsub { ch: channel });
                }
                lost(channel, ResyncReason::Trimmed, turn);
            }
        }
    }

    fn resync(&mut self, channel: Channel, reason: ResyncReason, turn: &mut Turn) {
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
        lost(channel, reason, turn);
    }

    /// While the owner is slow the server holds events back: standing still is then no sign.
    fn pong(&mut self, top: &BTreeMap<Channel, (Epoch, u64)>, turn: &mut Turn) {
        if self.is_held_back() {
            return;
        }
        for (channel, (epoch, newest)) in top {
            let Some(place) = self.followed.get_mut(channel) else { continue };
            match place.pong(*epoch, *newest, turn.at()) {
                Verdict::Drop => {}
                verdict => self.carry_out(*channel, verdict, turn),
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
        turn: &mut Turn,
    ) {
        let Some(ch) = channel else {
            turn.tell(Output::Refused { channel, name });
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
            turn.tell(Output::Refused { channel, name });
        }
    }
}

/// The owner must read the channel whole.
fn lost(channel: Channel, reason: ResyncReason, turn: &mut Turn) {
    turn.log(ConnectionStep::Resynced { channel: channel.to_string(), reason });
    turn.tell(Output::Resync { channel, reason });
}
