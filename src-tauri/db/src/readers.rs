//! Read-only connections, opened when needed and kept for the next reader. On a scripted disk the
//! one connection there is serves readers too, on the caller's thread.

use crate::{
    DbError,
    disk::{Moment, Script},
    memory::File,
    open,
};
use rusqlite::Connection;
use std::{
    any::type_name,
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
    source: Source,
    permits: Semaphore,
    closed: Arc<AtomicBool>,
}

#[derive(Debug)]
enum Source {
    File { path: PathBuf, idle: Arc<Mutex<Vec<Connection>>> },
    Scripted { file: Arc<File>, script: Arc<dyn Script> },
}

impl Readers {
    pub(crate) fn of_file(path: &Path) -> Self {
        Self::new(Source::File { path: path.to_owned(), idle: Arc::default() })
    }

    pub(crate) fn scripted(file: Arc<File>, script: Arc<dyn Script>) -> Self {
        Self::new(Source::Scripted { file, script })
    }

    fn new(source: Source) -> Self {
        Self { source, permits: Semaphore::new(MOST), closed: Arc::default() }
    }

    pub(crate) async fn run<T, E, W>(&self, work: W) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        W: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    {
        let _permit = self.permits.acquire().await.map_err(|_| DbError::Closed)?;
        if self.closed.load(Ordering::Acquire) {
            return Err(DbError::Closed.into());
        }
        match &self.source {
            Source::File { path, idle } => self.aside(path.clone(), Arc::clone(idle), work).await,
            Source::Scripted { file, script } => {
                file.ask(script, Moment::Read, &[type_name::<W>()]).await;
                in_snapshot(&mut file.lock(), work)
            }
        }
    }

    /// On a thread that may wait for the disk.
    async fn aside<T, E>(
        &self,
        path: PathBuf,
        idle: Arc<Mutex<Vec<Connection>>>,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let closed = Arc::clone(&self.closed);
        let task = tokio::task::spawn_blocking(move || {
            let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = match kept {
                Some(connection) => connection,
                None => open::for_reading(&path)?,
            };
            let result = in_snapshot(&mut connection, work);
            if !closed.load(Ordering::Acquire) {
                idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            }
            result
        });
        task.await.map_err(|_| DbError::Thread)?
    }

    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        if let Source::File { idle, .. } = &self.source {
            idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }
}

fn in_snapshot<T, E>(
    connection: &mut Connection,
    work: impl FnOnce(&Connection) -> Result<T, E>,
) -> Result<T, E>
where
    E: From<DbError>,
{
    let snapshot = connection.transaction().map_err(DbError::from)?;
    work(&snapshot)
}
