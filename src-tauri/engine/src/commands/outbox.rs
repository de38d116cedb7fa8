//! The person's word on unsent work: tried again, given up, reworded, let go.

use crate::core::Core;
use protocol::{AppEvent, IdempotencyKey, MessageId, Problem, Reply, Write};
use std::collections::BTreeSet;
use store::Lane;

impl Core {
    pub(super) async fn list_outbox(&self) -> Result<Reply, Problem> {
        Ok(Reply::Outbox { items: self.store.waiting().await? })
    }

    pub(super) async fn retry_write(&self, key: IdempotencyKey) -> Result<Reply, Problem> {
        let row = self.store.retry_write(key, self.clock.now()).await?;
        self.tell_lane(row.lane, Vec::new()).await?;
        self.reachable.notify_one();
        Ok(Reply::Done)
    }

    pub(super) async fn discard_write(&self, key: IdempotencyKey) -> Result<Reply, Problem> {
        let discarded = self.store.discard_write(key).await?;
        let gone = discarded.rows.into_iter().map(|row| row.write).collect();
        self.tell_lane(discarded.lane, gone).await?;
        Ok(Reply::Done)
    }

    pub(super) async fn edit_message(
        &self,
        key: IdempotencyKey,
        text: String,
    ) -> Result<Reply, Problem> {
        profile::check_message(&text)?;
        let new = (IdempotencyKey(self.ids.next()), MessageId(self.ids.next()));
        let before = self.store.edit_message(key, new, text, self.clock.now()).await?;
        let (Lane::Session(session_id), Some(id)) = (before.lane, before.message()) else {
            return Err(Problem::not_found("message"));
        };
        self.hub.tell(AppEvent::MessageRemoved { session_id, id });
        self.tell_lane(before.lane, Vec::new()).await?;
        let view = self.store.message(session_id, new.1).await?;
        view.map(|view| Reply::Message { view }).ok_or_else(|| Problem::not_found("message"))
    }

    pub(super) async fn release_writes(&self, keys: Vec<IdempotencyKey>) -> Result<Reply, Problem> {
        let released = self.store.release(keys, self.clock.now()).await?;
        let lanes: BTreeSet<Lane> = released.iter().map(|row| row.lane).collect();
        for lane in lanes {
            self.tell_lane(lane, Vec::new()).await?;
        }
        self.reachable.notify_one();
        Ok(Reply::Done)
    }

    /// Tell how a lane stands now that `gone` is out of it, and send what may go.
    async fn tell_lane(&self, lane: Lane, gone: Vec<Write>) -> Result<(), Problem> {
        let rows = self.store.lane(lane).await?;
        self.tell_writes(rows.into_iter().map(|row| row.write).chain(gone).collect()).await?;
        self.outbox_changed().await?;
        self.to_send.notify_one();
        Ok(())
    }
}
