//! What all parts of the engine share.

use crate::{
    HostPort, announce::Hub, commands::Reread, connection_log::ConnectionLog, follow::Following,
    resuming::CutOff,
};
use link::{Account, Link, Rest};
use protocol::{
    AppEvent, Clock, Ids, Problem,
    app_event::{LinkStatus, OutboxStatus},
    connection::ConnectionStep,
    import::ImportPreview,
    records::EscapeIndex,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use store::{Store, StoreError};
use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// What is true now about the connection, the unsent work and η; for the tray and the first paint.
#[derive(Debug, Default)]
pub(crate) struct Now {
    pub(crate) link: LinkStatus,
    /// Why what comes cannot be stored.
    pub(crate) disk: Option<Problem>,
    pub(crate) outbox: OutboxStatus,
    pub(crate) index: Option<EscapeIndex>,
}

impl Now {
    /// The connection as it is told: one whose events cannot be stored is not well.
    pub(crate) fn link(&self) -> LinkStatus {
        let problem = self.disk.clone().or_else(|| self.link.problem.clone());
        LinkStatus { problem, ..self.link.clone() }
    }
}

/// Numbers since the start.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) events: AtomicU64,
    pub(crate) repeated: AtomicU64,
    pub(crate) unknown: AtomicU64,
}

impl Counters {
    pub(crate) fn add(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

pub(crate) struct Core {
    pub(crate) data: PathBuf,
    pub(crate) seed: u64,
    pub(crate) draws: physics::Draws,
    pub(crate) store: Store,
    pub(crate) rest: Rest,
    pub(crate) account: Arc<Account>,
    pub(crate) secrets: link::PatientSecrets,
    pub(crate) link: Link,
    pub(crate) host: Arc<dyn HostPort>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) hub: Hub,
    pub(crate) now: Mutex<Now>,
    pub(crate) counters: Counters,
    pub(crate) connection_log: ConnectionLog,
    pub(crate) cut_off: CutOff,
    /// What was read last to be imported.
    pub(crate) previewed: Mutex<Option<ImportPreview>>,
    /// The session that was read again last, and what that brought.
    pub(crate) reread: Mutex<Option<Reread>>,
    pub(crate) following: tokio::sync::Mutex<Following>,
    /// Channels that are being read whole.
    pub(crate) reading: Mutex<BTreeSet<protocol::Channel>>,
    /// Sessions that are being read because they are not here, and whether once is not enough.
    pub(crate) wanted: Mutex<BTreeMap<protocol::SessionId, bool>>,
    /// Held from reading how records are now until that is told, so that nobody tells after that
    /// how they were before.
    pub(crate) telling: tokio::sync::Mutex<()>,
    /// There is something to send.
    pub(crate) to_send: Notify,
    /// The server can be reached again: try what waits for another try.
    pub(crate) reachable: Notify,
    /// η may be another.
    pub(crate) to_compute: Notify,
    /// The account must be asked for again.
    pub(crate) to_identify: Notify,
    pub(crate) stop: CancellationToken,
    pub(crate) tasks: TaskTracker,
}

impl Core {
    pub(crate) fn with_now<T>(&self, work: impl FnOnce(&mut Now) -> T) -> T {
        work(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Run in the background until done or the engine stops.
    pub(crate) fn spawn(self: &Arc<Self>, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            stop.run_until_cancelled(work).await;
        });
    }

    pub(crate) async fn link_changed(&self, status: LinkStatus) {
        let (before, told) = self.with_now(|now| {
            let before = std::mem::replace(&mut now.link, status.clone());
            (before, now.link())
        });
        self.hub.tell(AppEvent::LinkChanged { status: told });
        match (before.transport, status.transport) {
            (None, Some(_)) => {
                if self.store.identity().is_none() {
                    self.to_identify.notify_one();
                }
                self.reachable.notify_one();
            }
            (Some(_), None) => {
                if let Err(error) = self.cut_off().await {
                    tracing::warn!(%error, "what was cut off could not be read");
                }
            }
            _ => {}
        }
    }

    /// Tell whether what comes can be stored.
    pub(crate) fn disk_is(&self, problem: Option<Problem>) {
        let told = self.with_now(|now| {
            let changed = now.disk != problem;
            now.disk = problem;
            changed.then(|| now.link())
        });
        if let Some(status) = told {
            self.hub.tell(AppEvent::LinkChanged { status });
        }
    }

    /// Something happened to the connection.
    pub(crate) fn connection_logged(&self, step: ConnectionStep) {
        let entry = self.connection_log.log(self.clock.now(), step);
        self.hub.tell(AppEvent::ConnectionLogged { entry });
    }

    /// Tell how much is unsent, when that is another than told last.
    pub(crate) async fn outbox_changed(&self) -> Result<(), StoreError> {
        let _turn = self.telling.lock().await;
        let status = self.store.outbox_status().await?;
        let changed = self.with_now(|now| std::mem::replace(&mut now.outbox, status) != status);
        if changed {
            self.hub.tell(AppEvent::OutboxChanged { status });
        }
        Ok(())
    }
}
