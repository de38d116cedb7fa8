//! What every route, connection and worker shares, and the one road of a change: plan on what was
//! read, commit, then tell.

use crate::{
    auth::Tokens,
    fanout::{self, Doorbell},
    limits::Limits,
    origin::Names,
    realtime::{Hub, SharedPages},
    storage::{Batch, Committed, Idempotency, Plan, Position, Storage, StorageError, View},
};
use protocol::{Channel, Clock, Ids, Problem, ServerId, UserId};
use secrecy::SecretString;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::sync::{Mutex, Notify};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How often a change is planned anew beside others when a record was changed in between.
const TRIES: u32 = 3;
/// How often after that, when it is the only one of its kind to try.
const LAST_TRIES: u32 = 64;

/// What all parts of a running server share.
#[derive(Debug)]
pub(crate) struct App {
    /// The database.
    pub(crate) storage: Storage,
    /// Its id.
    pub(crate) server_id: ServerId,
    /// Wakes connections.
    pub(crate) doorbell: Doorbell,
    /// What they have just read.
    pub(crate) pages: SharedPages,
    /// How often something may be asked for.
    pub(crate) limits: Limits,
    /// The open connections.
    pub(crate) hub: Hub,
    /// Makes and reads tokens.
    pub(crate) tokens: Tokens,
    /// What an embedding program signs in with.
    pub(crate) embedded_secret: Option<SecretString>,
    /// By which names it may be called.
    pub(crate) names: Names,
    /// The time of day.
    pub(crate) clock: Arc<dyn Clock>,
    /// Makes ids.
    pub(crate) ids: Arc<dyn Ids>,
    /// Between words that the built-in interviewer writes.
    pub(crate) pace: Duration,
    /// Who lost several times against others waits here for a turn.
    pub(crate) turn: Mutex<()>,
    /// Rings when a job was queued.
    pub(crate) work: Notify,
    /// Ends everything.
    pub(crate) stopping: CancellationToken,
    /// Everything that runs.
    pub(crate) running: TaskTracker,
}

impl App {
    /// Tell an owner's listeners where channels stand now, in what is committed.
    pub(crate) fn moved(self: &Arc<Self>, owner: UserId, moved: &BTreeMap<Channel, Position>) {
        if !moved.is_empty() && self.doorbell.moved(owner, moved) {
            self.running.spawn(fanout::tell(Arc::clone(self), owner));
        }
    }

    /// Make a change for an owner: `plan` says what is to be committed, given what is stored. It
    /// may run several times. Listeners are told after the commit.
    pub(crate) async fn change(
        self: &Arc<Self>,
        owner: UserId,
        attempt: Option<Idempotency>,
        plan: impl Fn(&View<'_>) -> Result<Batch, Problem> + Send + Sync + 'static,
    ) -> Result<Committed, Problem> {
        let plan = Arc::new(plan);
        if let Some(committed) = self.attempts(owner, attempt.as_ref(), &plan, TRIES).await? {
            return Ok(committed);
        }
        let _turn = self.turn.lock().await;
        let last = self.attempts(owner, attempt.as_ref(), &plan, LAST_TRIES).await?;
        last.ok_or_else(|| StorageError::Conflict.into())
    }

    /// `None` when each time somebody else was faster.
    async fn attempts<P>(
        self: &Arc<Self>,
        owner: UserId,
        attempt: Option<&Idempotency>,
        plan: &Arc<P>,
        tries: u32,
    ) -> Result<Option<Committed>, Problem>
    where
        P: Fn(&View<'_>) -> Result<Batch, Problem> + Send + Sync + 'static,
    {
        for _ in 0..tries {
            let planned = Arc::clone(plan);
            let plan = self.storage.plan(owner, attempt, move |view| planned(view)).await?;
            let batch = match plan {
                Plan::Batch(batch) => batch,
                Plan::Done(result) => return Ok(Some(Committed::replayed(result))),
            };
            if batch.is_empty() && attempt.is_none() {
                return Ok(Some(Committed::default()));
            }
            match self.storage.commit(owner, batch, attempt.cloned()).await {
                Ok(committed) => {
                    self.moved(owner, &committed.moved);
                    return Ok(Some(committed));
                }
                Err(StorageError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }
}
