//! One real server in a folder of its own, which a test can stop, crash and start again at the same
//! address, and the desktops that talk to it.

use crate::{CountingIds, Desktop, Surroundings};
use engine::Disk;
use link::{Identity, MemorySecrets, Network, Transport};
use protocol::{DeviceId, SystemClock, rest::SignIn};
use secrecy::SecretString;
use server::{Config, Models, Server};
use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use url::Url;
use uuid::Uuid;

/// What the desktops and the server both know.
const SECRET: &str = "a secret for tests, long enough to be one";
/// The one account of a shared server.
const ACCOUNT: (&str, &str) = ("ada", "a password for tests");
/// How long a crashed server's threads get to let go of what they hold.
const LET_GO: Duration = Duration::from_secs(10);

/// A server in a runtime of its own, so that it can be torn down at any moment.
#[derive(Debug)]
struct Running {
    runtime: Runtime,
    server: Server,
}

/// A server and the folders of its desktops.
#[derive(Debug)]
pub struct World {
    folder: TempDir,
    pace: Duration,
    is_shared: bool,
    url: Url,
    models: Models,
    running: Option<Running>,
}

impl World {
    /// A server that writes its answers quickly.
    ///
    /// # Panics
    ///
    /// When it cannot start.
    pub async fn start() -> Self {
        Self::paced(Duration::from_millis(1)).await
    }

    /// A server that waits this long between the words of an answer.
    ///
    /// # Panics
    ///
    /// When it cannot start.
    pub async fn paced(pace: Duration) -> Self {
        Self::open(pace, false).await
    }

    /// A server for several people, of whom one has an account, that waits this long between the
    /// words of an answer. To its desktops it is a foreign server.
    ///
    /// # Panics
    ///
    /// When it cannot start.
    pub async fn shared(pace: Duration) -> Self {
        let world = Self::open(pace, true).await;
        register(&world.url).await;
        world
    }

    async fn open(pace: Duration, is_shared: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let config = config(any, folder.path().join("server"), is_shared);
        let models = Models::default();
        let running = run(Config { pace, models: models.clone(), ..config }).await;
        let url = running.server.url();
        Self { folder, pace, is_shared, url, models, running: Some(running) }
    }

    /// Where the server is, or was.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The language model that the server speaks with, of this run and the next ones.
    pub fn models(&self) -> &Models {
        &self.models
    }

    /// What desktops sign in with.
    pub(crate) fn identity(&self) -> Identity {
        let (name, password) = ACCOUNT;
        if self.is_shared {
            Identity::Account { name: name.to_owned(), password: password.to_owned().into() }
        } else {
            Identity::Embedded(secret())
        }
    }

    /// A folder inside the world's.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// End the server in good order.
    ///
    /// # Panics
    ///
    /// When it panics.
    pub async fn stop_server(&mut self) {
        if let Some(Running { runtime, server }) = self.running.take() {
            let stopped = runtime.spawn(server.stop());
            stopped.await.expect("the server stops without a panic");
            tear_down(runtime).await;
        }
    }

    /// End the server as a crash would: whatever it does, it does no further.
    ///
    /// # Panics
    ///
    /// When its threads do not let go.
    pub async fn crash_server(&mut self) {
        if let Some(Running { runtime, server }) = self.running.take() {
            tear_down(runtime).await;
            drop(server);
        }
    }

    /// Start the server again, at the same address with the same data.
    ///
    /// # Panics
    ///
    /// When it cannot start.
    pub async fn start_server(&mut self) {
        let port = self.url.port().expect("the server's address has a port");
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let folder = self.folder("server");
        let config = config(address, folder, self.is_shared);
        let (pace, models) = (self.pace, self.models.clone());
        self.running = Some(run(Config { pace, models, ..config }).await);
    }

    /// What a desktop of the one person stands in: data of its own on this machine's disk, this
    /// machine's network and time.
    pub fn surroundings(&self, name: &str) -> Surroundings {
        Surroundings {
            folder: self.folder(name),
            disk: Disk::files(),
            server: self.url.clone(),
            identity: self.identity(),
            network: Arc::new(Network::new(&self.url)),
            models: (!self.is_shared).then(|| self.models.clone()),
            secrets: Arc::new(MemorySecrets::default()),
            clock: Arc::new(SystemClock),
            ids: Arc::new(CountingIds::new(name)),
        }
    }

    /// A desktop of the one person in such surroundings.
    ///
    /// # Panics
    ///
    /// When it cannot start.
    pub async fn desktop(&self, name: &str) -> Desktop {
        Desktop::start(self.surroundings(name)).await
    }

    /// The same with another way to the server.
    ///
    /// # Panics
    ///
    /// When it cannot start.
    pub async fn desktop_over(&self, name: &str, network: Arc<dyn Transport>) -> Desktop {
        Desktop::start(Surroundings { network, ..self.surroundings(name) }).await
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.runtime.shutdown_background();
        }
    }
}

/// Waits on a thread that may block, as tearing a runtime down does.
async fn tear_down(runtime: Runtime) {
    let torn = tokio::task::spawn_blocking(move || runtime.shutdown_timeout(LET_GO));
    torn.await.expect("a runtime can be torn down");
}

fn secret() -> SecretString {
    SecretString::from(SECRET)
}

fn config(listen: SocketAddr, data: PathBuf, is_shared: bool) -> Config {
    let shared = Config::shared(listen, data);
    if is_shared { shared } else { Config { embedded_secret: Some(secret()), ..shared } }
}

async fn run(config: Config) -> Running {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // With two, the one may go on for a moment when a crash has taken from the other what it
        // waits for, and store that it was lost: no program that is gone does.
        .worker_threads(1)
        .thread_name("server under test")
        .enable_all()
        .build()
        .expect("a runtime for the server");
    let started = runtime.spawn(server::start(config));
    let server = started.await.expect("no panic at the start").expect("the server starts");
    Running { runtime, server }
}

/// Makes the account of a shared server.
async fn register(url: &Url) {
    let (name, password) = (ACCOUNT.0.to_owned(), ACCOUNT.1.to_owned());
    let body = SignIn { name, password, device: DeviceId(Uuid::nil()) };
    let body = serde_json::to_vec(&body).expect("a sign-in has a JSON form");
    let request = http::Request::post(format!("{url}v1/auth/register"))
        .header("content-type", "application/json")
        .body(body.into())
        .expect("a good request");
    let answer = Network::new(url).request(request).await.expect("the server answers");
    assert!(answer.status().is_success(), "the account was made");
}
