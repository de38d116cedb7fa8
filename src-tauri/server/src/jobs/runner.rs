//! Gives due jobs to workers, one at a time for each session: what is queued here, what an earlier run
//! of the program left unfinished, and what a worker elsewhere has let lapse.

use super::worker::Worker;
use crate::{app::App, storage::DueJob};
use protocol::{JobId, UserId};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::{
    task::{Id, JoinSet},
    time::sleep,
};

/// Jobs that run at the same time.
const WORKERS: usize = 16;
/// Before asking again a storage that failed.
const PAUSE: Duration = Duration::from_secs(2);
/// How often leases of others are looked at that may lapse.
const LOOK: Duration = Duration::from_secs(1);
/// How often other servers on the same database may have left a job that nobody took.
const SELDOM: Duration = Duration::from_secs(15);

/// Run jobs until the server stops; ends when all workers have put down their work.
pub(crate) async fn run(app: Arc<App>) {
    let mut runner = Runner { app, workers: JoinSet::new(), busy: HashMap::new() };
    while !runner.app.stopping.is_cancelled() {
        let look = runner.give_out().await;
        runner.wait(look).await;
    }
    while runner.workers.join_next().await.is_some() {}
}

struct Runner {
    app: Arc<App>,
    workers: JoinSet<()>,
    busy: HashMap<Id, (UserId, JobId)>,
}

impl Runner {
    /// Give out what is free; gives when to look again at the latest.
    async fn give_out(&mut self) -> Option<Duration> {
        let due = match self.app.storage.due_jobs().await {
            Ok(due) => due,
            Err(error) => {
                tracing::warn!(%error, "due jobs could not be read");
                return Some(PAUSE);
            }
        };
        let mut look = self.app.embedded_secret.is_none().then_some(SELDOM);
        for DueJob { owner, job, lease } in due {
            if self.busy.values().any(|busy| *busy == (owner, job.id)) {
                continue;
            }
            if lease.is_some_and(|lease| lease.is_live(self.app.clock.now())) {
                look = Some(LOOK);
            } else if self.workers.len() < WORKERS {
                let worker = Worker::new(Arc::clone(&self.app), owner, &job);
                let started = self.workers.spawn(worker.run());
                self.busy.insert(started.id(), (owner, job.id));
            }
        }
        look
    }

    async fn wait(&mut self, look: Option<Duration>) {
        tokio::select! {
            biased;
            () = self.app.stopping.cancelled() => {}
            () = self.app.work.notified() => {}
            () = sleep(look.unwrap_or_default()), if look.is_some() => {}
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
