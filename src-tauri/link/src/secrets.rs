//! Where tokens are kept between two runs. The desktop gives a store over the system's keyring;
//! here are the trait, a store in memory, and a guard that never lets a broken keyring block.

use secrecy::SecretString;
use std::{
    collections::HashMap,
    fmt::Debug,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use thiserror::Error;
use tokio::time::Instant;

/// A secret could not be read or kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SecretError {
    /// There is no store, or it is locked.
    #[error("the secret store is not available")]
    Unavailable,
    /// The store did not answer in time.
    #[error("the secret store did not answer in time")]
    TimedOut,
    /// The store refused or failed.
    #[error("the secret store failed")]
    Failed,
}

/// Keeps secrets by name. Calls may be slow; implementations over blocking libraries must not
/// block the runtime.
#[async_trait::async_trait]
pub trait SecretStore: Send + Sync + Debug {
    /// The secret of that name, if there is one.
    async fn get(&self, name: &str) -> Result<Option<SecretString>, SecretError>;
    /// Keeps a secret in place of an older one of that name.
    async fn set(&self, name: &str, value: SecretString) -> Result<(), SecretError>;
    /// Removes a secret; removing what is not there is a success.
    async fn delete(&self, name: &str) -> Result<(), SecretError>;
}

/// Secrets for as long as the process lives.
#[derive(Debug, Default)]
pub struct MemorySecrets {
    held: Mutex<HashMap<String, SecretString>>,
}

#[async_trait::async_trait]
impl SecretStore for MemorySecrets {
    async fn get(&self, name: &str) -> Result<Option<SecretString>, SecretError> {
        Ok(self.held.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned())
    }

    async fn set(&self, name: &str, value: SecretString) -> Result<(), SecretError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(name.to_owned(), value);
        Ok(())
    }

    async fn delete(&self, name: &str) -> Result<(), SecretError> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        Ok(())
    }
}

/// How long a store may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a store that failed is left alone; a locked keyring may be unlocked later.
const REST_AFTER_FAILURE: Duration = Duration::from_mins(10);

/// A store behind which the memory stands: what the store does not take or give in time is kept
/// and found in memory.
#[derive(Debug)]
pub struct PatientSecrets {
    store: Arc<dyn SecretStore>,
    memory: MemorySecrets,
    patience: Duration,
    avoided_until: Mutex<Option<Instant>>,
}

impl PatientSecrets {
    /// The memory behind this store.
    pub fn new(store: Arc<dyn SecretStore>) -> Self {
        Self::with_patience(store, PATIENCE)
    }

    fn with_patience(store: Arc<dyn SecretStore>, patience: Duration) -> Self {
        let memory = MemorySecrets::default();
        Self { store, memory, patience, avoided_until: Mutex::new(None) }
    }

    /// The secret; what the store did not take is newer than what it holds.
    pub async fn get(&self, name: &str) -> Option<SecretString> {
        if let Ok(Some(found)) = self.memory.get(name).await {
            return Some(found);
        }
        self.guarded(self.store.get(name)).await.flatten()
    }

    /// Keeps the secret at least for as long as the process lives.
    pub async fn set(&self, name: &str, value: &SecretString) {
        let kept = match self.guarded(self.store.set(name, value.clone())).await {
            Some(()) => self.memory.delete(name).await,
            None => self.memory.set(name, value.clone()).await,
        };
        if kept.is_err() {
            tracing::warn!("a secret could not be kept in memory");
        }
    }

    /// Removes the secret, as far as the store lets it.
    pub async fn delete(&self, name: &str) {
        self.guarded(self.store.delete(name)).await;
        if self.memory.delete(name).await.is_err() {
            tracing::warn!("a secret could not be removed from memory");
        }
    }

    async fn guarded<T>(&self, call: impl Future<Output = Result<T, SecretError>>) -> Option<T> {
        if self.is_avoided() {
            return None;
        }
        let outcome = tokio::time::timeout(self.patience, call).await;
        match outcome.unwrap_or(Err(SecretError::TimedOut)) {
            Ok(value) => Some(value),
            Err(error) => {
                tracing::warn!(%error, "secrets stay in memory");
                let mut avoided = self.avoided();
                *avoided = Some(Instant::now() + REST_AFTER_FAILURE);
                None
            }
        }
    }

    fn avoided(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.avoided_until.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_avoided(&self) -> bool {
        self.avoided().is_some_and(|until| Instant::now() < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    /// A keyring that waits for a password prompt nobody sees.
    #[derive(Debug)]
    struct Locked;

    #[async_trait::async_trait]
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

    #[tokio::test]
    async fn a_store_that_never_answers_blocks_once_and_then_memory_serves() {
        let patience = Duration::from_millis(20);
        let secrets = PatientSecrets::with_patience(Arc::new(Locked), patience);
        secrets.set("token", &SecretString::from("one")).await;
        let started = Instant::now();
        for _ in 0..100 {
            let found = secrets.get("token").await.expect("it is in memory");
            assert_eq!(found.expose_secret(), "one");
        }
        assert!(started.elapsed() < patience * 50, "each call waited for the broken store");
    }

    #[tokio::test]
    async fn a_store_that_works_keeps_the_secret_itself() {
        let store: Arc<dyn SecretStore> = Arc::new(MemorySecrets::default());
        let secrets = PatientSecrets::new(Arc::clone(&store));
        secrets.set("token", &SecretString::from("one")).await;
        let kept = store.get("token").await.expect("memory never fails").expect("it was kept");
        assert_eq!(kept.expose_secret(), "one");
        secrets.delete("token").await;
        assert!(store.get("token").await.expect("memory never fails").is_none());
        assert!(secrets.get("token").await.is_none(), "a removed secret came back");
    }
}
