//! One desktop of a world: an engine with a listener, asked and waited for by tests.

use crate::{PATIENCE, QuietHost};
use engine::{Announcements, Config, DRAWS, Disk, Engine, Ports};
use link::{Identity, SecretStore, Transport};
use protocol::{AppEvent, Clock, Command, Ids, Problem, Reply, SessionId, records::Job};
use std::{collections::VecDeque, path::PathBuf, sync::Arc, time::Duration};
use tokio::time::timeout;
use url::Url;

/// How often a state is looked at when nothing was announced meanwhile.
const LOOK: Duration = Duration::from_millis(100);

/// How many announcements a failed test shows.
const LAST: usize = 40;

/// What a desktop stands in, and keeps when its program ends.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The folder of its data.
    pub folder: PathBuf,
    /// What the folder is on.
    pub disk: Disk,
    /// The server.
    pub server: Url,
    /// How it signs in there.
    pub identity: Identity,
    /// The way to it.
    pub network: Arc<dyn Transport>,
    /// The models of the server, where it counts as running in the same program.
    pub models: Option<server::Models>,
    /// Where its tokens are.
    pub secrets: Arc<dyn SecretStore>,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<dyn Ids>,
}

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

impl Desktop {
    /// Start the program.
    ///
    /// # Panics
    ///
    /// When it does not start.
    pub async fn start(surroundings: Surroundings) -> Self {
        let folder = surroundings.folder.clone();
        let config = Config {
            data: folder.clone(),
            disk: surroundings.disk.clone(),
            server: surroundings.server.clone(),
            identity: surroundings.identity.clone(),
            client: "desktop/test".to_owned(),
        };
        let ports = Ports {
            network: Arc::clone(&surroundings.network),
            secrets: Arc::clone(&surroundings.secrets),
            host: Arc::new(QuietHost::new(folder).with_models(surroundings.models.clone())),
            clock: Arc::clone(&surroundings.clock),
            ids: Arc::clone(&surroundings.ids),
            seed: 7,
            draws: DRAWS,
        };
        let engine = Engine::start(config, ports).await.expect("the engine starts");
        let heard = engine.subscribe();
        Self { engine, heard, seq: 0, last: VecDeque::new(), surroundings }
    }

    /// Quit and start again with the same data and secrets.
    #[must_use = "the desktop goes on as what is returned"]
    pub async fn restart(self) -> Self {
        Self::start(self.quit().await).await
    }

    /// Quit.
    pub async fn quit(self) -> Surroundings {
        self.engine.stop().await;
        self.surroundings
    }

    /// End the program as a crash would: nothing is finished, nobody is told.
    #[must_use = "what a crash leaves is what the next start finds"]
    pub fn crash(self) -> Surroundings {
        self.surroundings
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

    /// The newest job of a session once there are so many and none runs.
    ///
    /// # Panics
    ///
    /// When that does not come.
    pub async fn ended(&mut self, session: SessionId, count: usize) -> Job {
        self.eventually(async |engine| {
            let Ok(Reply::Jobs { jobs }) = engine.dispatch(Command::ListJobs).await else {
                panic!("not jobs");
            };
            let mut jobs: Vec<Job> =
                jobs.into_iter().filter(|job| job.session_id == session).collect();
            jobs.sort_by_key(|job| job.created_at);
            let all_ended = jobs.len() >= count && jobs.iter().all(|job| !job.is_active());
            all_ended.then(|| jobs.pop()).flatten()
        })
        .await
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
