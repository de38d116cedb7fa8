//! The one write: a batch becomes durable as a whole, its events get contiguous numbers, and its
//! attempt is remembered in the same transaction.

use super::{Batch, Committed, Idempotency, Position, Storage, StorageError, View, blob, stored};
use protocol::{
    Channel, ChannelPosition, Epoch, Event, EventId, IdempotencyKey, Ids, Problem, RawEvent,
    Timestamp, UserId,
};
use rusqlite::{Connection, params};
use std::sync::Arc;

/// How long an attempt is remembered.
const ATTEMPTS_KEPT_HOURS: i64 = 30 * 24;

/// The oldest moment from which attempts are remembered.
fn oldest_attempt(now: Timestamp) -> Timestamp {
    now.checked_sub(jiff::SignedDuration::from_hours(ATTEMPTS_KEPT_HOURS))
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

impl Storage {
    /// Make the change durable that `plan` makes of what is stored at the moment of the commit, so
    /// that nobody is faster in between. An attempt that is remembered has its stored result.
    ///
    /// # Errors
    ///
    /// What `plan` says; [`StorageError::KeyReused`] when the attempt's key belongs to another
    /// request, [`StorageError::Conflict`] when the plan is not made of what is stored.
    pub(crate) async fn commit(
        &self,
        owner: UserId,
        attempt: Option<Idempotency>,
        plan: Plan,
    ) -> Result<Committed, Problem> {
        let now = self.clock.now();
        let ids = Arc::clone(&self.ids);
        let committed = self.database.write(move |tx| {
            let view = View::new(tx, owner);
            if let Some(attempt) = &attempt {
                let oldest = oldest_attempt(now);
                if let Some(result) = view.attempt(attempt.key, &attempt.fingerprint, oldest)? {
                    return Ok(Ok(Committed::replayed(result)));
                }
            }
            // A plan only reads: when it refuses, there is nothing to take back.
            let batch = match plan(&view) {
                Ok(batch) => batch,
                Err(refused) => return Ok(Err(refused)),
            };
            if batch.is_empty() && attempt.is_none() {
                return Ok(Ok(Committed::default()));
            }
            Work { view, now, ids: ids.as_ref() }.run(&batch, attempt).map(Ok)
        });
        committed.await.unwrap_or_else(|error: StorageError| Err(error.into()))
    }
}

/// Says what is to be committed, given what is stored.
pub(crate) type Plan = Box<dyn FnOnce(&View<'_>) -> Result<Batch, Problem> + Send>;

struct Work<'a> {
    view: View<'a>,
    now: Timestamp,
    ids: &'a dyn Ids,
}

impl Work<'_> {
    fn connection(&self) -> &Connection {
        self.view.connection
    }

    fn run(&self, batch: &Batch, attempt: Option<Idempotency>) -> Result<Committed, StorageError> {
        if let Some(fence) = batch.fence {
            // Whoever has lost the lease writes nothing.
            if !self.view.holds(fence.hold)? {
                return Err(StorageError::Conflict);
            }
            if fence.is_progress {
                self.view.progress(fence.hold, self.now)?;
            }
        }
        for (job, lease) in &batch.leases {
            match lease {
                Some(lease) => self.view.put_lease(*job, lease)?,
                None => self.view.drop_lease(*job)?,
            }
        }
        self.store(batch)?;
        let mut committed = Committed::default();
        for channel in &batch.opened {
            let position = self.position_or_new(*channel)?;
            committed.moved.insert(*channel, position);
        }
        let cause = attempt.as_ref().map(|attempt| attempt.key);
        for (channel, event) in &batch.events {
            let position = match committed.moved.get(channel) {
                Some(position) => *position,
                None => self.position_or_new(*channel)?,
            };
            let next = self.log(*channel, position, event, cause)?;
            committed.moved.insert(*channel, next);
        }
        for channel in &batch.dropped {
            self.forget(*channel)?;
            // Those who follow it must notice that it is gone.
            let gone = Position::unknown(self.ids.next());
            committed.moved.insert(*channel, gone);
        }
        for (channel, position) in &committed.moved {
            if !batch.dropped.contains(channel) {
                self.view.set_position(*channel, position.epoch, position.seq)?;
            }
        }
        if let Some(attempt) = attempt {
            let position = match committed.moved.get(&attempt.channel) {
                Some(position) => *position,
                None => self.position_or_new(attempt.channel)?,
            };
            let result = position.on(attempt.channel);
            self.remember(&attempt, &result)?;
            committed.result = Some(result);
        }
        Ok(committed)
    }

    fn store(&self, batch: &Batch) -> Result<(), StorageError> {
        let owner = blob(&self.view.owner.0);
        for put in &batch.puts {
            if self.view.version(put.kind, &put.id)? + 1 != put.version {
                return Err(StorageError::Conflict);
            }
            let mut statement = self.connection().prepare_cached(
                "INSERT INTO record (owner, kind, id, parent, place, version, due, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (owner, kind, id) DO UPDATE SET parent = excluded.parent,
                 place = excluded.place, version = excluded.version, due = excluded.due,
                 body = excluded.body",
            )?;
            let (id, parent) = (blob(&put.id), blob(&put.parent));
            let version = stored(put.version);
            statement.execute(params![
                owner, put.kind, id, parent, put.place, version, put.due, put.body
            ])?;
        }
        for delete in &batch.deletes {
            if self.view.version(delete.kind, &delete.id)? != delete.version {
                return Err(StorageError::Conflict);
            }
            self.connection().execute(
                "DELETE FROM record WHERE owner = ?1 AND kind = ?2 AND id = ?3",
                params![owner, delete.kind, blob(&delete.id)],
            )?;
        }
        for (kind, parent) in &batch.children {
            self.connection().execute(
                "DELETE FROM record WHERE owner = ?1 AND kind = ?2 AND parent = ?3",
                params![owner, kind, blob(parent)],
            )?;
        }
        for append in &batch.appends {
            let mut statement = self.connection().prepare_cached(
                "INSERT INTO job_text (owner, job, gen, text) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (owner, job) DO UPDATE SET gen = excluded.gen,
                 text = text || excluded.text",
            )?;
            let job = blob(&append.job.0);
            statement.execute(params![owner, job, append.generation, append.text])?;
        }
        Ok(())
    }

    fn position_or_new(&self, channel: Channel) -> Result<Position, StorageError> {
        if let Some(position) = self.view.position(channel)? {
            return Ok(position);
        }
        let epoch = self.ids.next();
        self.view.set_position(channel, Epoch(epoch), 0)?;
        Ok(Position::unknown(epoch))
    }

    fn log(
        &self,
        channel: Channel,
        after: Position,
        event: &Event,
        cause: Option<IdempotencyKey>,
    ) -> Result<Position, StorageError> {
        let raw = RawEvent::from(event);
        let id = EventId(self.ids.next());
        let seq = after.seq + 1;
        let mut statement = self.connection().prepare_cached(
            "INSERT INTO event (owner, channel, seq, id, at, cause, name, data)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        statement.execute(params![
            blob(&self.view.owner.0),
            channel.to_string(),
            stored(seq),
            blob(&id.0),
            self.now.as_microsecond(),
            cause.as_ref().map(|key| blob(&key.0)),
            raw.name,
            raw.data.to_string(),
        ])?;
        Ok(Position { epoch: after.epoch, seq, last: Some(id) })
    }

    fn forget(&self, channel: Channel) -> Result<(), StorageError> {
        let owner = blob(&self.view.owner.0);
        let name = channel.to_string();
        let connection = self.connection();
        connection
            .execute("DELETE FROM event WHERE owner = ?1 AND channel = ?2", params![owner, name])?;
        connection
            .execute("DELETE FROM channel WHERE owner = ?1 AND name = ?2", params![owner, name])?;
        if let Channel::Job(job) = channel {
            self.view.drop_lease(job)?;
            connection.execute(
                "DELETE FROM job_text WHERE owner = ?1 AND job = ?2",
                params![owner, blob(&job.0)],
            )?;
        }
        Ok(())
    }

    fn remember(
        &self,
        attempt: &Idempotency,
        result: &ChannelPosition,
    ) -> Result<(), StorageError> {
        // What is older than the time it is kept may still be there and is replaced.
        let mut statement = self.connection().prepare_cached(
            "INSERT OR REPLACE INTO idempotency (owner, key, fingerprint, at, result)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        statement.execute(params![
            blob(&self.view.owner.0),
            blob(&attempt.key.0),
            attempt.fingerprint.as_slice(),
            self.now.as_microsecond(),
            serde_json::to_string(result).expect("a position has a JSON form"),
        ])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::{Hold, Lease};
    use protocol::{Clock, ErrorCode, JobId, SystemClock, SystemIds, records::LifeState};
    use tempfile::TempDir;

    async fn storage() -> (Storage, UserId, TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let (clock, ids) = (Arc::new(SystemClock), Arc::new(SystemIds));
        let file = folder.path().join("server.db");
        let storage = Storage::open(&db::Disk::files(), &file, clock, ids).unwrap();
        let owner = storage.embedded_account().await.unwrap();
        (storage, owner, folder)
    }

    fn put(state: &LifeState) -> Batch {
        let mut batch = Batch::default();
        batch.put(&mut state.clone());
        batch
    }

    async fn commit(storage: &Storage, owner: UserId, batch: Batch) -> Result<(), ErrorCode> {
        let committed = storage.commit(owner, None, Box::new(|_| Ok(batch))).await;
        committed.map(drop).map_err(|problem| problem.code)
    }

    #[tokio::test]
    async fn a_plan_made_of_an_older_state_than_the_stored_one_changes_nothing() {
        let (storage, owner, _folder) = storage().await;
        let read = LifeState::default();
        assert_eq!(commit(&storage, owner, put(&read)).await, Ok(()));
        let late = commit(&storage, owner, put(&read)).await;
        assert_eq!(late, Err(ErrorCode::VersionConflict));
    }

    #[tokio::test]
    async fn only_whoever_holds_the_lease_writes() {
        let (storage, owner, _folder) = storage().await;
        let job = JobId(SystemIds.next());
        let [lost, holds] =
            [1, 2].map(|generation| Hold { job, holder: SystemIds.next(), generation });
        for hold in [lost, holds] {
            let mut batch = Batch::default();
            batch.lease(job, Lease::taken(None, hold, SystemClock.now()));
            assert_eq!(commit(&storage, owner, batch).await, Ok(()));
        }
        let work = |hold| {
            let mut batch = put(&LifeState::default());
            batch.under(hold, true);
            batch
        };
        assert_eq!(commit(&storage, owner, work(lost)).await, Err(ErrorCode::VersionConflict));
        assert_eq!(
            commit(&storage, owner, work(holds)).await,
            Ok(()),
            "nothing was written before"
        );
    }
}
