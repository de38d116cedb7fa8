//! The writes that are not yet on the server: kept, chosen for sending, marked, given up.

use crate::{
    Lane, OUTBOX_BYTES, OUTBOX_ROWS, Row, RowState, Store, StoreError, choices,
    record::{signed, unsigned},
    row::{message, names},
};
use protocol::{
    ChannelPosition, IdempotencyKey, MessageId, Problem, SessionId, Timestamp, Write,
    app_event::OutboxStatus,
    write::{CreateSession, NewMessage, PostMessage, WriteRequest},
};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// A write to keep.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRow {
    /// Names the attempt.
    pub key: IdempotencyKey,
    /// What changes.
    pub write: Write,
    /// When it was made.
    pub at: Timestamp,
    /// For the first message of a session: the question it answers.
    pub opening: Option<String>,
}

/// A write whose turn it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// The write.
    pub row: Row,
    /// The exact bytes to send.
    pub request: WriteRequest,
}

/// What giving up a write took away.
#[derive(Debug, Clone, PartialEq)]
pub struct Discarded {
    /// Where it waited.
    pub lane: Lane,
    /// The writes that are gone.
    pub rows: Vec<Row>,
}

impl Store {
    /// Keep a write to be sent. A message takes its session's draft away.
    ///
    /// # Errors
    ///
    /// [`StoreError::OutboxFull`] at 10,000 rows or 50 MiB; database errors.
    pub async fn enqueue(&self, new: NewRow) -> Result<Row, StoreError> {
        self.unsent
            .write(move |connection| {
                let request = new.write.request();
                check_bounds(connection, request.body.len())?;
                let lane = Lane::of(&new.write);
                insert(connection, &new, lane, &request)?;
                if let (Some(_), Lane::Session(session)) = (message(&new.write), lane) {
                    choices::put_draft(connection, session, "")?;
                }
                Ok(Row {
                    ordinal: unsigned(connection.last_insert_rowid()),
                    lane,
                    key: new.key,
                    write: new.write,
                    state: RowState::Queued,
                    created_at: new.at,
                    opening: new.opening,
                })
            })
            .await
    }

    /// All unsent writes, oldest first.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn outbox(&self) -> Result<Vec<Row>, StoreError> {
        self.unsent.read(rows).await
    }

    /// How much is unsent.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn outbox_status(&self) -> Result<OutboxStatus, StoreError> {
        let rows = self.outbox().await?;
        let count = |stuck| rows.iter().filter(|row| row.is_stuck() == stuck).count();
        Ok(OutboxStatus {
            pending: u64::try_from(count(false)).unwrap_or(u64::MAX),
            stuck: u64::try_from(count(true)).unwrap_or(u64::MAX),
            held: 0,
            oldest_at: rows.iter().map(|row| row.created_at).min(),
        })
    }

    /// The first write of every lane that is not `busy` and not blocked.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn due(&self, busy: BTreeSet<Lane>) -> Result<Vec<Outgoing>, StoreError> {
        self.unsent
            .read(move |connection| {
                let mut outgoing = Vec::new();
                for row in heads(rows(connection)?) {
                    if !busy.contains(&row.lane) {
                        let request = request(connection, row.ordinal)?;
                        outgoing.push(Outgoing { row, request });
                    }
                }
                Ok(outgoing)
            })
            .await
    }

    /// Note how a write stands. Nothing happens when it is gone.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn mark(&self, ordinal: u64, state: RowState) -> Result<(), StoreError> {
        self.unsent.write(move |connection| mark(connection, ordinal, &state)).await
    }

    /// Drop a write.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn drop_write(&self, ordinal: u64) -> Result<(), StoreError> {
        self.unsent.write(move |connection| remove(connection, &[ordinal])).await
    }

    /// Send everything again, with the same keys and bytes, whose effect may have been lost with
    /// the server's log.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn requeue(&self) -> Result<(), StoreError> {
        self.unsent
            .write(|connection| {
                connection.execute(
                    "UPDATE outbox SET state = 'queued', position = NULL
                     WHERE state IN ('accepted', 'sending')",
                    [],
                )?;
                Ok(())
            })
            .await
    }

    /// Try a stuck write again.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotStuck`] when it is not stuck; database errors.
    pub async fn retry_write(&self, key: IdempotencyKey) -> Result<Row, StoreError> {
        self.unsent
            .write(move |connection| {
                let mut row = stuck(connection, key)?;
                row.state = RowState::Queued;
                mark(connection, row.ordinal, &row.state)?;
                Ok(row)
            })
            .await
    }

    /// Give a stuck write up. A message's text becomes the session's draft, before what is there.
    /// When it would have created the session, all that waits for that session goes with it.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotStuck`] when it is not stuck; database errors.
    pub async fn discard_write(&self, key: IdempotencyKey) -> Result<Discarded, StoreError> {
        self.unsent
            .write(move |connection| {
                let row = stuck(connection, key)?;
                let lane = row.lane;
                let gone = if matches!(row.write, Write::CreateSession(_)) {
                    rows(connection)?.into_iter().filter(|other| other.lane == lane).collect()
                } else {
                    vec![row]
                };
                let ordinals: Vec<u64> = gone.iter().map(|row| row.ordinal).collect();
                remove(connection, &ordinals)?;
                if let Lane::Session(session) = lane {
                    let texts: Vec<&str> = gone.iter().filter_map(|row| text(&row.write)).collect();
                    return_to_draft(connection, session, &texts)?;
                }
                Ok(Discarded { lane, rows: gone })
            })
            .await
    }

    /// Give a stuck message another text in its place in the lane; `new` is its key and message
    /// id from now on.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotStuck`] when it is not stuck or no message; database errors.
    pub async fn edit_message(
        &self,
        key: IdempotencyKey,
        new: (IdempotencyKey, MessageId),
        text: String,
    ) -> Result<(Row, Row), StoreError> {
        self.unsent
            .write(move |connection| {
                let before = stuck(connection, key)?;
                let write = reworded(&before.write, new.1, text).ok_or(StoreError::NotStuck)?;
                let request = write.request();
                connection.execute(
                    "UPDATE outbox SET key = ?2, change = ?3, body = ?4, message = ?5,
                        state = 'queued', problem = NULL
                     WHERE ordinal = ?1",
                    params![
                        signed(before.ordinal),
                        new.0.to_string(),
                        serde_json::to_string(&write)?,
                        request.body,
                        new.1.to_string(),
                    ],
                )?;
                let row = Row { key: new.0, write, state: RowState::Queued, ..before.clone() };
                Ok((before, row))
            })
            .await
    }
}

