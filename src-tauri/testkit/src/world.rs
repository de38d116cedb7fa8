//! One real server in a folder of its own, which a test can stop, crash and start again at the same
//! address, and the desktops that talk to it.

use crate::Desktop;
use secrecy::SecretString;
use server::{Config, Server};
use std::{net::SocketAddr, path::PathBuf, time::Duration};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use url::Url;

/// What the desktops and the server both know.
const SECRET: &str = "a secret for tests, long enough to be one";
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
    url: Url,
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
        let folder = tempfile::tempdir().expect("a folder for the test");
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let running = run(folder.path().join("server"), any, pace).await;
        let url = running.server.url();
        Self { folder, pace, url, running: Some(running) }
    }

    /// Where the server is, or was.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// What desktops sign in with.
    pub fn secret() -> SecretString {
        SecretString::from(SECRET)
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
        self.running = Some(run(folder, address, self.pace).await);
    }

    /// A desktop of the one person, with data of its own.
    ///
    /// # Panics
    ///
    /// When it cannot start.
    pub async fn desktop(&self, name: &str) -> Desktop {
        Desktop::start(self, name).await
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

async fn run(data: PathBuf, listen: SocketAddr, pace: Duration) -> Running {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("server under test")
        .enable_all()
        .build()
        .expect("a runtime for the server");
    let config = Config { listen, pace, ..Config::embedded(data, World::secret()) };
    let started = runtime.spawn(server::start(config));
    let server = started.await.expect("no panic at the start").expect("the server starts");
    Running { runtime, server }
}
