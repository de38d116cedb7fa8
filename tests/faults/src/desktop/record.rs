//! What a desktop said, life by life.

use faults::lines::{Applied, Line};
use protocol::{AppEvent, Problem, Reply};
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::Notify;

/// From one start to its end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Life {
    /// What the engine said it applied.
    pub(crate) applied: Vec<Applied>,
    /// What it announced to its window.
    pub(crate) told: Vec<AppEvent>,
    /// Whether it was killed, so that its last words may be missing.
    pub(crate) killed: bool,
}

#[derive(Debug, Default)]
struct Inner {
    lives: Vec<Life>,
    started: Option<Result<(), Problem>>,
    answers: BTreeMap<u64, Result<Reply, Problem>>,
}

/// What a desktop said.
#[derive(Debug, Default)]
pub(crate) struct Record {
    inner: Mutex<Inner>,
    more: Notify,
}

impl Record {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin(&self) {
        let mut inner = self.inner();
        inner.lives.push(Life::default());
        inner.started = None;
    }

    pub(super) fn add(&self, line: Line) {
        let mut inner = self.inner();
        match line {
            Line::Started { .. } => inner.started = Some(Ok(())),
            Line::Failed { problem } => inner.started = Some(Err(problem)),
            Line::Answer { n, result } => {
                inner.answers.insert(n, result);
            }
            Line::Applied(applied) => {
                if let Some(life) = inner.lives.last_mut() {
                    life.applied.push(applied);
                }
            }
            Line::Told(announcement) => {
                if let Some(life) = inner.lives.last_mut() {
                    life.told.push(announcement.event);
                }
            }
        }
        drop(inner);
        self.more.notify_waiters();
    }

    pub(super) fn killed(&self) {
        if let Some(life) = self.inner().lives.last_mut() {
            life.killed = true;
        }
    }

    pub(super) async fn started(&self) -> Result<(), Problem> {
        self.until(|inner| inner.started.take()).await
    }

    pub(super) async fn answer(&self, n: u64) -> Result<Reply, Problem> {
        self.until(|inner| inner.answers.remove(&n)).await
    }

    async fn until<T>(&self, mut found: impl FnMut(&mut Inner) -> Option<T>) -> T {
        loop {
            let more = self.more.notified();
            tokio::pin!(more);
            more.as_mut().enable();
            if let Some(found) = found(&mut self.inner()) {
                return found;
            }
            more.await;
        }
    }

    /// What was said of applied events before now is no longer looked at: the cache it was said of
    /// is gone.
    pub(crate) fn forget(&self) {
        self.inner().lives.iter_mut().for_each(|life| life.applied.clear());
    }

    /// All lives so far.
    pub(crate) fn lives(&self) -> Vec<Life> {
        self.inner().lives.clone()
    }
}
