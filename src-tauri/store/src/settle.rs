//! Takes writes out of the outbox once their effect is here: when the stored position of the channel
//! has reached the position of the write's result, or when the channel was read whole after the
//! server had accepted the write.

use crate::{Row, RowState, Store, StoreError, outbox, place};
use protocol::{Channel, ChannelPosition};
use std::collections::BTreeSet;

impl Store {
    /// Drop every accepted write whose effect is here; gives what was dropped.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn settle(&self) -> Result<Vec<Row>, StoreError> {
        let accepted = self.accepted().await?;
        if accepted.is_empty() {
            return Ok(Vec::new());
        }
        let places = self.places().await?;
        let reached = |at: &ChannelPosition| {
            places.iter().any(|stands| {
                stands.channel == at.channel && stands.epoch == at.epoch && stands.seq >= at.seq
            })
        };
        let done = accepted
            .into_iter()
            .filter(|row| matches!(&row.state, RowState::Accepted(at) if reached(at)))
            .collect();
        self.drop_rows(done).await
    }

    /// The ordinals of the writes that were accepted with a result on this channel.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn accepted_on(&self, channel: Channel) -> Result<BTreeSet<u64>, StoreError> {
        let accepted = self.accepted().await?;
        Ok(accepted
            .into_iter()
            .filter(|row| matches!(&row.state, RowState::Accepted(at) if at.channel == channel))
            .map(|row| row.ordinal)
            .collect())
    }

    /// Drop those of the writes `ordinals` that are accepted; gives what was dropped.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn settle_rows(&self, ordinals: BTreeSet<u64>) -> Result<Vec<Row>, StoreError> {
        let accepted = self.accepted().await?;
        let done = accepted.into_iter().filter(|row| ordinals.contains(&row.ordinal)).collect();
        self.drop_rows(done).await
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

    async fn accepted(&self) -> Result<Vec<Row>, StoreError> {
        let rows = self.outbox().await?;
        Ok(rows.into_iter().filter(|row| matches!(row.state, RowState::Accepted(_))).collect())
    }

    async fn drop_rows(&self, rows: Vec<Row>) -> Result<Vec<Row>, StoreError> {
        if rows.is_empty() {
            return Ok(rows);
        }
        self.unsent
            .write(move |connection| {
                let ordinals: Vec<u64> = rows.iter().map(|row| row.ordinal).collect();
                outbox::remove(connection, &ordinals)?;
                Ok(rows)
            })
            .await
    }
}
