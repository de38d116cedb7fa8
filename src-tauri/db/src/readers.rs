//! Read-only connections, opened when needed and kept for the next reader.

use crate::{DbError, open};
use rusqlite::Connection;
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::Semaphore;

const MOST: usize = 4;

#[derive(Debug)]
pub(crate) struct Readers {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
    permits: Semaphore,
    closed: Arc<AtomicBool>,
}

impl Readers {
    pub(crate) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            idle: Arc::default(),
            permits: Semaphore::new(MOST),
            closed: Arc::default(),
        }
    }

    pub(crate) async fn run<T, E>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let _permit = self.permits.acquire().await.map_err(|_| DbError::Closed)?;
        if self.closed.load(Ordering::Acquire) {
            return Err(DbError::Closed.into());
        }
        let idle = Arc::clone(&self.idle);
        let closed = Arc::clone(&self.closed);
        let path = self.path.clone();
        let task = tokio::task::spawn_blocking(move || {
            let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = match kept {
                Some(connection) => connection,
                None => open::for_reading(&path)?,
            };
            let result = {
                let snapshot = connection.transaction().map_err(DbError::from)?;
                work(&snapshot)
            };
            if !closed.load(Ordering::Acquire) {
                idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            }
            result
        });
        task.await.map_err(|_| DbError::Thread)?
    }

    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
