//! The one way to open `SQLite`: settings, migrations, one writer with group commit, a few readers,
//! on the machine's files or on a scripted disk. What the tables are is the business of `store` and `server`.

mod disk;
mod error;
mod memory;
mod open;
mod readers;
mod writer;

pub use disk::{Disk, Fate, Moment, Point, Script};
pub use error::DbError;
pub use memory::{Image, Memory};
pub use open::Durability;

use disk::Kind;
use readers::Readers;
use writer::Writer;

use rusqlite::{Connection, Transaction};
use std::{path::Path, sync::Arc};

/// An open database. Clones share the one writer and the readers.
#[derive(Debug, Clone)]
pub struct Database {
    writer: Arc<Writer>,
    readers: Arc<Readers>,
}

impl Database {
    /// Open or create the file and bring it to the newest of `migrations` (each a batch of SQL,
    /// applied once, in order).
    ///
    /// # Errors
    ///
    /// [`DbError::Damaged`] when the file is not a sound database, [`DbError::Newer`] when a newer
    /// program wrote it, [`DbError::Full`], [`DbError::Unwritable`] or [`DbError::Sqlite`].
    pub fn open(
        disk: &Disk,
        path: &Path,
        durability: Durability,
        migrations: &'static [&'static str],
    ) -> Result<Self, DbError> {
        let (writer, readers) = match &disk.0 {
            Kind::Files => {
                let connection = open::for_writing(path, durability, migrations)?;
                (Writer::on_files(connection)?, Readers::of_file(path))
            }
            Kind::Scripted(memory, script) => {
                let file = memory.open(path, migrations)?;
                let writer = Writer::scripted(Arc::clone(&file), Arc::clone(script));
                (writer, Readers::scripted(file, Arc::clone(script)))
            }
        };
        Ok(Self { writer: Arc::new(writer), readers: Arc::new(readers) })
    }

    /// Run `work` on the writer. Works that wait together share one transaction, each in a
    /// savepoint of its own: one that fails leaves no trace and does not disturb the others. The
    /// answer comes after the commit, so what it says is durable.
    ///
    /// # Errors
    ///
    /// What `work` returns, or the [`DbError`] of the commit.
    pub async fn write<T, E>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.writer.run(work).await
    }

    /// Run `work` on a reader, in one read transaction.
    ///
    /// # Errors
    ///
    /// What `work` returns, or a [`DbError`] when no reader could be opened.
    pub async fn read<T, E>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.readers.run(work).await
    }

    /// Finish what waits, fold the write-ahead log into the file and close it. Later writes get
    /// [`DbError::Closed`].
    pub async fn close(&self) {
        self.readers.close();
        self.writer.close().await;
    }
}
