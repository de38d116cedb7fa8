//! Decides which channels are followed: the person's own always, the sessions used last (at most
//! 32), those that must catch up, and the jobs that run.

use crate::core::Core;
use protocol::{
    Channel, JobId, SessionId, UserId,
    frame::{ResyncReason, Subscription},
};
use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};
use store::StoreError;

/// Sessions followed live at most.
const LIVE: usize = 32;
/// Sessions that catch up at a time.
const CATCHING_UP: usize = 8;

/// What is followed.
#[derive(Debug, Default)]
pub(crate) struct Following {
    user: Option<UserId>,
    /// The one used last comes first.
    live: VecDeque<SessionId>,
    catching_up: BTreeSet<SessionId>,
    behind: VecDeque<SessionId>,
    jobs: BTreeSet<JobId>,
}

impl Following {
    /// Whether this channel is still of interest.
    pub(crate) fn wants(&self, channel: Channel) -> bool {
        match channel {
            Channel::User(id) => self.user == Some(id),
            Channel::Session(id) => self.live.contains(&id) || self.catching_up.contains(&id),
            Channel::Job(id) => self.jobs.contains(&id),
        }
    }

    /// A session is in use: what to follow and what to leave for it.
    fn use_session(&mut self, id: SessionId) -> (bool, Option<SessionId>) {
        let followed = self.live.contains(&id);
        self.live.retain(|other| *other != id);
        self.live.push_front(id);
        let fresh = !followed && !self.catching_up.remove(&id);
        let left = if self.live.len() > LIVE { self.live.pop_back() } else { None };
        (fresh, left)
    }

    fn lag(&mut self, id: SessionId) {
        let known =
            self.live.contains(&id) || self.catching_up.contains(&id) || self.behind.contains(&id);
        if !known {
            self.behind.push_back(id);
        }
    }

    /// The next sessions that may catch up now.
    fn admit(&mut self) -> Vec<SessionId> {
        let mut admitted = Vec::new();
        while self.catching_up.len() < CATCHING_UP {
            let Some(id) = self.behind.pop_front() else { break };
            if !self.live.contains(&id) && self.catching_up.insert(id) {
                admitted.push(id);
            }
        }
        admitted
    }
}

impl Core {
    /// Follow a channel from where it stands here.
    pub(crate) async fn follow(&self, channel: Channel) -> Result<(), StoreError> {
        let stands = self.store.place(channel).await?;
        self.link
            .follow(Subscription {
                ch: channel,
                epoch: stands.map(|place| place.epoch),
                seq: stands.map_or(0, |place| place.seq),
                last: stands.and_then(|place| place.last),
            })
            .await;
        Ok(())
    }

    /// Follow this person's channel and no other person's.
    pub(crate) async fn follow_user(&self, user: UserId) -> Result<(), StoreError> {
        let before = {
            let mut following = self.following.lock().await;
            if following.user == Some(user) {
                return Ok(());
            }
            std::mem::replace(
                &mut *following,
                Following { user: Some(user), ..Following::default() },
            )
        };
        self.leave_all(before).await;
        self.follow(Channel::User(user)).await
    }

    async fn leave_all(&self, before: Following) {
        let sessions = before.live.into_iter().chain(before.catching_up).map(Channel::Session);
        let jobs = before.jobs.into_iter().map(Channel::Job);
        for channel in before.user.map(Channel::User).into_iter().chain(sessions).chain(jobs) {
            self.link.unfollow(channel).await;
        }
    }

    /// Follow a session live; the one that was not used for longest makes room.
    pub(crate) async fn follow_session(&self, id: SessionId) -> Result<(), StoreError> {
        let (fresh, left) = self.following.lock().await.use_session(id);
        if let Some(left) = left {
            self.link.unfollow(Channel::Session(left)).await;
        }
        if fresh { self.follow(Channel::Session(id)).await } else { Ok(()) }
    }

