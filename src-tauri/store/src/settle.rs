//! Takes writes out of the outbox once their effect is here: when the stored position of the channel
//! has reached the position of the write's result, or when the channel is gone. What the server has
//! lost since it accepted it goes out again.

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
        let (accepted, places) = self.accepted_and_places().await?;
        let (done, left): (Vec<Row>, Vec<Row>) =
            accepted.into_iter().partition(|row| has_effect(row, &places));
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
        Ok(accepted.into_iter().filter(|row| is_on(row, channel)).map(|row| row.key).collect())
    }

    /// Drop those of these writes that are accepted, in the history in which their channel stands here;
    /// gives what was dropped.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn settle_rows(
        &self,
        keys: BTreeSet<IdempotencyKey>,
    ) -> Result<Vec<Row>, StoreError> {
        let (strays, accepted) = self.strays().await?;
        let is_stray = |row: &Row| strays.iter().any(|stray| stray.key == row.key);
        let done = accepted.into_iter().filter(|row| keys.contains(&row.key) && !is_stray(row));
        self.drop_accepted(done.collect()).await
    }

    /// After a channel was read whole: drop those of these writes, accepted on it before, whose effect
    /// was in what was read, and send the others again, since the server was set back and has lost them.
    /// Gives what was dropped.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn settle_read(
        &self,
        keys: BTreeSet<IdempotencyKey>,
    ) -> Result<Vec<Row>, StoreError> {
        let (accepted, places) = self.accepted_and_places().await?;
        let read = accepted.into_iter().filter(|row| keys.contains(&row.key));
        let (done, lost): (Vec<Row>, Vec<Row>) = read.partition(|row| has_effect(row, &places));
        self.send_again(lost).await?;
        self.drop_accepted(done).await
    }

    /// Send again, with the same keys and bytes, what was accepted in another history than the one in
    /// which its channel stands here: whether the server still has it is not known.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn requeue_strays(&self) -> Result<(), StoreError> {
        let (strays, _) = self.strays().await?;
        self.send_again(strays).await
    }

    /// Send again what was accepted on a channel beyond its newest event, which is here: a server that
    /// was set back to before it. One that was accepted this very moment is answered as before. Gives
    /// what goes out again.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn requeue_lost(&self, channel: Channel) -> Result<Vec<Row>, StoreError> {
        let (mut lost, places) = self.accepted_and_places().await?;
        lost.retain(|row| is_on(row, channel) && !has_effect(row, &places));
        self.send_again(lost.clone()).await?;
        Ok(lost)
    }

    async fn send_again(&self, rows: Vec<Row>) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        self.unsent
            .write(move |connection| {
                let mut statement = connection.prepare_cached(
                    "UPDATE outbox SET state = 'sending', position = NULL
                     WHERE key = ?1 AND state = 'accepted'",
                )?;
                for row in rows {
                    statement.execute([row.key.to_string()])?;
                }
                Ok(())
            })
            .await
    }

    /// What was accepted and, if anything was, where every channel stands.
    async fn accepted_and_places(&self) -> Result<(Vec<Row>, Vec<ChannelPosition>), StoreError> {
        let accepted = self.accepted().await?;
        let places = if accepted.is_empty() { Vec::new() } else { self.places().await? };
        Ok((accepted, places))
    }

    /// What was accepted in another history, and all that was accepted.
    async fn strays(&self) -> Result<(Vec<Row>, Vec<Row>), StoreError> {
        let (accepted, places) = self.accepted_and_places().await?;
        let is_elsewhere = |at: &ChannelPosition| {
            places.iter().any(|stands| stands.channel == at.channel && stands.epoch != at.epoch)
        };
        let is_stray =
            |row: &&Row| matches!(&row.state, RowState::Accepted(at) if is_elsewhere(at));
        Ok((accepted.iter().filter(is_stray).cloned().collect(), accepted))
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

/// Whether it was accepted with its result on this channel.
fn is_on(row: &Row, channel: Channel) -> bool {
    matches!(&row.state, RowState::Accepted(at) if at.channel == channel)
}

/// Whether its channel has reached the place of its result.
fn has_effect(row: &Row, places: &[ChannelPosition]) -> bool {
    let RowState::Accepted(at) = &row.state else { return false };
    places.iter().any(|stands| {
        stands.channel == at.channel && stands.epoch == at.epoch && stands.seq >= at.seq
    })
}
