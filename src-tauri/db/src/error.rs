//! What can go wrong with a database, told apart as far as the person can do something about it.

use rusqlite::ErrorCode;
use thiserror::Error;

/// A database error. Its text holds no content of the database.
#[derive(Debug, Error)]
pub enum DbError {
    /// The file is not a sound database.
    #[error("the database file is damaged")]
    Damaged,
    /// A newer program wrote the file.
    #[error("the database was written by a newer version of the program")]
    Newer,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The file or its folder cannot be written.
    #[error("the database file cannot be written")]
    Unwritable,
    /// The database was closed.
    #[error("the database is closed")]
    Closed,
    /// A work panicked or its thread could not be started.
    #[error("a database thread failed")]
    Thread,
    /// Anything else; the source says what.
    #[error("the database refused a statement")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::Unwritable
            }
            _ => Self::Sqlite(error),
        }
    }
}
