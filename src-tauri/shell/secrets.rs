//! Secrets in the system's keyring. Without one, or while it is locked, every call says so in
//! time; what happens to the secret then, and under which name it is kept, is the link's business.

use async_trait::async_trait;
use keyring::Entry;
use link::{SecretError, SecretStore};
use secrecy::{ExposeSecret, SecretString};
use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

/// A locked keyring asks the person and answers when they do, which may be never.
const PATIENCE: Duration = Duration::from_secs(2);

/// Shows that the keyring can be written; not a secret.
const MARK: &str = "keyring-mark";

/// The keyring of the person's session.
#[derive(Debug)]
pub(crate) struct Keyring {
    service: &'static str,
    present: AtomicBool,
}

impl Keyring {
    /// Looks whether the keyring answers; takes up to two seconds when it is locked.
    ///
    /// It reads a mark and writes it the first time, because reading what is not there succeeds
    /// on a locked keyring as well.
    pub(crate) async fn open(service: &'static str) -> Self {
        let keyring = Self { service, present: AtomicBool::new(false) };
        if matches!(keyring.call(MARK, Entry::get_password).await, Ok(None)) {
            let marked = keyring.call(MARK, |entry| entry.set_password("present")).await;
            tracing::debug!(present = marked.is_ok(), "the keyring was tried");
        }
        keyring
    }

    /// Whether the last call was answered, so that secrets outlive the program.
    pub(crate) fn present(&self) -> bool {
        self.present.load(Ordering::Acquire)
    }

    /// Calls the keyring on a thread of its own; nothing when it holds nothing of this name.
    async fn call<T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<Option<T>, SecretError> {
        let (service, name) = (self.service, name.to_owned());
        let answer = tokio::task::spawn_blocking(move || work(&Entry::new(service, &name)?));
        let result = match tokio::time::timeout(PATIENCE, answer).await {
            Ok(Ok(Ok(value))) => Ok(Some(value)),
            Ok(Ok(Err(keyring::Error::NoEntry))) => Ok(None),
            Ok(Ok(Err(error))) => Err(refused(&error)),
            Ok(Err(_)) => Err(SecretError::Failed),
            Err(_) => Err(SecretError::TimedOut),
        };
        self.present.store(result.is_ok(), Ordering::Release);
        result
    }
}

#[async_trait]
impl SecretStore for Keyring {
    async fn get(&self, name: &str) -> Result<Option<SecretString>, SecretError> {
        Ok(self.call(name, Entry::get_password).await?.map(SecretString::from))
    }

    async fn set(&self, name: &str, value: SecretString) -> Result<(), SecretError> {
        self.call(name, move |entry| entry.set_password(value.expose_secret())).await.map(drop)
    }

    async fn delete(&self, name: &str) -> Result<(), SecretError> {
        self.call(name, Entry::delete_credential).await.map(drop)
    }
}

/// Logs the error's name without its text, which may hold what a service or a person wrote.
fn refused(error: &keyring::Error) -> SecretError {
    tracing::warn!(kind = kind(error), "the keyring refused");
    match error {
        keyring::Error::NoDefaultStore | keyring::Error::NoStorageAccess(_) => {
            SecretError::Unavailable
        }
        _ => SecretError::Failed,
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
