//! Reads a channel's resources whole when the server says that events cannot bring this device up to
//! date, stores them with the smallest position of the reads, and follows the channel from there.

use crate::{
    backoff::Backoff,
    core::Core,
    read::{ReadError, Smallest},
};
use link::ReadPosition;
use protocol::{
    AppEvent, Channel, JobId, MessageId, SessionId, UserId,
    app_event::{Delivery, MessageView},
    frame::ResyncReason,
    records::{Job, JobStatus, LifeState, Message, Session, SessionPatch},
    rest::JobText,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, PoisonError},
};
use store::{Change, SessionSnapshot, UserSnapshot};

impl Core {
    /// Read the channel whole in the background, unless that is under way.
    pub(crate) fn resync(self: &Arc<Self>, channel: Channel, reason: ResyncReason) {
        let fresh = {
            let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
            reading.insert(channel)
        };
        if fresh {
            tracing::info!(?reason, "a channel is read whole");
            let core = Arc::clone(self);
            self.spawn(async move { core.read_until_done(channel, reason).await });
        }
    }

    async fn read_until_done(self: Arc<Self>, channel: Channel, reason: ResyncReason) {
        let mut backoff = Backoff::new(self.seed);
        loop {
            let done = self.read_channel(channel, reason).await;
            match done {
                Ok(()) => {
                    self.disk_is(None);
                    break;
                }
                Err(error) if error.is_gone() => {
                    self.gone(channel).await;
                    break;
                }
                Err(error) => {
                    tracing::warn!(%error, "a channel could not be read");
                    if let ReadError::Store(error) = error {
                        self.disk_is(Some(error.into()));
                    }
                }
            }
            tokio::time::sleep(backoff.next()).await;
            if !self.following.lock().await.wants(channel) {
                break;
            }
        }
        self.reading.lock().unwrap_or_else(PoisonError::into_inner).remove(&channel);
        let wanted = self.following.lock().await.wants(channel);
        if wanted && let Err(error) = self.follow(channel).await {
            tracing::warn!(%error, "a channel could not be followed");
        }
    }

    async fn read_channel(
        self: &Arc<Self>,
        channel: Channel,
        reason: ResyncReason,
    ) -> Result<(), ReadError> {
        let lost =
            matches!(reason, ResyncReason::Epoch | ResyncReason::Ahead | ResyncReason::Rewound);
        if lost {
            self.store.requeue().await?;
        }
        let accepted = self.store.accepted_on(channel).await?;
        match channel {
            Channel::User(id) => self.read_user(id, lost).await?,
            Channel::Session(id) => self.read_session(id).await?,
            Channel::Job(id) => self.read_job(id).await?,
        }
        let settled = self.store.settle_read(accepted).await?;
        self.store.requeue_strays().await?;
        self.tell_settled(settled).await?;
        self.to_send.notify_one();
        Ok(())
    }

    async fn read_user(self: &Arc<Self>, user: UserId, broken: bool) -> Result<(), ReadError> {
        let mut smallest = Smallest::default();
        let at = &mut smallest;
        let state: LifeState = self.get_at("/v1/state", at).await?;
        let skills = self.get_all("/v1/skills", at).await?;
        let projects = self.get_all("/v1/projects", at).await?;
        let constraints = self.get_all("/v1/constraints", at).await?;
        let findings = self.get_all("/v1/findings", at).await?;
        let sessions = self.get_all("/v1/sessions", at).await?;
        let jobs = self.get_all("/v1/jobs", at).await?;
        let ReadPosition { epoch, seq, last } = smallest.get()?;
        self.store
            .replace_user(UserSnapshot {
                user,
                epoch,
                seq,
                last,
                broken,
                state,
                skills,
                projects,
                constraints,
                findings,
                sessions,
                jobs,
            })
            .await?;
        self.hub.tell(AppEvent::Resynced);
        self.to_compute.notify_one();
        self.review_cut_off().await?;
        if broken {
            self.follow_all_again().await?;
        }
        self.follow_records().await?;
        Ok(())
    }

    async fn read_session(self: &Arc<Self>, session_id: SessionId) -> Result<(), ReadError> {
        let mut smallest = Smallest::default();
        let path = format!("/v1/sessions/{session_id}/messages");
        let messages = self.get_all(&path, &mut smallest).await?;
        let session: Session = self.get(&format!("/v1/sessions/{session_id}")).await?.body;
        let ReadPosition { epoch, seq, last } = smallest.get()?;
        let (known, _) = self.store.messages(session_id, None, usize::MAX).await?;
        let by_id: BTreeMap<MessageId, &MessageView> =
            known.iter().map(|view| (view.message.id, view)).collect();
        let is_known = |message: &Message| {
            by_id
                .get(&message.id)
                .is_some_and(|view| view.message == *message && view.delivery == Delivery::Sent)
        };
        let mut fresh: Vec<&Message> =
            messages.iter().filter(|message| !is_known(message)).collect();
        fresh.sort_by_key(|message| message.ordinal);
        let fresh: Vec<Change> = fresh
            .into_iter()
            .map(|message| Change::Message { session: session_id, id: message.id })
            .collect();
        let snapshot = SessionSnapshot { epoch, seq, last, session, messages };
        if !self.store.replace_session(snapshot).await? {
            return Err(ReadError::Removed);
        }
        let (left, _) = self.store.messages(session_id, None, usize::MAX).await?;
        let stands = self.store.session(session_id).await?;
        let stands = stands.map(|session| Change::Session(SessionPatch::between(None, &session)));
        self.tell_changes(stands.into_iter().chain(fresh).collect()).await?;
        let left: BTreeSet<MessageId> = left.into_iter().map(|view| view.message.id).collect();
        let known = known.into_iter().map(|view| view.message.id);
        let gone = known.filter(|id| !left.contains(id));
        self.hub.tell_all(gone.map(|id| AppEvent::MessageRemoved { session_id, id }));
        Ok(())
    }

