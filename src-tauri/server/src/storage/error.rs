//! What can go wrong with the server's storage.

use db::DbError;
use protocol::{ErrorCode, Problem};
use thiserror::Error;

/// A storage error. Its text holds no content.
#[derive(Debug, Error)]
pub enum StorageError {
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] DbError),
    /// A stored row cannot be read as what it should be.
    #[error("a stored record cannot be read")]
    Unreadable,
    /// A record was changed in between.
    #[error("a record was changed in between")]
    Conflict,
    /// The idempotency key was used with another request.
    #[error("the idempotency key was used with another request")]
    KeyReused,
}

impl From<DbError> for StorageError {
    fn from(error: DbError) -> Self {
        Self::Database(error)
    }
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Database(DbError::Full) => {
                Self::temporary(ErrorCode::StorageFull, "The server's disk is full.")
            }
            StorageError::Database(DbError::Unwritable) => {
                Self::temporary(ErrorCode::StorageFull, "The server's database is not writable.")
            }
            StorageError::Database(DbError::Damaged | DbError::Newer) => {
                Self::refused(ErrorCode::StorageDamaged, "The server's database cannot be used.")
            }
            StorageError::Database(DbError::Closed) => {
                Self::temporary(ErrorCode::Unavailable, "The server is stopping.")
            }
            StorageError::Database(error @ (DbError::Thread | DbError::Sqlite(_))) => {
                tracing::error!(error = ?error, "the database refused");
                Self::temporary(ErrorCode::Internal, "The server has a fault.")
            }
            StorageError::Unreadable => {
                tracing::error!("a stored record cannot be read");
                Self::refused(ErrorCode::Internal, "The server has a fault.")
            }
            StorageError::Conflict => {
                Self::temporary(ErrorCode::VersionConflict, "It was changed in between.")
            }
            StorageError::KeyReused => Self::refused(
                ErrorCode::IdempotencyConflict,
                "The idempotency key was used with another request.",
            ),
        }
    }
}
