//! What can go wrong when remembering, and how it is said to the person.

use db::DbError;
use protocol::{ErrorCode, Problem};
use thiserror::Error;

/// A storage error. Its text holds no content.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] DbError),
    /// A stored record could not be read.
    #[error("a stored record could not be read")]
    Record(#[from] serde_json::Error),
    /// A stored id or place could not be read.
    #[error("a stored id could not be read")]
    Id,
    /// The data folder could not be made or a damaged file not moved aside.
    #[error("the data folder cannot be written")]
    Folder(#[source] std::io::Error),
    /// As many writes wait as may.
    #[error("the outbox is full")]
    OutboxFull,
    /// The write is not there, or not stuck.
    #[error("no such write waits for the person")]
    NotStuck,
    /// A field of a change is outside its bounds.
    #[error("a field is outside its bounds")]
    Refused(Problem),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(DbError::from(error))
    }
}

impl From<uuid::Error> for StoreError {
    fn from(_: uuid::Error) -> Self {
        Self::Id
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::OutboxFull => Self::temporary(
                ErrorCode::OutboxFull,
                "Too much waits to be sent. Connect to the server first.",
            ),
            StoreError::NotStuck => {
                Self::refused(ErrorCode::NotFound, "This message does not wait for a decision.")
            }
            StoreError::Refused(problem) => problem,
            StoreError::Database(DbError::Full) => {
                Self::temporary(ErrorCode::StorageFull, "The disk is full.")
            }
            StoreError::Database(DbError::Unwritable) | StoreError::Folder(_) => {
                Self::temporary(ErrorCode::StorageFull, "The data folder cannot be written.")
            }
            StoreError::Database(DbError::Damaged | DbError::Newer)
            | StoreError::Record(_)
            | StoreError::Id => {
                Self::refused(ErrorCode::StorageDamaged, "The stored data cannot be read.")
            }
            StoreError::Database(DbError::Closed) => {
                Self::temporary(ErrorCode::Unavailable, "The program is stopping.")
            }
            StoreError::Database(DbError::Thread | DbError::Sqlite(_)) => {
                Self::temporary(ErrorCode::Internal, "The stored data could not be used.")
            }
        }
    }
}