/// The same message with another id and text; `None` when the write is no message.
fn reworded(write: &Write, id: MessageId, text: String) -> Option<Write> {
    let message = NewMessage { id, text };
    match write.clone() {
        Write::CreateSession(body) => {
            Some(Write::CreateSession(CreateSession { first_message: message, ..body }))
        }
        Write::PostMessage { session, body } => {
            Some(Write::PostMessage { session, body: PostMessage { message, ..body } })
        }
        _ => None,
    }
}

fn return_to_draft(
    connection: &Connection,
    session: SessionId,
    texts: &[&str],
) -> Result<(), StoreError> {
    let draft = choices::draft(connection, session)?;
    let kept = [draft.as_str()];
    let kept = kept.iter().filter(|draft| !draft.is_empty());
    let texts: Vec<&str> = texts.iter().chain(kept).copied().collect();
    choices::put_draft(connection, session, &texts.join("\n\n"))
}

pub(crate) fn text(write: &Write) -> Option<&str> {
    match write {
        Write::CreateSession(body) => Some(&body.first_message.text),
        Write::PostMessage { body, .. } => Some(&body.message.text),
        _ => None,
    }
}

fn check_bounds(connection: &Connection, body: usize) -> Result<(), StoreError> {
    let (count, bytes): (i64, i64) = connection.query_row(
        "SELECT count(*), coalesce(sum(length(body)), 0) FROM outbox",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let body = u64::try_from(body).unwrap_or(u64::MAX);
    if unsigned(count) >= OUTBOX_ROWS || unsigned(bytes).saturating_add(body) > OUTBOX_BYTES {
        return Err(StoreError::OutboxFull);
    }
    Ok(())
}

fn insert(
    connection: &Connection,
    new: &NewRow,
    lane: Lane,
    request: &WriteRequest,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO outbox
            (lane, key, change, method, path, body, opening, message, state, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'queued', ?9)",
        params![
            lane.to_string(),
            new.key.to_string(),
            serde_json::to_string(&new.write)?,
            request.method,
            request.path,
            request.body,
            new.opening,
            message(&new.write).map(|id| id.to_string()),
            new.at.to_string(),
        ],
    )?;
    Ok(())
}

