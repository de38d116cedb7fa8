//! What every route, connection and worker shares, and the one road of a change: plan on what is
//! stored and commit, then tell.

use crate::{
    agent::Models,
    auth::Tokens,
    fanout::{self, Doorbell},
    limits::Limits,
    origin::Names,
    realtime::{Hub, SharedPages},
    storage::{Batch, Committed, Idempotency, Position, Storage, View},
};
use protocol::{Channel, Clock, Ids, Problem, ServerId, UserId};
use secrecy::SecretString;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

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
    /// The language model, if one is chosen.
    pub(crate) models: Models,
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

    /// Make a change for an owner: `plan` says what is to be committed, given what is stored.
    /// Listeners are told after the commit.
    pub(crate) async fn change(
        self: &Arc<Self>,
        owner: UserId,
        attempt: Option<Idempotency>,
        plan: impl FnOnce(&View<'_>) -> Result<Batch, Problem> + Send + 'static,
    ) -> Result<Committed, Problem> {
        let committed = self.storage.commit(owner, attempt, Box::new(plan)).await?;
        self.moved(owner, &committed.moved);
        Ok(committed)
    }
}