    async fn read_job(self: &Arc<Self>, id: JobId) -> Result<(), ReadError> {
        let mut smallest = Smallest::default();
        let text: JobText = self.get_at(&format!("/v1/jobs/{id}/text"), &mut smallest).await?;
        let job: Job = self.get(&format!("/v1/jobs/{id}")).await?.body;
        let ReadPosition { epoch, seq, last } = smallest.get()?;
        let known = self.store.job_text(id).await?;
        let (ended, status) = (!text.open, job.status);
        if !self.store.replace_job(job.clone(), text, (epoch, seq, last)).await? {
            return Err(ReadError::Removed);
        }
        self.review_cut_off().await?;
        self.tell_changes(vec![Change::Job(job)]).await?;
        self.tell_text(id, &known).await?;
        if ended {
            if status == JobStatus::Completed {
                self.hub.tell(AppEvent::JobCompleted { job: id });
            }
            self.leave(Channel::Job(id)).await;
        }
        Ok(())
    }

    /// Tell a job's text whole as it is now, unless it is the known one.
    async fn tell_text(&self, job: JobId, known: &str) -> Result<(), store::StoreError> {
        let _turn = self.telling.lock().await;
        let text = self.store.job_text(job).await?;
        if text != known {
            self.hub.tell(AppEvent::JobChunk { job, off: 0, text });
        }
        Ok(())
    }

    /// The server has no such channel for this person any more.
    pub(crate) async fn gone(self: &Arc<Self>, channel: Channel) {
        self.leave(channel).await;
        if let Err(error) = self.forget(channel).await {
            tracing::warn!(%error, "what is gone on the server could not be forgotten here");
        }
    }

    async fn forget(&self, channel: Channel) -> Result<(), store::StoreError> {
        let accepted = self.store.accepted_on(channel).await?;
        self.store.settle_rows(accepted).await?;
        match channel {
            Channel::User(_) => {}
            Channel::Session(id) => {
                self.store.remove_session(id).await?;
                let left = self.store.session(id).await?;
                if left.is_none() {
                    self.hub.tell(AppEvent::SessionRemoved { id });
                }
                self.tell_decisions_moot().await?;
            }
            Channel::Job(id) => self.store.close_text(id).await?,
        }
        self.outbox_changed().await
    }

    /// Read a session because an event spoke of one that is not here, until it is here or gone; once
    /// more when another event spoke of it meanwhile.
    pub(crate) fn read_unknown_session(self: &Arc<Self>, id: SessionId) {
        let is_read = self.with_wanted(|wanted| {
            let known = wanted.contains_key(&id);
            wanted.insert(id, known);
            known
        });
        if is_read {
            return;
        }
        let core = Arc::clone(self);
        self.spawn(async move {
            let mut backoff = Backoff::new(core.seed);
            loop {
                match core.take_unknown_session(id).await {
                    Ok(()) if core.is_done_with(id) => break,
                    Ok(()) => continue,
                    Err(error) if error.is_gone() => {
                        core.gone(Channel::Session(id)).await;
                        core.with_wanted(|wanted| wanted.remove(&id));
                        break;
                    }
                    Err(error) => tracing::warn!(%error, "an unknown session could not be read"),
                }
                tokio::time::sleep(backoff.next()).await;
            }
        });
    }

    /// Whether no event spoke of the session while it was read.
    fn is_done_with(&self, id: SessionId) -> bool {
        self.with_wanted(|wanted| match wanted.get_mut(&id) {
            Some(again) if *again => {
                *again = false;
                false
            }
            _ => {
                wanted.remove(&id);
                true
            }
        })
    }

    fn with_wanted<T>(&self, work: impl FnOnce(&mut BTreeMap<SessionId, bool>) -> T) -> T {
        work(&mut self.wanted.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn take_unknown_session(self: &Arc<Self>, id: SessionId) -> Result<(), ReadError> {
        let session: Session = self.get(&format!("/v1/sessions/{id}")).await?.body;
        let patch = SessionPatch::between(None, &session);
        let last_seq = session.last_seq;
        self.store.no_longer_wanted(id).await?;
        if self.store.put_session(session).await? {
            self.tell_changes(vec![Change::Session(patch)]).await?;
            self.catch_up(id, last_seq).await?;
        }
        Ok(())
    }
}
