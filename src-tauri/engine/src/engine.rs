//! The engine as the program around it sees it: start, ask, listen, stop.

use crate::{
    Announcements, Config, Ports, StartError,
    announce::Hub,
    connection_log::ConnectionLog,
    core::{Core, Counters, Now},
    follow::Following,
    resuming::CutOff,
};
use link::{Account, Link, Rest, Settings};
use protocol::{
    Command, DeviceId, HostRequest, Problem, Reply,
    app_event::{LinkStatus, OutboxStatus},
    records::EscapeIndex,
};
use std::{fmt, sync::Arc};
use store::{Store, StoreError};
use tokio::sync::mpsc;

/// Outputs of the link that wait to be taken in at most.
const OUTPUTS: usize = 1_024;

/// The whole app without a window.
pub struct Engine {
    core: Arc<Core>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

impl Engine {
    /// Open the data and start connecting. Does not wait for the server: what is stored can be
    /// shown at once.
    ///
    /// # Errors
    ///
    /// [`StartError::Store`] when the data cannot be opened.
    pub async fn start(config: Config, ports: Ports) -> Result<Self, StartError> {
        let store = Store::open(config.disk, &config.data, ports.clock.now()).await?;
        let device = store.device(DeviceId(ports.ids.next())).await?;
        let rest = Rest::new(config.server, ports.network);
        let account = Arc::new(Account::new(
            rest.clone(),
            Arc::clone(&ports.secrets),
            config.identity,
            device,
            Arc::clone(&ports.clock),
        ));
        let (out, outputs) = mpsc::channel(OUTPUTS);
        let settings = Settings { device, client: config.client };
        let clock = Arc::clone(&ports.clock);
        let link = Link::start(settings, Arc::clone(&account), clock, ports.seed, out);
        let outbox = store.outbox_status().await?;
        let core = Arc::new(Core {
            data: config.data,
            seed: ports.seed,
            draws: physics::Draws { seed: ports.seed, count: ports.draws },
            store,
            rest,
            account,
            secrets: link::PatientSecrets::new(ports.secrets),
            link,
            host: ports.host,
            clock: ports.clock,
            ids: ports.ids,
            hub: Hub::default(),
            now: std::sync::Mutex::new(Now { outbox, ..Now::default() }),
            counters: Counters::default(),
            connection_log: ConnectionLog::default(),
            cut_off: CutOff::default(),
            previewed: std::sync::Mutex::default(),
            reread: std::sync::Mutex::default(),
            following: tokio::sync::Mutex::new(Following::default()),
            reading: std::sync::Mutex::default(),
            wanted: std::sync::Mutex::default(),
            telling: tokio::sync::Mutex::default(),
            to_send: tokio::sync::Notify::new(),
            reachable: tokio::sync::Notify::new(),
            to_compute: tokio::sync::Notify::new(),
            to_identify: tokio::sync::Notify::new(),
            stop: tokio_util::sync::CancellationToken::new(),
            tasks: tokio_util::task::TaskTracker::new(),
        });
        resume(&core).await?;
        core.spawn(Arc::clone(&core).take_in(outputs));
        core.spawn(Arc::clone(&core).keep_identity());
        core.spawn(Arc::clone(&core).drain());
        core.spawn(Arc::clone(&core).watch_cut_off());
        core.spawn(Arc::clone(&core).keep_index());
        core.spawn(Arc::clone(&core).speak_as_chosen());
        let pacing = Arc::clone(&core);
        core.spawn(async move { pacing.hub.pace(pacing.stop.clone()).await });
        Ok(Self { core })
    }

    /// Carry a command out.
    ///
    /// # Errors
    ///
    /// A [`Problem`] that says what is wrong; then nothing was done.
    pub async fn dispatch(&self, command: Command) -> Result<Reply, Problem> {
        Box::pin(self.core.dispatch(command)).await
    }

    /// Listen from now on.
    pub fn subscribe(&self) -> Announcements {
        self.core.hub.subscribe()
    }

    /// Tell the interface a wish that came from outside the window.
    pub fn request(&self, request: HostRequest) {
        self.core.wish(request);
    }

    /// The connection, the unsent work and η as they are now, for the tray.
    pub fn status(&self) -> (LinkStatus, OutboxStatus, Option<EscapeIndex>) {
        self.core.with_now(|now| (now.link(), now.outbox, now.index.clone()))
    }

    /// The machine has a network, perhaps another than before, or it has none.
    pub async fn network_changed(&self, is_up: bool) {
        self.core.link.network_changed(is_up).await;
    }

    /// Stop and close the files. Listeners end. Stopping again does nothing.
    pub async fn stop(&self) {
        self.core.stop.cancel();
        self.core.link.stop().await;
        self.core.tasks.close();
        self.core.tasks.wait().await;
        self.core.hub.close();
        self.core.store.close().await;
    }
}

impl Drop for Engine {
    /// Without a stop the tasks end at their next step; what is stored is safe at any moment.
    fn drop(&mut self) {
        self.core.stop.cancel();
    }
}

/// Go on where the last run ended.
async fn resume(core: &Arc<Core>) -> Result<(), StoreError> {
    core.store.settle().await?;
    core.store.requeue_strays().await?;
    core.cut_off().await?;
    if let Some(identity) = core.store.identity() {
        core.follow_user(identity.user).await?;
        core.follow_records().await?;
    }
    for row in core.store.accepted().await? {
        if let store::Lane::Session(id) = row.lane {
            core.follow_session(id).await?;
        }
    }
    Ok(())
}
