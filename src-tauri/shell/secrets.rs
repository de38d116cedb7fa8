//! Secrets in the system's keyring, and in memory only where there is none or it is locked.
//! What is kept under which name is the link's business.

use async_trait::async_trait;
use keyring::Entry;
use link::{SecretError, SecretStore};
use secrecy::{ExposeSecret, SecretString};
use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// A locked keyring asks the person and answers when they do, which may be never.
const PATIENCE: Duration = Duration::from_secs(2);

/// Shows that the keyring can be written; not a secret.
const MARK: &str = "keyring-mark";

/// The keyring of the person's session.
#[derive(Debug)]
pub struct Keyring {
    service: &'static str,
    /// Whether the keyring answers. Once it did not, memory is used until the program ends, so
    /// that a secret is never searched in one place and kept in the other.
    present: AtomicBool,
    memory: Mutex<HashMap<String, SecretString>>,
}

impl Keyring {
    /// Looks whether the keyring answers; takes up to two seconds when it is locked.
    ///
    /// It reads a mark and writes it the first time, because reading what is not there succeeds
    /// on a locked keyring as well.
    pub async fn open(service: &'static str) -> Self {
        let keyring =
            Self { service, present: AtomicBool::new(true), memory: Mutex::default() };
        let mark = keyring.call(MARK, Entry::get_password).await;
        if matches!(mark, Some(Err(keyring::Error::NoEntry))) {
            keyring.call(MARK, |entry| entry.set_password("present")).await;
        }
        keyring
    }

    /// Whether secrets outlive the program.
    pub fn present(&self) -> bool {
        self.present.load(Ordering::Acquire)
    }

    /// Calls the keyring on a thread of its own. Without an answer in time, or with one that says
    /// that there is no keyring, it is not called again and the result is nothing.
    async fn call<T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Option<keyring::Result<T>> {
        if !self.present() {
            return None;
        }
        let (service, name) = (self.service, name.to_owned());
        let answer = tokio::task::spawn_blocking(move || work(&Entry::new(service, &name)?));
        match tokio::time::timeout(PATIENCE, answer).await {
            Ok(Ok(Ok(value))) => return Some(Ok(value)),
            Ok(Ok(Err(keyring::Error::NoEntry))) => return Some(Err(keyring::Error::NoEntry)),
            Ok(Ok(Err(error))) => tracing::warn!(kind = kind(&error), "the keyring refused"),
            Ok(Err(_)) => tracing::error!("a call of the keyring panicked"),
            Err(_) => tracing::warn!("the keyring does not answer; it is probably locked"),
        }
        self.present.store(false, Ordering::Release);
        None
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, HashMap<String, SecretString>> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl SecretStore for Keyring {
    async fn get(&self, name: &str) -> Result<Option<SecretString>, SecretError> {
        match self.call(name, Entry::get_password).await {
            Some(Ok(secret)) => Ok(Some(secret.into())),
            Some(Err(_)) => Ok(None),
            None => Ok(self.memory().get(name).cloned()),
        }
    }

    async fn set(&self, name: &str, value: SecretString) -> Result<(), SecretError> {
        let kept = value.clone();
        let done = self.call(name, move |entry| entry.set_password(kept.expose_secret())).await;
        if done.is_none() {
            self.memory().insert(name.to_owned(), value);
        }
        Ok(())
    }

    async fn delete(&self, name: &str) -> Result<(), SecretError> {
        self.memory().remove(name);
        self.call(name, Entry::delete_credential).await;
        Ok(())
    }
}

/// The error's name without its text, which may hold what a service or a person wrote.
fn kind(error: &keyring::Error) -> &'static str {
    match error {
        keyring::Error::NoDefaultStore => "no keyring",
        keyring::Error::NoStorageAccess(_) => "no access",
        keyring::Error::PlatformFailure(_) => "platform failure",
        keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..) => "unreadable secret",
        keyring::Error::Ambiguous(_) => "several secrets of one name",
        _ => "other",
    }
}