/// All rows, oldest first.
pub(crate) fn rows(connection: &Connection) -> Result<Vec<Row>, StoreError> {
    select(connection, None)
}

fn select(connection: &Connection, ordinal: Option<i64>) -> Result<Vec<Row>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT ordinal, lane, key, change, state, problem, position, created_at, opening
         FROM outbox WHERE ?1 IS NULL OR ordinal = ?1 ORDER BY ordinal",
    )?;
    let mut rows = statement.query([ordinal])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

fn read(row: &rusqlite::Row<'_>) -> Result<Row, StoreError> {
    let lane: String = row.get(1)?;
    let key: String = row.get(2)?;
    let write: String = row.get(3)?;
    let state: String = row.get(4)?;
    let problem: Option<String> = row.get(5)?;
    let position: Option<String> = row.get(6)?;
    let created_at: String = row.get(7)?;
    let state = match (state.as_str(), position, problem) {
        ("accepted", Some(position), _) => RowState::Accepted(serde_json::from_str(&position)?),
        ("stuck", _, Some(problem)) => RowState::Stuck(serde_json::from_str(&problem)?),
        ("sending", ..) => RowState::Sending,
        _ => RowState::Queued,
    };
    Ok(Row {
        ordinal: unsigned(row.get(0)?),
        lane: lane.parse()?,
        key: key.parse()?,
        write: serde_json::from_str(&write)?,
        state,
        created_at: created_at.parse().map_err(|_| StoreError::Id)?,
        opening: row.get(8)?,
    })
}

fn request(connection: &Connection, ordinal: u64) -> Result<WriteRequest, StoreError> {
    let (method, path, body): (String, String, Vec<u8>) = connection.query_row(
        "SELECT method, path, body FROM outbox WHERE ordinal = ?1",
        [signed(ordinal)],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let method = match method.as_str() {
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => return Err(StoreError::Id),
    };
    Ok(WriteRequest { method, path, body })
}

fn mark(connection: &Connection, ordinal: u64, state: &RowState) -> Result<(), StoreError> {
    let (name, problem, position): (_, Option<&Problem>, Option<&ChannelPosition>) = match state {
        RowState::Queued => ("queued", None, None),
        RowState::Sending => ("sending", None, None),
        RowState::Accepted(position) => ("accepted", None, Some(position)),
        RowState::Stuck(problem) => ("stuck", Some(problem), None),
    };
    connection.execute(
        "UPDATE outbox SET state = ?2, problem = ?3, position = ?4 WHERE ordinal = ?1",
        params![
            signed(ordinal),
            name,
            problem.map(serde_json::to_string).transpose()?,
            position.map(serde_json::to_string).transpose()?,
        ],
    )?;
    Ok(())
}

pub(crate) fn remove(connection: &Connection, ordinals: &[u64]) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("DELETE FROM outbox WHERE ordinal = ?1")?;
    for ordinal in ordinals {
        statement.execute([signed(*ordinal)])?;
    }
    Ok(())
}

fn stuck(connection: &Connection, key: IdempotencyKey) -> Result<Row, StoreError> {
    let ordinal: Option<i64> = connection
        .query_row(
            "SELECT ordinal FROM outbox WHERE key = ?1 AND state = 'stuck'",
            [key.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    let ordinal = ordinal.ok_or(StoreError::NotStuck)?;
    select(connection, Some(ordinal))?.into_iter().next().ok_or(StoreError::NotStuck)
}

/// The first sendable row of each lane.
///
/// In a session's lane a stuck message holds back what comes after it; other stuck rows step
/// aside. In the profile's lane a stuck row holds back only the rows that name the same record.
fn heads(rows: Vec<Row>) -> Vec<Row> {
    let mut taken = BTreeSet::new();
    let mut parked: BTreeMap<Lane, BTreeSet<uuid::Uuid>> = BTreeMap::new();
    let mut heads = Vec::new();
    for row in rows {
        if row.is_stuck() {
            if row.message().is_some() {
                taken.insert(row.lane);
            }
            parked.entry(row.lane).or_default().extend(names(&row.write));
            continue;
        }
        if !row.is_due() || taken.contains(&row.lane) {
            continue;
        }
        let named = names(&row.write);
        let waits = parked.get(&row.lane);
        if waits.is_some_and(|parked| named.iter().any(|id| parked.contains(id))) {
            parked.entry(row.lane).or_default().extend(named);
            continue;
        }
        taken.insert(row.lane);
        heads.push(row);
    }
    heads
}
