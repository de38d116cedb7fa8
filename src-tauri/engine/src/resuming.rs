//! Answers that were cut off by a quit, a crash or a lost connection: told until their next word
//! arrives, they end, or the person dismisses them. What was cut off follows from the cache alone;
//! that the text goes on where it stopped is the business of the job's channel.

use crate::core::Core;
use protocol::{AppEvent, JobId, Timestamp, app_event::Resuming};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use store::{Change, StoreError};

/// After this the person is offered to ask again.
const EXPIRY: Duration = Duration::from_hours(1);
/// How often it is looked whether that time has come.
const LOOK: Duration = Duration::from_secs(30);

/// What is told as cut off.
#[derive(Debug, Default)]
pub(crate) struct CutOff(Mutex<BTreeMap<JobId, Resuming>>);

impl CutOff {
    pub(crate) fn list(&self) -> Vec<Resuming> {
        self.with(|told| told.values().cloned().collect())
    }

    fn with<T>(&self, work: impl FnOnce(&mut BTreeMap<JobId, Resuming>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn is_expired(since: Timestamp, now: Timestamp) -> bool {
    since.checked_add(EXPIRY).is_ok_and(|until| until < now)
}

impl Core {
    /// Nothing comes at the moment: all answers that had begun are cut off.
    pub(crate) async fn cut_off(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let cut = self.store.running().await?.into_iter().map(|(job, since)| {
            let (session_id, percent) = (job.session_id, job.percent);
            let expired = is_expired(since, now);
            (job.id, Resuming { job: job.id, session_id, percent, since, expired })
        });
        let cut = cut.collect();
        self.tell_cut_off(|told| *told = cut);
        Ok(())
    }

    /// Some of what was cut off may have ended or gone unseen.
    pub(crate) async fn review_cut_off(&self) -> Result<(), StoreError> {
        if self.cut_off.with(|told| told.is_empty()) {
            return Ok(());
        }
        let running = self.store.running().await?;
        self.tell_cut_off(|told| {
            told.retain(|id, _| running.iter().any(|(job, _)| job.id == *id));
        });
        Ok(())
    }

    /// These changes may be the next word or the end of what was cut off.
    pub(crate) fn heard(&self, changes: &[Change]) {
        self.tell_cut_off(|told| {
            for id in changes.iter().filter_map(lively) {
                told.remove(&id);
            }
        });
    }

    /// The person does not want to be told of this one.
    pub(crate) async fn dismiss(&self, job: JobId) -> Result<(), StoreError> {
        self.store.dismiss(job).await?;
        self.tell_cut_off(|told| {
            told.remove(&job);
        });
        Ok(())
    }

    /// Tell when something cut off is an hour old. Until the engine stops.
    pub(crate) async fn watch_cut_off(self: Arc<Self>) {
        loop {
            tokio::time::sleep(LOOK).await;
            let now = self.clock.now();
            self.tell_cut_off(|told| {
                for resuming in told.values_mut() {
                    resuming.expired |= is_expired(resuming.since, now);
                }
            });
        }
    }

    fn tell_cut_off(&self, change: impl FnOnce(&mut BTreeMap<JobId, Resuming>)) {
        let changed = self.cut_off.with(|told| {
            let before = told.clone();
            change(told);
            *told != before
        });
        if changed {
            self.hub.tell(AppEvent::ResumingChanged { resuming: self.cut_off.list() });
        }
    }
}

/// The job whose answer goes on or has ended with this change.
fn lively(change: &Change) -> Option<JobId> {
    match change {
        Change::Progress { job, .. }
        | Change::Chunk { job, .. }
        | Change::Completed(job)
        | Change::Failed(job, _)
        | Change::Cancelled(job) => Some(*job),
        Change::Job(job) if !job.is_active() => Some(job.id),
        _ => None,
    }
}