    /// Follow a job until it ends.
    pub(crate) async fn follow_job(&self, id: JobId) -> Result<(), StoreError> {
        let fresh = self.following.lock().await.jobs.insert(id);
        if fresh { self.follow(Channel::Job(id)).await } else { Ok(()) }
    }

    pub(crate) async fn leave(&self, channel: Channel) {
        {
            let mut following = self.following.lock().await;
            match channel {
                Channel::User(_) => {}
                Channel::Session(id) => {
                    following.live.retain(|other| *other != id);
                    following.catching_up.remove(&id);
                    following.behind.retain(|other| *other != id);
                }
                Channel::Job(id) => {
                    following.jobs.remove(&id);
                }
            }
        }
        self.link.unfollow(channel).await;
        self.admit_behind().await;
    }

    /// A channel has caught up: what was accepted on it and is not in it goes out again, and a session
    /// that is not in use makes room for the next.
    pub(crate) async fn caught_up(&self, channel: Channel) {
        if let Err(error) = self.send_lost_again(channel).await {
            tracing::error!(%error, "what the server may have lost could not be looked up");
        }
        let Channel::Session(id) = channel else { return };
        let done = self.following.lock().await.catching_up.remove(&id);
        if done {
            self.link.unfollow(channel).await;
            self.admit_behind().await;
        }
    }

    async fn send_lost_again(&self, channel: Channel) -> Result<(), StoreError> {
        let lost = self.store.requeue_lost(channel).await?;
        if !lost.is_empty() {
            tracing::info!(%channel, count = lost.len(), "the server was set back: sending again");
            self.tell_writes(lost.into_iter().map(|row| row.write).collect()).await?;
            self.to_send.notify_one();
        }
        Ok(())
    }

    /// A session's own channel is at `last_seq` on the server: fetch what is not here.
    pub(crate) async fn catch_up(&self, id: SessionId, last_seq: u64) -> Result<(), StoreError> {
        let stands = self.store.place(Channel::Session(id)).await?;
        if stands.is_none_or(|place| place.seq < last_seq) {
            self.following.lock().await.lag(id);
            self.admit_behind().await;
        }
        Ok(())
    }

    async fn admit_behind(&self) {
        let admitted = self.following.lock().await.admit();
        for id in admitted {
            if let Err(error) = self.follow(Channel::Session(id)).await {
                tracing::warn!(%error, "a session could not be followed");
            }
        }
    }

    /// Follow sessions and jobs anew, from where they stand here now.
    pub(crate) async fn follow_all_again(&self) -> Result<(), StoreError> {
        let channels: Vec<Channel> = {
            let following = self.following.lock().await;
            let sessions = following.live.iter().chain(&following.catching_up);
            let jobs = following.jobs.iter().copied().map(Channel::Job);
            sessions.copied().map(Channel::Session).chain(jobs).collect()
        };
        for channel in channels {
            self.follow(channel).await?;
        }
        Ok(())
    }

    /// Follow what the stored records ask for: running jobs, sessions they work for or that have
    /// unsent work, and sessions that are behind.
    pub(crate) async fn follow_records(self: &Arc<Self>) -> Result<(), StoreError> {
        let (sessions, _) = self.store.sessions(None, usize::MAX).await?;
        let places = self.store.places().await?;
        for job in self.store.unfinished().await? {
            if job.is_active() {
                self.follow_session(job.session_id).await?;
            }
            self.follow_job(job.id).await?;
            if !job.is_active() {
                // Its last words are missing, and nothing may come that asks for them.
                self.resync(Channel::Job(job.id), ResyncReason::Trimmed);
            }
        }
        for id in self.store.wanted().await? {
            self.read_unknown_session(id);
        }
        for session in sessions {
            let channel = Channel::Session(session.id);
            let place = places.iter().find(|place| place.channel == channel);
            // A session that only waits here has no channel yet.
            if session.version > 0 && place.is_none_or(|place| place.seq < session.last_seq) {
                self.following.lock().await.lag(session.id);
            }
        }
        self.admit_behind().await;
        Ok(())
    }
}
