//! Takes writes out of the outbox once their effect is here: when the stored position of the channel
//! has reached the position of the write's result, or when the channel was read whole after the
//! server had accepted the write.

use crate::{Row, RowState, Store, StoreError, outbox, place};
use protocol::{Channel, ChannelPosition, IdempotencyKey};
use std::{collections::BTreeSet, sync::atomic::Ordering};

impl Store {
    /// Drop every accepted write whose effect is here; gives what was dropped. Costs nothing while
    /// nothing is accepted.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn settle(&self) -> Result<Vec<Row>, StoreError> {
        if !self.has_accepted.swap(false, Ordering::AcqRel) {
            return Ok(Vec::new());
        }
        let settled = self.settle_reached().await;
        if !matches!(settled, Ok((_, false))) {
            self.has_accepted.store(true, Ordering::Release);
        }
        settled.map(|(rows, _)| rows)
    }

    /// What was dropped, and whether accepted writes are left.
    async fn settle_reached(&self) -> Result<(Vec<Row>, bool), StoreError> {
        let accepted = self.accepted().await?;
        let places = if accepted.is_empty() { Vec::new() } else { self.places().await? };
        let reached = |at: &ChannelPosition| {
            places.iter().any(|stands| {
                stands.channel == at.channel && stands.epoch == at.epoch && stands.seq >= at.seq
            })
        };
        let (done, left): (Vec<Row>, Vec<Row>) = accepted
            .into_iter()
            .partition(|row| matches!(&row.state, RowState::Accepted(at) if reached(at)));
        Ok((self.drop_accepted(done).await?, !left.is_empty()))
    }

    /// The writes that were accepted with a result on this channel.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn accepted_on(
        &self,
        channel: Channel,
    ) -> Result<BTreeSet<IdempotencyKey>, StoreError> {
        let accepted = self.accepted().await?;
        Ok(accepted
            .into_iter()
            .filter(|row| matches!(&row.state, RowState::Accepted(at) if at.channel == channel))
            .map(|row| row.key)
            .collect())
    }

    /// Drop those of these writes that are accepted; gives what was dropped.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn settle_rows(
        &self,
        keys: BTreeSet<IdempotencyKey>,
    ) -> Result<Vec<Row>, StoreError> {
        let accepted = self.accepted().await?;
        let done = accepted.into_iter().filter(|row| keys.contains(&row.key)).collect();
        self.drop_accepted(done).await
    }

    /// Where every followed channel stands.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn places(&self) -> Result<Vec<ChannelPosition>, StoreError> {
        self.cache().read(place::all).await
    }

    /// Where one channel stands.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn place(&self, channel: Channel) -> Result<Option<ChannelPosition>, StoreError> {
        self.cache().read(move |connection| place::get(connection, channel)).await
    }

    /// The writes that the server has accepted and whose effect is not here yet, oldest first.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn accepted(&self) -> Result<Vec<Row>, StoreError> {
        let owner = self.owner();
        self.unsent.read(move |connection| outbox::accepted(connection, owner.as_deref())).await
    }

    /// Drop rows unless they are to be sent again meanwhile; gives what was dropped.
    async fn drop_accepted(&self, rows: Vec<Row>) -> Result<Vec<Row>, StoreError> {
        if rows.is_empty() {
            return Ok(rows);
        }
        self.unsent
            .write(move |connection| {
                let mut statement = connection
                    .prepare_cached("DELETE FROM outbox WHERE key = ?1 AND state = 'accepted'")?;
                let mut dropped = Vec::with_capacity(rows.len());
                for row in rows {
                    if statement.execute([row.key.to_string()])? > 0 {
                        dropped.push(row);
                    }
                }
                Ok(dropped)
            })
            .await
    }
}
