//! Opens connections with the settings every database of the project has.

use crate::DbError;
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};
use std::{path::Path, time::Duration};

/// How hard a commit is pressed onto the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Survives the loss of power: `synchronous = FULL`.
    Full,
    /// Survives a crash of the program: `synchronous = NORMAL`. For what a server also has.
    Normal,
}

const BUSY: Duration = Duration::from_secs(10);

/// What a reader keeps of the file, in KiB: the way to what it looks up. The rest is in the system's
/// own cache once for all, and a few readers must not cost megabytes each.
const READER_CACHE: i64 = 256;

/// Prepared statements that a connection keeps, more than any of our programs has.
const STATEMENTS: usize = 128;

pub(crate) fn for_writing(
    path: &Path,
    durability: Durability,
    migrations: &'static [&'static str],
) -> Result<Connection, DbError> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    let synchronous = match durability {
        Durability::Full => "FULL",
        Durability::Normal => "NORMAL",
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    prepare(&mut connection, migrations)?;
    Ok(connection)
}

/// Check that it is sound, and bring it to the newest of `migrations`.
pub(crate) fn prepare(
    connection: &mut Connection,
    migrations: &'static [&'static str],
) -> Result<(), DbError> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "foreign_keys", true)?;
    let sound: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        return Err(DbError::Damaged);
    }
    Migrations::new(migrations.iter().map(|sql| M::up(sql)).collect())
        .to_latest(connection)
        .map_err(|error| match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => DbError::from(err),
            rusqlite_migration::Error::MigrationDefinition(_) => DbError::Newer,
            _ => DbError::Damaged,
        })
}

pub(crate) fn for_reading(path: &Path) -> Result<Connection, DbError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.busy_timeout(BUSY)?;
    // A negative number means KiB and not pages.
    connection.pragma_update(None, "cache_size", -READER_CACHE)?;
    Ok(connection)
}
