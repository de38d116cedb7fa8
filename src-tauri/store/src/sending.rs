//! What is noted of a write while it is sent: that it leaves, that it did not, what came of it, and
//! that it must be sent again.

use crate::{RowState, Store, StoreError, outbox};
use protocol::IdempotencyKey;
use std::sync::atomic::Ordering;

impl Store {
    /// Note how a write stands. Nothing happens when it is gone.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn mark(&self, key: IdempotencyKey, state: RowState) -> Result<(), StoreError> {
        let accepted = matches!(state, RowState::Accepted(_));
        self.unsent.write(move |connection| outbox::mark(connection, key, &state)).await?;
        if accepted {
            self.has_accepted.store(true, Ordering::Release);
        }
        Ok(())
    }

    /// A write is about to leave: from here on nobody can say that the server does not have it.
    /// Gives false when it is not to be sent any more: held, reworded or given up meanwhile.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn begin(&self, key: IdempotencyKey) -> Result<bool, StoreError> {
        self.turn(
            key,
            "UPDATE outbox SET state = 'sending'
             WHERE key = ?1 AND state IN ('queued', 'sending')",
        )
        .await
    }

    /// A write that was about to leave for the first time did not.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn take_back(&self, key: IdempotencyKey) -> Result<(), StoreError> {
        let sql = "UPDATE outbox SET state = 'queued' WHERE key = ?1 AND state = 'sending'";
        self.turn(key, sql).await.map(drop)
    }

    async fn turn(&self, key: IdempotencyKey, sql: &'static str) -> Result<bool, StoreError> {
        self.unsent
            .write(move |connection| {
                Ok(connection.prepare_cached(sql)?.execute([key.to_string()])? > 0)
            })
            .await
    }

    /// Drop a write.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn drop_write(&self, key: IdempotencyKey) -> Result<(), StoreError> {
        self.unsent.write(move |connection| outbox::remove(connection, &[key])).await
    }

    /// Send everything again, with the same keys and bytes, whose effect may have been lost with
    /// the server's log: whether the server still has it is not known any more.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn requeue(&self) -> Result<(), StoreError> {
        let owner = self.owner();
        self.unsent
            .write(move |connection| {
                connection.execute(
                    "UPDATE outbox SET state = 'sending', position = NULL
                     WHERE account IS ?1 AND state = 'accepted'",
                    [owner],
                )?;
                Ok(())
            })
            .await
    }
}
