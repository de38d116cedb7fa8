//! One desktop of a world: an engine with a listener, asked and waited for by tests.

use crate::{CountingIds, PATIENCE, QuietHost, World};
use engine::{Announcements, Config, Disk, Engine, Ports};
use link::{Identity, MemorySecrets, Network, SecretStore};
use protocol::{AppEvent, Command, Ids, Problem, Reply, SystemClock};
use std::{collections::VecDeque, path::PathBuf, sync::Arc, time::Duration};
use tokio::time::timeout;
use url::Url;

/// How often a state is looked at when nothing was announced meanwhile.
const LOOK: Duration = Duration::from_millis(100);

/// How many announcements a failed test shows.
const LAST: usize = 40;

/// An engine and what it announces.
#[derive(Debug)]
pub struct Desktop {
    /// The engine.
    pub engine: Engine,
    heard: Announcements,
    seq: u64,
    last: VecDeque<String>,
    folder: PathBuf,
    server: Url,
    secrets: Arc<dyn SecretStore>,
    ids: Arc<dyn Ids>,
}

impl Desktop {
    pub(crate) async fn start(world: &World, name: &str) -> Self {
        let folder = world.folder(name);
        let ids = Arc::new(CountingIds::new(name));
        let secrets = Arc::new(MemorySecrets::default());
        Self::open(folder, world.url().clone(), secrets, ids).await
    }

    async fn open(
        folder: PathBuf,
        server: Url,
        secrets: Arc<dyn SecretStore>,
        ids: Arc<dyn Ids>,
    ) -> Self {
        let config = Config {
            data: folder.clone(),
            disk: Disk::files(),
            server: server.clone(),
            identity: Identity::Embedded(World::secret()),
            client: "desktop/test".to_owned(),
        };
        let ports = Ports {
            network: Arc::new(Network::new(&server)),
            secrets: Arc::clone(&secrets),
            host: Arc::new(QuietHost::new(folder.clone())),
            clock: Arc::new(SystemClock),
            ids: Arc::clone(&ids),
            seed: 7,
            draws: engine::DRAWS,
        };
        let engine = Engine::start(config, ports).await.expect("the engine starts");
        let heard = engine.subscribe();
        Self { engine, heard, seq: 0, last: VecDeque::new(), folder, server, secrets, ids }
    }

    /// Quit and start again with the same data and secrets.
    #[must_use = "the desktop goes on as what is returned"]
    pub async fn restart(self) -> Self {
        let Self { engine, folder, server, secrets, ids, .. } = self;
        engine.stop().await;
        Self::open(folder, server, secrets, ids).await
    }

    /// Where its data is.
    pub fn folder(&self) -> &PathBuf {
        &self.folder
    }

    /// Carry a command out that must succeed.
    ///
    /// # Panics
    ///
    /// When it does not.
    pub async fn ask(&self, command: Command) -> Reply {
        let asked = format!("{command:?}");
        self.try_ask(command).await.unwrap_or_else(|problem| panic!("{asked}: {problem}"))
    }

    /// Carry a command out.
    pub async fn try_ask(&self, command: Command) -> Result<Reply, Problem> {
        self.engine.dispatch(command).await
    }

    /// Listen until `wanted` makes something of what is announced.
    ///
    /// # Panics
    ///
    /// When that does not come, when announcements have a gap, or when the engine stops.
    pub async fn until<T>(&mut self, mut wanted: impl FnMut(AppEvent) -> Option<T>) -> T {
        let waiting = async {
            loop {
                if let Some(found) = wanted(self.hear().await) {
                    return found;
                }
            }
        };
        let found = timeout(PATIENCE, waiting).await.ok();
        found.unwrap_or_else(|| panic!("this is not what the test waits for: {:#?}", self.last))
    }

    /// Look again and again, at each announcement, until `look` makes something of what it sees.
    ///
    /// # Panics
    ///
    /// When that does not come.
    pub async fn eventually<T>(&mut self, look: impl AsyncFn(&Engine) -> Option<T>) -> T {
        let waiting = async {
            loop {
                if let Some(found) = look(&self.engine).await {
                    return found;
                }
                // Whether something was announced or only time has passed, it is looked at again.
                let _heard = timeout(LOOK, self.hear()).await;
            }
        };
        let found = timeout(PATIENCE, waiting).await.ok();
        found.unwrap_or_else(|| panic!("the state was not reached after {:#?}", self.last))
    }

    async fn hear(&mut self) -> AppEvent {
        let announcement = self.heard.next().await.expect("the engine goes on");
        self.seq += 1;
        assert_eq!(announcement.seq, self.seq, "announcements have no gap");
        if self.last.len() == LAST {
            self.last.pop_front();
        }
        self.last.push_back(format!("{:.300}", format!("{:?}", announcement.event)));
        announcement.event
    }
}
