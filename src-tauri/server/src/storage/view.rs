//! What can be read of one owner's records, all at one moment.

use super::{Position, Record, StorageError, blob, number, stored, uuid};
use protocol::{
    Channel, ChannelPosition, Epoch, EventId, IdempotencyKey, JobId, SessionId, Timestamp, UserId,
};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

/// One owner's records at one moment.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(super) connection: &'a Connection,
    pub(super) owner: UserId,
}

impl<'a> View<'a> {
    pub(super) fn new(connection: &'a Connection, owner: UserId) -> Self {
        Self { connection, owner }
    }

    /// Whose records these are.
    pub(crate) fn owner(&self) -> UserId {
        self.owner
    }

    /// One record.
    pub(crate) fn get<R: Record>(&self, id: Uuid) -> Result<Option<R>, StorageError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT body FROM record WHERE owner = ?1 AND kind = ?2 AND id = ?3")?;
        let body: Option<String> = statement
            .query_row(params![blob(&self.owner.0), R::KIND, blob(&id)], |row| row.get(0))
            .optional()?;
        body.map(|body| read_body(&body)).transpose()
    }

    /// Whether there is such a record.
    pub(crate) fn has<R: Record>(&self, id: Uuid) -> Result<bool, StorageError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT 1 FROM record WHERE owner = ?1 AND kind = ?2 AND id = ?3")?;
        Ok(statement.exists(params![blob(&self.owner.0), R::KIND, blob(&id)])?)
    }

    /// All records of a kind that belong to nothing, in their order.
    pub(crate) fn all<R: Record>(&self) -> Result<Vec<R>, StorageError> {
        self.children(Uuid::nil())
    }

    /// All records of a kind that belong to `parent`, in their order.
    pub(crate) fn children<R: Record>(&self, parent: Uuid) -> Result<Vec<R>, StorageError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT body FROM record WHERE owner = ?1 AND kind = ?2 AND parent = ?3
             ORDER BY place, id",
        )?;
        let rows = statement
            .query_map(params![blob(&self.owner.0), R::KIND, blob(&parent)], |row| {
                row.get::<_, String>(0)
            })?;
        rows.map(|body| read_body(&body?)).collect()
    }

    /// All records of a kind whatever they belong to.
    pub(crate) fn everywhere<R: Record>(&self) -> Result<Vec<R>, StorageError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT body FROM record WHERE owner = ?1 AND kind = ?2")?;
        let rows = statement
            .query_map(params![blob(&self.owner.0), R::KIND], |row| row.get::<_, String>(0))?;
        rows.map(|body| read_body(&body?)).collect()
    }

    /// Records of a kind on which work is still to be done, oldest first.
    pub(crate) fn due<R: Record>(&self) -> Result<Vec<R>, StorageError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT body FROM record WHERE owner = ?1 AND kind = ?2 AND due = 1
             ORDER BY place, id",
        )?;
        let rows = statement
            .query_map(params![blob(&self.owner.0), R::KIND], |row| row.get::<_, String>(0))?;
        rows.map(|body| read_body(&body?)).collect()
    }

    /// At most `limit` records of `parent`, newest first, before a place and id.
    pub(crate) fn page<R: Record>(
        &self,
        parent: Uuid,
        before: Option<(i64, Uuid)>,
        limit: u32,
    ) -> Result<Vec<R>, StorageError> {
        let (place, id) = before.unwrap_or((i64::MAX, Uuid::max()));
        let mut statement = self.connection.prepare_cached(
            "SELECT body FROM record WHERE owner = ?1 AND kind = ?2 AND parent = ?3
             AND (place, id) < (?4, ?5) ORDER BY place DESC, id DESC",
        )?;
        let owner = blob(&self.owner.0);
        let rows = statement
            .query_map(params![owner, R::KIND, blob(&parent), place, blob(&id)], |row| {
                row.get::<_, String>(0)
            })?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        rows.take(limit).map(|body| read_body(&body?)).collect()
    }

    /// The messages of a session that do not follow the one before them: ordinal and what it follows.
    pub(crate) fn forks(&self, session: SessionId) -> Result<Vec<(u64, u64)>, StorageError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT place, follows FROM record
             WHERE owner = ?1 AND parent = ?2 AND follows IS NOT NULL",
        )?;
        let rows = statement.query_map(params![blob(&self.owner.0), blob(&session.0)], |row| {
            Ok((number(row, 0)?, number(row, 1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Where a channel stands; `None` when it was never begun.
    pub(crate) fn position(&self, channel: Channel) -> Result<Option<Position>, StorageError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.epoch, c.top, e.id FROM channel c
             LEFT JOIN event e ON e.owner = c.owner AND e.channel = c.name AND e.seq = c.top
             WHERE c.owner = ?1 AND c.name = ?2",
        )?;
        let position = statement
            .query_row(params![blob(&self.owner.0), channel.to_string()], |row| {
                let last: Option<[u8; 16]> = row.get(2)?;
                Ok(Position {
                    epoch: Epoch(uuid(row, 0)?),
                    seq: number(row, 1)?,
                    last: last.map(|id| EventId(Uuid::from_bytes(id))),
                })
            })
            .optional()?;
        Ok(position)
    }

    /// The text of a job so far and the generation that wrote its end.
    pub(crate) fn job_text(&self, job: JobId) -> Result<Option<(u32, String)>, StorageError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT gen, text FROM job_text WHERE owner = ?1 AND job = ?2")?;
        let text = statement
            .query_row(params![blob(&self.owner.0), blob(&job.0)], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        Ok(text)
    }

    /// The result of an earlier attempt under this key that began at or after `oldest`.
    ///
    /// # Errors
    ///
    /// [`StorageError::KeyReused`] when that attempt was another request.
    pub(crate) fn attempt(
        &self,
        key: IdempotencyKey,
        fingerprint: &[u8; 32],
        oldest: Timestamp,
    ) -> Result<Option<ChannelPosition>, StorageError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT fingerprint, result FROM idempotency
             WHERE owner = ?1 AND key = ?2 AND at >= ?3",
        )?;
        let found = statement
            .query_row(params![blob(&self.owner.0), blob(&key.0), oldest.as_microsecond()], |row| {
                Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, String>(1)?))
            })
            .optional()?;
        match found {
            None => Ok(None),
            Some((before, _)) if before != *fingerprint => Err(StorageError::KeyReused),
            Some((_, result)) => self.in_present_history(read_body(&result)?).map(Some),
        }
    }

    /// Where an effect shows now. If its channel has begun a new history since, whoever reads the
    /// whole finds it there from the beginning.
    fn in_present_history(&self, at: ChannelPosition) -> Result<ChannelPosition, StorageError> {
        let present = self.position(at.channel)?.filter(|now| now.epoch != at.epoch);
        Ok(present.map_or(at, |now| Position { seq: 0, last: None, ..now }.on(at.channel)))
    }

    /// The version in which a record is stored; 0 when it is not.
    pub(super) fn version(&self, kind: &str, id: &Uuid) -> Result<u64, StorageError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT version FROM record WHERE owner = ?1 AND kind = ?2 AND id = ?3",
        )?;
        let version = statement
            .query_row(params![blob(&self.owner.0), kind, blob(id)], |row| number(row, 0))
            .optional()?;
        Ok(version.unwrap_or(0))
    }

    pub(super) fn set_position(
        &self,
        channel: Channel,
        epoch: Epoch,
        top: u64,
    ) -> Result<(), StorageError> {
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO channel (owner, name, epoch, top, floor) VALUES (?1, ?2, ?3, ?4, 0)
             ON CONFLICT (owner, name) DO UPDATE SET epoch = excluded.epoch, top = excluded.top",
        )?;
        let owner = blob(&self.owner.0);
        statement.execute(params![owner, channel.to_string(), blob(&epoch.0), stored(top)])?;
        Ok(())
    }
}

fn read_body<T: serde::de::DeserializeOwned>(body: &str) -> Result<T, StorageError> {
    serde_json::from_str(body).map_err(|error| {
        // Only the place in the text is logged, never the text.
        tracing::error!(line = error.line(), column = error.column(), "unreadable record");
        StorageError::Unreadable
    })
}
