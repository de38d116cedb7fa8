//! One desktop of a world: an engine with a listener, asked and waited for by tests.

use crate::{CountingIds, PATIENCE, QuietHost, World};
use engine::{Announcements, Config, Disk, Engine, Ports};
use link::{Identity, MemorySecrets, SecretStore, Transport};
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
    surroundings: Surroundings,
}

/// What stays when a desktop quits.
#[derive(Debug, Clone)]
struct Surroundings {
    folder: PathBuf,
    server: Url,
    identity: Identity,
    network: Arc<dyn Transport>,
    secrets: Arc<dyn SecretStore>,
    ids: Arc<dyn Ids>,
}

impl Desktop {
    pub(crate) async fn start(world: &World, name: &str, network: Arc<dyn Transport>) -> Self {
        Self::open(Surroundings {
            folder: world.folder(name),
            server: world.url().clone(),
            identity: world.identity(),
            network,
            secrets: Arc::new(MemorySecrets::default()),
            ids: Arc::new(CountingIds::new(name)),
        })
        .await
    }

    async fn open(surroundings: Surroundings) -> Self {
        let Surroundings { folder, server, identity, network, secrets, ids } = surroundings.clone();
        let config = Config {
            data: folder.clone(),
            disk: Disk::files(),
            server,
            identity,
            client: "desktop/test".to_owned(),
        };
        let ports = Ports {
            network,
            secrets,
            host: Arc::new(QuietHost::new(folder)),
            clock: Arc::new(SystemClock),
            ids,
            seed: 7,
            draws: engine::DRAWS,
        };
        let engine = Engine::start(config, ports).await.expect("the engine starts");
        let heard = engine.subscribe();
        Self { engine, heard, seq: 0, last: VecDeque::new(), surroundings }
    }

    /// Quit and start again with the same data and secrets.
    #[must_use = "the desktop goes on as what is returned"]
    pub async fn restart(self) -> Self {
        let Self { engine, surroundings, .. } = self;
        engine.stop().await;
        Self::open(surroundings).await
    }

    /// Where its data is.
    pub fn folder(&self) -> &PathBuf {
        &self.surroundings.folder
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
