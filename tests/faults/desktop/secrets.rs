//! Where a headless desktop keeps its tokens: a file that stands for a keyring that works, a keyring
//! that never answers, one that refuses, none at all, or the system's own.

#[path = "../../../src-tauri/shell/secrets.rs"]
mod system;

use async_trait::async_trait;
use clap::ValueEnum;
use link::{MemorySecrets, SecretError, SecretStore};
use secrecy::{ExposeSecret, SecretString};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// What kind of store.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Kind {
    /// A file in the folder: outlives the process as a keyring does.
    File,
    /// Nothing outlives the process.
    Absent,
    /// A keyring that waits for a password prompt nobody sees.
    Locked,
    /// A keyring that refuses everything.
    Broken,
    /// The system's keyring by the desktop's own code.
    System,
}

impl Kind {
    pub(crate) async fn open(self, folder: &Path) -> Arc<dyn SecretStore> {
        match self {
            Self::File => Arc::new(InFile::new(folder.join("secrets.json"))),
            Self::Absent => Arc::new(MemorySecrets::default()),
            Self::Locked => Arc::new(Locked),
            Self::Broken => Arc::new(Broken),
            Self::System => {
                let keyring = system::Keyring::open("trajectory-faults").await;
                tracing::info!(present = keyring.present(), "the system's keyring was tried");
                Arc::new(keyring)
            }
        }
    }
}

#[derive(Debug)]
struct InFile {
    path: PathBuf,
    turn: Mutex<()>,
}

impl InFile {
    fn new(path: PathBuf) -> Self {
        Self { path, turn: Mutex::default() }
    }

    fn read(&self) -> BTreeMap<String, String> {
        let text = fs::read_to_string(&self.path).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Whole or not at all, as a keyring would.
    fn change(
        &self,
        change: impl FnOnce(&mut BTreeMap<String, String>),
    ) -> Result<(), SecretError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut held = self.read();
        change(&mut held);
        let text = serde_json::to_string(&held).map_err(|_| SecretError::Failed)?;
        let fresh = self.path.with_extension("fresh");
        fs::create_dir_all(self.path.parent().unwrap_or(&self.path))
            .and_then(|()| fs::write(&fresh, text))
            .and_then(|()| fs::rename(&fresh, &self.path))
            .map_err(|_| SecretError::Failed)
    }
}

#[async_trait]
impl SecretStore for InFile {
    async fn get(&self, name: &str) -> Result<Option<SecretString>, SecretError> {
        Ok(self.read().get(name).cloned().map(SecretString::from))
    }

    async fn set(&self, name: &str, value: SecretString) -> Result<(), SecretError> {
        self.change(|held| {
            held.insert(name.to_owned(), value.expose_secret().to_owned());
        })
    }

    async fn delete(&self, name: &str) -> Result<(), SecretError> {
        self.change(|held| {
            held.remove(name);
        })
    }
}

#[derive(Debug)]
struct Locked;

#[async_trait]
impl SecretStore for Locked {
    async fn get(&self, _: &str) -> Result<Option<SecretString>, SecretError> {
        std::future::pending().await
    }

    async fn set(&self, _: &str, _: SecretString) -> Result<(), SecretError> {
        std::future::pending().await
    }

    async fn delete(&self, _: &str) -> Result<(), SecretError> {
        std::future::pending().await
    }
}

#[derive(Debug)]
struct Broken;

#[async_trait]
impl SecretStore for Broken {
    async fn get(&self, _: &str) -> Result<Option<SecretString>, SecretError> {
        Err(SecretError::Failed)
    }

    async fn set(&self, _: &str, _: SecretString) -> Result<(), SecretError> {
        Err(SecretError::Failed)
    }

    async fn delete(&self, _: &str) -> Result<(), SecretError> {
        Err(SecretError::Failed)
    }
}
