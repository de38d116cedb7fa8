//! A host without windows: files are saved into a folder without asking, and those that are asked for
//! lie in one.

use async_trait::async_trait;
use engine::{HostPort, ModelPort};
use protocol::{
    ErrorCode, Problem,
    import::ImportSource,
    models::{LocalModels, ModelChoice, ModelTrial},
    preferences::Preferences,
    reply::Host,
};
use secrecy::SecretString;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// The models of a server in the same process.
#[derive(Debug)]
struct ServerModels(server::Models);

#[async_trait]
impl ModelPort for ServerModels {
    fn choose(&self, model: Option<(ModelChoice, Option<SecretString>)>) -> Result<(), Problem> {
        self.0.choose(model.map(as_model))
    }

    async fn try_out(
        &self,
        choice: ModelChoice,
        key: Option<SecretString>,
    ) -> Result<ModelTrial, Problem> {
        server::Models::try_out(as_model((choice, key))).await
    }

    async fn find_local(&self) -> Vec<LocalModels> {
        server::Models::find_local().await
    }
}

fn as_model((choice, key): (ModelChoice, Option<SecretString>)) -> server::Model {
    server::Model { choice, key, patience: server::Patience::default() }
}

/// Saves into a folder; remembers the choices it was told of.
#[derive(Debug)]
pub struct QuietHost {
    folder: PathBuf,
    told: Mutex<Vec<Preferences>>,
    models: Option<server::Models>,
}

/// The folder, within the one it saves into, whose files are chosen whenever files are asked for.
pub const CHOSEN: &str = "chosen";

impl QuietHost {
    /// A host that saves into `folder`.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, told: Mutex::default(), models: None }
    }

    /// The same beside a server in this process that speaks with these models.
    #[must_use]
    pub fn with_models(self, models: Option<server::Models>) -> Self {
        Self { models, ..self }
    }

    /// The choices it was told of, in order.
    pub fn told(&self) -> Vec<Preferences> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl HostPort for QuietHost {
    async fn save_file(&self, suggested: &str, bytes: Vec<u8>) -> Result<Option<PathBuf>, Problem> {
        let path = self.folder.join(suggested);
        match fs::write(&path, bytes) {
            Ok(()) => Ok(Some(path)),
            Err(_) => {
                Err(Problem::temporary(ErrorCode::StorageFull, "The file cannot be written."))
            }
        }
    }

    async fn choose(&self, source: ImportSource) -> Result<Vec<PathBuf>, Problem> {
        let chosen = self.folder.join(CHOSEN);
        let files = fs::read_dir(&chosen).into_iter().flatten().flatten().map(|file| file.path());
        Ok(match source {
            ImportSource::Files => files.collect(),
            ImportSource::Folder => vec![chosen],
        })
    }

    async fn reveal(&self, _path: &Path) -> Result<(), Problem> {
        Ok(())
    }

    fn facts(&self) -> Host {
        Host { version: "test".to_owned(), ..Host::default() }
    }

    fn models(&self) -> Option<Arc<dyn ModelPort>> {
        let models = ServerModels(self.models.clone()?);
        Some(Arc::new(models))
    }

    async fn preferences_changed(&self, preferences: &Preferences) {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).push(preferences.clone());
    }
}
