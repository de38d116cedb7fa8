//! A host without windows: files are saved into a folder without asking.

use async_trait::async_trait;
use engine::HostPort;
use protocol::{ErrorCode, Problem, preferences::Preferences, reply::Host};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// Saves into a folder; remembers the choices it was told of.
#[derive(Debug)]
pub struct QuietHost {
    folder: PathBuf,
    told: Mutex<Vec<Preferences>>,
}

impl QuietHost {
    /// A host that saves into `folder`.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, told: Mutex::default() }
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

    async fn reveal(&self, _path: &Path) -> Result<(), Problem> {
        Ok(())
    }

    fn facts(&self) -> Host {
        Host { version: "test".to_owned(), ..Host::default() }
    }

    async fn preferences_changed(&self, preferences: &Preferences) {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).push(preferences.clone());
    }
}
