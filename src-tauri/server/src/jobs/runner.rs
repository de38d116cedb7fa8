//! Gives due jobs to workers, one at a time for each session, at start also those that an earlier
//! run of the program left unfinished.

use super::worker::Worker;
use crate::app::App;
use protocol::{SessionId, UserId, records::Job};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::task::{Id, JoinSet};

/// Jobs that run at the same time.
const WORKERS: usize = 16;
/// Before asking again a storage that failed.
const PAUSE: Duration = Duration::from_secs(2);

/// Run jobs until the server stops; ends when all workers have put down their work.
pub(crate) async fn run(app: Arc<App>) {
    let mut runner = Runner { app, workers: JoinSet::new(), busy: HashMap::new() };
    while !runner.app.stopping.is_cancelled() {
        runner.give_out().await;
        runner.wait().await;
    }
    while runner.workers.join_next().await.is_some() {}
}

struct Runner {
    app: Arc<App>,
    workers: JoinSet<()>,
    busy: HashMap<Id, (UserId, SessionId)>,
}

impl Runner {
    async fn give_out(&mut self) {
        let due = match self.app.storage.due_jobs().await {
            Ok(due) => due,
            Err(error) => {
                tracing::warn!(%error, "due jobs could not be read");
                tokio::select! {
                    () = tokio::time::sleep(PAUSE) => self.app.work.notify_one(),
                    () = self.app.stopping.cancelled() => {}
                }
                return;
            }
        };
        for (owner, job) in due {
            if self.workers.len() >= WORKERS {
                break;
            }
            self.start(owner, job);
        }
    }

    fn start(&mut self, owner: UserId, job: Job) {
        let place = (owner, job.session_id);
        if self.busy.values().any(|busy| *busy == place) {
            return;
        }
        let worker = Worker::new(Arc::clone(&self.app), owner, job);
        let started = self.workers.spawn(worker.run());
        self.busy.insert(started.id(), place);
    }

    async fn wait(&mut self) {
        tokio::select! {
            () = self.app.stopping.cancelled() => {}
            () = self.app.work.notified() => {}
            Some(ended) = self.workers.join_next_with_id() => match ended {
                Ok((id, ())) => {
                    self.busy.remove(&id);
                }
                Err(error) => {
                    tracing::error!("a worker panicked");
                    self.busy.remove(&error.id());
                }
            },
        }
    }
}
