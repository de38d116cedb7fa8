//! Takes in what the link brings: events are stored with their positions, many at a time, and only
//! then told and acknowledged; everything else steers what is read and followed.

use crate::core::{Core, Counters};
use link::Output;
use protocol::{
    AppEvent, Channel, Envelope,
    frame::{ResyncReason, close},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};
use store::{Applied, Change, Outcome, StoreError};
use tokio::sync::mpsc;

/// Events in one transaction at most.
const BATCH: usize = 256;
/// Before one's own server, which knows this device no longer, is asked to sign it in again.
const SIGN_IN: Duration = Duration::from_secs(2);
/// How long to wait when the disk refuses events.
const DISK: Duration = Duration::from_secs(2);

impl Core {
    /// Until the link ends.
    pub(crate) async fn take_in(self: Arc<Self>, mut outputs: mpsc::Receiver<Output>) {
        let mut batch = Vec::with_capacity(BATCH);
        while outputs.recv_many(&mut batch, BATCH).await > 0 {
            let mut events = Vec::new();
            for output in batch.drain(..) {
                if let Output::Event(envelope) = output {
                    events.push(envelope);
                } else {
                    self.events(std::mem::take(&mut events)).await;
                    self.steer(output).await;
                }
            }
            self.events(events).await;
        }
    }

    async fn events(self: &Arc<Self>, envelopes: Vec<Envelope>) {
        if envelopes.is_empty() {
            return;
        }
        let channels: BTreeSet<Channel> = envelopes.iter().map(|event| event.channel).collect();
        match self.store.apply_all(envelopes).await {
            Ok(applied) => {
                self.disk_is(None);
                self.applied(applied).await;
            }
            Err(error) => {
                tracing::error!(%error, "events could not be stored");
                self.disk_is(Some(error.into()));
                tokio::time::sleep(DISK).await;
                // They come again from where the disk stands.
                for channel in channels {
                    self.follow_again(channel).await;
                }
            }
        }
    }

    /// What was stored is acknowledged and told, and does what follows from it.
    async fn applied(self: &Arc<Self>, applied: Vec<Applied>) {
        let mut positions: BTreeMap<Channel, u64> = BTreeMap::new();
        let mut gaps = BTreeSet::new();
        let mut changes = Vec::new();
        for Applied { channel, seq, id, outcome, change } in applied {
            // The fault scoreboard holds this against what the cache noted.
            tracing::trace!(target: "applied", %channel, seq, %id, ?outcome);
            self.count(outcome);
            if outcome == Outcome::Gap {
                gaps.insert(channel);
            } else {
                let reached = positions.entry(channel).or_default();
                *reached = seq.max(*reached);
            }
            changes.extend(change);
        }
        self.link.acknowledge(positions).await;
        self.heard(&changes);
        let after = changes.clone();
        if let Err(error) = self.tell_changes(changes).await {
            tracing::error!(%error, "what changed could not be read");
            self.hub.tell(AppEvent::Resynced);
        }
        for change in after {
            if let Err(error) = self.follow_up(change).await {
                tracing::warn!(%error, "what follows from a change could not be read");
            }
        }
        if let Err(error) = self.settle().await {
            tracing::error!(%error, "writes whose effect is here could not be dropped");
            let core = Arc::clone(self);
            self.spawn(async move { core.settle_until_done().await });
        }
        for channel in gaps {
            self.follow_again(channel).await;
        }
    }

    async fn settle(&self) -> Result<(), StoreError> {
        let settled = self.store.settle().await?;
        if settled.is_empty() { Ok(()) } else { self.tell_settled(settled).await }
    }

    async fn settle_until_done(&self) {
        loop {
            tokio::time::sleep(DISK).await;
            if self.settle().await.is_ok() {
                return;
            }
        }
    }

    fn count(&self, outcome: Outcome) {
        let counter: &AtomicU64 = match outcome {
            Outcome::Done => &self.counters.events,
            Outcome::Unknown => &self.counters.unknown,
            Outcome::Repeated => &self.counters.repeated,
            Outcome::Gap => return,
        };
        Counters::add(counter);
    }

    async fn follow_again(&self, channel: Channel) {
        if !self.following.lock().await.wants(channel) {
            return;
        }
        if let Err(error) = self.follow(channel).await {
            tracing::warn!(%error, "a channel could not be followed again");
        }
    }

    /// What must be read or followed because of a change.
    async fn follow_up(self: &Arc<Self>, change: Change) -> Result<(), StoreError> {
        match change {
            Change::Job(job) if job.is_active() => self.follow_job(job.id).await?,
            Change::Session(patch) => self.catch_up(patch.id, patch.last_seq).await?,
            Change::SessionWanted(id) => self.read_unknown_session(id),
            Change::SessionRemoved(id) => {
                self.closed(Channel::Session(id)).await;
                self.review_cut_off().await?;
            }
            Change::TextWanted(id) => self.resync(Channel::Job(id), ResyncReason::Trimmed),
            Change::Completed(id) | Change::Failed(id, _) | Change::Cancelled(id) => {
                self.leave(Channel::Job(id)).await;
            }
            Change::Job(_)
            | Change::Skill(_)
            | Change::Finding(_)
            | Change::Project(_)
            | Change::Constraint(_)
            | Change::State
            | Change::Insight(_)
            | Change::Finalized { .. }
            | Change::Message { .. }
            | Change::Progress { .. }
            | Change::Chunk { .. } => {}
        }
        Ok(())
    }

    async fn steer(self: &Arc<Self>, output: Output) {
        match output {
            Output::Status(status) => self.link_changed(status).await,
            Output::Logged(step) => self.connection_logged(step),
            Output::Ready { server_id, .. } => {
                if self.store.identity().is_some_and(|known| known.server != server_id) {
                    self.to_identify.notify_one();
                }
            }
            Output::CaughtUp { channel, .. } => self.caught_up(channel).await,
            Output::Following { channel, mode, .. } => {
                if mode == protocol::frame::SubscriptionMode::Live {
                    self.caught_up(channel).await;
                }
            }
            Output::Resync { channel, reason } => self.resync(channel, reason),
            Output::Refused { channel, name } => {
                tracing::warn!(name, "the server refused a frame");
                if let Some(channel) = channel {
                    self.closed(channel).await;
                }
            }
            Output::Ended { code } => self.ended(code),
            Output::Event(_) => {}
        }
    }

    /// The server ended the link for good. One's own server knows the device by its secret, so it
    /// signs in again; elsewhere the person was signed out on purpose and decides.
    fn ended(self: &Arc<Self>, code: u16) {
        tracing::warn!(code, "the server ended the link for good");
        if code == close::TOKEN_REVOKED && self.account.is_embedded() {
            let core = Arc::clone(self);
            self.spawn(async move {
                tokio::time::sleep(SIGN_IN).await;
                core.link.retry_now().await;
            });
        }
    }

    /// A channel is gone or not for this person: what was accepted on it is done as far as can be
    /// known here.
    async fn closed(self: &Arc<Self>, channel: Channel) {
        if let Channel::User(_) = channel {
            self.to_identify.notify_one();
            return;
        }
        self.leave(channel).await;
        let settled = async {
            let accepted = self.store.accepted_on(channel).await?;
            let settled = self.store.settle_rows(accepted).await?;
            self.tell_settled(settled).await
        };
        if let Err(error) = settled.await {
            tracing::warn!(%error, "the writes of a refused channel could not be settled");
        }
    }

    pub(crate) fn wish(&self, request: protocol::HostRequest) {
        self.hub.tell(AppEvent::HostRequested { request });
    }
}
