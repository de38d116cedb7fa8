//! The server's memory on `SQLite`: one kind of write ([`Storage::commit`]) and a few kinds of
//! read. Knows records, logs and attempts, but not what they mean.

mod accounts;
mod batch;
mod commit;
mod error;
mod lease;
mod log;
mod record;
mod tables;
mod trim;
mod view;

pub(crate) use accounts::{Family, Rotation};
pub(crate) use batch::{Batch, Committed, Idempotency, Position};
pub use error::StorageError;
pub(crate) use lease::{Hold, LEASE, Lease, Leaving};
pub(crate) use log::{Bound, LogPlace, Page, Reader, Standing, StoredEvent};
pub(crate) use record::{Record, versioned};
pub(crate) use trim::DueJob;
pub(crate) use view::View;

use db::{Database, Disk, Durability};
use protocol::{Clock, Ids, ServerId, UserId};
use rusqlite::{OptionalExtension, Row};
use std::{path::Path, sync::Arc};
use uuid::Uuid;

/// The server's database. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Storage {
    database: Database,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl Storage {
    /// Open or create the database file.
    pub(crate) fn open(
        disk: &Disk,
        path: &Path,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self, StorageError> {
        let database = Database::open(disk, path, Durability::Full, tables::MIGRATIONS)?;
        Ok(Self { database, clock, ids })
    }

    /// Finish what waits and close.
    pub(crate) async fn close(&self) {
        self.database.close().await;
    }

    /// Read several things at one moment.
    pub(crate) async fn read<T, E>(
        &self,
        owner: UserId,
        work: impl FnOnce(&View<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let read = self
            .database
            .read(move |connection| Ok::<_, StorageError>(work(&View::new(connection, owner))));
        read.await?
    }

    /// The value under a name, made once and kept for the database's life.
    pub(crate) async fn kept(
        &self,
        name: &'static str,
        make: impl FnOnce() -> Vec<u8> + Send + 'static,
    ) -> Result<Vec<u8>, StorageError> {
        self.database
            .write(move |tx| {
                let stored = tx
                    .query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0))
                    .optional()?;
                if let Some(value) = stored {
                    return Ok(value);
                }
                let value = make();
                tx.execute(
                    "INSERT INTO meta (name, value) VALUES (?1, ?2)",
                    rusqlite::params![name, value],
                )?;
                Ok(value)
            })
            .await
    }

    /// The id of this database.
    pub(crate) async fn server_id(&self) -> Result<ServerId, StorageError> {
        let ids = Arc::clone(&self.ids);
        let bytes = self.kept("server_id", move || ids.next().as_bytes().to_vec()).await?;
        Uuid::from_slice(&bytes).map(ServerId).map_err(|_| StorageError::Unreadable)
    }
}

/// A number as `SQLite` keeps it.
fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number as it was kept.
fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let kept: i64 = row.get(column)?;
    Ok(u64::try_from(kept).unwrap_or(0))
}

/// An id as it was kept.
fn uuid(row: &Row<'_>, column: usize) -> rusqlite::Result<Uuid> {
    row.get(column).map(Uuid::from_bytes)
}

/// An id as `SQLite` keeps it.
fn blob(id: &Uuid) -> &[u8] {
    id.as_bytes().as_slice()
}
