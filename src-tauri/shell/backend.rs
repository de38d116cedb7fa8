//! Starts and stops the built-in server and the engine, and lets others wait for the engine.
//! The window opens meanwhile: what it asks for waits here for the milliseconds this takes.

use crate::configuration::OwnServer;
use engine::{Engine, Ports};
use protocol::{ErrorCode, Problem};
use rand::{TryRng, rngs::SysRng};
use secrecy::SecretString;
use server::{Models, Server};
use std::{
    fs::File,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Mutex, watch};
use url::Url;

/// How long stopping may take. What is not done by then is done at the next start.
const STOPPING: Duration = Duration::from_secs(5);

/// Answers nowhere: where the engine looks when the built-in server cannot start, so that the
/// person still sees what is kept on this device.
const NOWHERE: &str = "http://127.0.0.1:9";

/// Where the start is.
#[derive(Debug, Clone)]
enum Stage {
    Starting,
    Running(Arc<Engine>),
    Failed(Problem),
}

/// The server and the engine of this process.
#[derive(Debug)]
pub struct Backend {
    stage: watch::Sender<Stage>,
    stopping: AtomicBool,
    /// What must live as long as the engine.
    kept: Mutex<(Option<Server>, Option<File>)>,
}

impl Default for Backend {
    fn default() -> Self {
        Self {
            stage: watch::Sender::new(Stage::Starting),
            stopping: AtomicBool::new(false),
            kept: Mutex::default(),
        }
    }
}

impl Backend {
    /// The engine, as soon as it runs.
    pub async fn engine(&self) -> Result<Arc<Engine>, Problem> {
        let mut stage = self.stage.subscribe();
        let stage = stage
            .wait_for(|stage| !matches!(stage, Stage::Starting))
            .await
            .map_err(|_| stopped())?
            .clone();
        match stage {
            Stage::Running(engine) => Ok(engine),
            Stage::Failed(problem) => Err(problem),
            Stage::Starting => Err(stopped()),
        }
    }

    /// Lets those that wait have the engine.
    pub fn started(&self, engine: Arc<Engine>) {
        self.stage.send_replace(Stage::Running(engine));
    }

    /// Tells those that wait why there will be no engine.
    pub fn failed(&self, problem: Problem) {
        self.stage.send_replace(Stage::Failed(problem));
    }

    /// Whether stopping begins with this call; false when it began before.
    pub(crate) fn begin_stop(&self) -> bool {
        !self.stopping.swap(true, Ordering::AcqRel)
    }

    /// Keeps the server and the claim on the data folder until [`Backend::stop`].
    pub(crate) async fn keep(&self, server: Option<Server>, claim: File) {
        *self.kept.lock().await = (server, Some(claim));
    }

    /// Stops engine and server; takes 5 seconds at most.
    pub async fn stop(&self) {
        let stage = self.stage.send_replace(Stage::Failed(stopped()));
        let (server, claim) = std::mem::take(&mut *self.kept.lock().await);
        let stopping = async {
            if let Stage::Running(engine) = stage {
                engine.stop().await;
            }
            if let Some(server) = server {
                server.stop().await;
            }
        };
        if tokio::time::timeout(STOPPING, stopping).await.is_err() {
            tracing::warn!("stopping took too long and was left unfinished");
        }
        drop(claim);
    }
}

fn stopped() -> Problem {
    Problem::temporary(ErrorCode::Unavailable, "TrajectoryOS is quitting.")
}

/// Starts the built-in server in `data`/server on a free loopback port, and says which secret
/// lets this process in. The secret is new at every start and is kept nowhere.
async fn start_server(
    data: &Path,
    models: Models,
) -> Result<(Server, SecretString), server::StartError> {
    let secret = SecretString::from(random_text());
    let embedded = server::Config::embedded(data.join("server"), secret.clone());
    let config = server::Config { models, ..embedded };
    Ok((server::start(config).await?, secret))
}

/// The server that the engine talks to.
#[derive(Debug)]
pub(crate) struct Place {
    /// The built-in server, to be kept as long as the engine.
    pub(crate) built_in: Option<Server>,
    /// Where the server is.
    pub(crate) address: Url,
    /// As whom.
    identity: link::Identity,
    /// What the person should know, when the built-in server did not start.
    pub(crate) notice: Option<String>,
    /// The models of the built-in server.
    pub(crate) models: Option<Models>,
}

impl Place {
    /// The server of one's own, or the built-in one, started here.
    pub(crate) async fn open(data: &Path, own: Option<OwnServer>) -> Self {
        if let Some(OwnServer { address, account: name, password }) = own {
            let identity = link::Identity::Account { name, password };
            let (notice, models) = (None, None);
            return Self { built_in: None, address, identity, notice, models };
        }
        let models = Models::default();
        match start_server(data, models.clone()).await {
            Ok((server, secret)) => Self {
                models: Some(models),
                address: server.url(),
                built_in: Some(server),
                identity: link::Identity::Embedded(secret),
                notice: None,
            },
            Err(error) => {
                tracing::error!(%error, "the built-in server could not start");
                Self {
                    built_in: None,
                    models: None,
                    address: NOWHERE.parse().expect("a constant address parses"),
                    identity: link::Identity::Embedded(String::new().into()),
                    notice: Some(format!(
                        "The built-in server could not start: {error}. You see what was kept on \
                         this device; new work waits."
                    )),
                }
            }
        }
    }

    /// Starts the engine against this server.
    pub(crate) async fn start_engine(
        &self,
        data: &Path,
        ports: Ports,
    ) -> Result<Engine, engine::StartError> {
        let config = engine::Config {
            data: data.to_path_buf(),
            disk: engine::Disk::files(),
            server: self.address.clone(),
            identity: self.identity.clone(),
            client: format!("trajectory/{}", env!("CARGO_PKG_VERSION")),
        };
        Engine::start(config, ports).await
    }
}

/// A seed for everything that is drawn at random in this run.
pub(crate) fn seed() -> u64 {
    SysRng.try_next_u64().expect("the system gives random numbers")
}

/// 256 random bits in hexadecimal.
fn random_text() -> String {
    format!("{:016x}{:016x}{:016x}{:016x}", seed(), seed(), seed(), seed())
}
