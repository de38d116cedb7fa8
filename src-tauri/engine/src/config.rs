//! What the engine is given: where its data is, which server, and the doors to the machine it runs
//! on.

use async_trait::async_trait;
use protocol::{
    Clock, Ids, Problem,
    import::ImportSource,
    models::{LocalModels, ModelChoice, ModelTrial},
    preferences::Preferences,
    reply::Host,
};
use secrecy::SecretString;
use std::{
    fmt::Debug,
    path::{Path, PathBuf},
    sync::Arc,
};
use thiserror::Error;
use url::Url;

/// The language models that can be chosen here: the server's, where it runs in this program.
#[async_trait]
pub trait ModelPort: Send + Sync {
    /// Word questions with this model from now on; without one, in the built-in words.
    fn choose(&self, model: Option<(ModelChoice, Option<SecretString>)>) -> Result<(), Problem>;
    /// Ask a model for a few words.
    async fn try_out(
        &self,
        choice: ModelChoice,
        key: Option<SecretString>,
    ) -> Result<ModelTrial, Problem>;
    /// The model servers on this machine.
    async fn find_local(&self) -> Vec<LocalModels>;
}

/// What only the program around the engine can do.
#[async_trait]
pub trait HostPort: Send + Sync {
    /// Ask the person where, and write `bytes` there; `None` when the dialog was closed.
    async fn save_file(&self, suggested: &str, bytes: Vec<u8>) -> Result<Option<PathBuf>, Problem>;
    /// Ask the person for files, or for one folder; none when the dialog was closed.
    async fn choose(&self, source: ImportSource) -> Result<Vec<PathBuf>, Problem>;
    /// Show a file or folder in the system's file manager.
    async fn reveal(&self, path: &Path) -> Result<(), Problem>;
    /// What this device can and cannot do.
    fn facts(&self) -> Host;
    /// The person chose differently.
    async fn preferences_changed(&self, preferences: &Preferences);
    /// The models of the server, where it runs in this program.
    fn models(&self) -> Option<Arc<dyn ModelPort>> {
        None
    }
}

/// The doors to the machine.
#[derive(Clone)]
pub struct Ports {
    /// The way to the server.
    pub network: Arc<dyn link::Transport>,
    /// Where tokens are kept.
    pub secrets: Arc<dyn link::SecretStore>,
    /// Dialogs and the like.
    pub host: Arc<dyn HostPort>,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<dyn Ids>,
    /// Decides delays between tries and the draws behind the interval of η.
    pub seed: u64,
    /// How many draws that are, [`DRAWS`] in the program. Few are drawn where they are asked for,
    /// many on a thread aside.
    pub draws: usize,
}

/// The draws behind the interval of η.
pub const DRAWS: usize = physics::Constants::DEFAULT.draws;

impl Debug for Ports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ports").field("seed", &self.seed).finish_non_exhaustive()
    }
}

/// Where the data is and which server it belongs to.
#[derive(Debug)]
pub struct Config {
    /// The folder of the data; made when absent.
    pub data: PathBuf,
    /// What the folder is on.
    pub disk: store::Disk,
    /// The server, `http://127.0.0.1:port` for the embedded one.
    pub server: Url,
    /// How to sign in.
    pub identity: link::Identity,
    /// Program and version, as `desktop/0.1.0`.
    pub client: String,
}

/// The engine could not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The data could not be opened.
    #[error("the data could not be opened")]
    Store(#[from] store::StoreError),
}

impl From<StartError> for Problem {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Store(error) => error.into(),
        }
    }
}
