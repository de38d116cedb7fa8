//! The writes that are not yet on the server: kept with their exact bytes and chosen for sending.
//! Each belongs to the account that made it; another account neither sees nor sends it. What is
//! noted while they are sent is in `sending`, what the person says about them in `word`.

use crate::{
    Lane, LastIdentity, OUTBOX_BYTES, OUTBOX_ROWS, Row, RowState, Store, StoreError, choices,
    record::{milliseconds, signed, unsigned},
    turn::{Turn, Walk},
};
use protocol::{ChannelPosition, IdempotencyKey, Problem, Timestamp, Write, write::WriteRequest};
use rusqlite::{Connection, OptionalExtension, Params, params};
use std::collections::BTreeSet;

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
    /// Whose it is.
    pub owner: LastIdentity,
}

impl Store {
    /// Keep a write to be sent. A message takes its session's draft away.
    ///
    /// # Errors
    ///
    /// [`StoreError::OutboxFull`] at 10,000 rows or 50 MiB; database errors.
    pub async fn enqueue(&self, new: NewRow) -> Result<Row, StoreError> {
        let owner = self.owner();
        self.unsent
            .write(move |connection| {
                // The account may have become known on the way here.
                let known = choices::identity(connection)?.map(LastIdentity::account);
                let owner = owner.or(known);
                let request = new.write.request();
                check_bounds(connection, owner.as_deref(), request.body.len())?;
                let row = Row {
                    ordinal: 0,
                    lane: Lane::of(&new.write),
                    key: new.key,
                    write: new.write,
                    state: RowState::Queued,
                    created_at: new.at,
                    fresh_at: moment(milliseconds(new.at))?,
                    opening: new.opening,
                };
                let ordinal = insert(connection, owner.as_deref(), &row, &request)?;
                if let (true, Lane::Session(session)) = (row.sends_draft(), row.lane) {
                    choices::put_draft(connection, session, "")?;
                }
                Ok(Row { ordinal, ..row })
            })
            .await
    }

    /// All unsent writes of this account, oldest first.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn outbox(&self) -> Result<Vec<Row>, StoreError> {
        let owner = self.owner();
        self.unsent.read(move |connection| rows(connection, owner.as_deref())).await
    }

    /// The unsent writes of one lane, oldest first.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn lane(&self, lane: Lane) -> Result<Vec<Row>, StoreError> {
        let owner = self.owner();
        self.unsent.read(move |connection| rows_of(connection, owner.as_deref(), lane)).await
    }

    /// The next write of at most `most` lanes that are not `busy` and not held back. None before
    /// it is known whose they are.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn due(
        &self,
        busy: BTreeSet<Lane>,
        most: usize,
    ) -> Result<Vec<Outgoing>, StoreError> {
        let Some(owner) = self.identity() else { return Ok(Vec::new()) };
        self.unsent
            .read(move |connection| {
                let mut outgoing = Vec::new();
                for lane in lanes(connection, &owner.account())? {
                    if outgoing.len() >= most {
                        break;
                    }
                    if !busy.contains(&lane) {
                        outgoing.extend(head(connection, owner, lane)?);
                    }
                }
                outgoing.sort_by_key(|next| next.row.ordinal);
                Ok(outgoing)
            })
            .await
    }
}

fn check_bounds(
    connection: &Connection,
    owner: Option<&str>,
    body: usize,
) -> Result<(), StoreError> {
    let (count, bytes): (i64, i64) = connection
        .prepare_cached("SELECT count(*), coalesce(sum(size), 0) FROM outbox WHERE account IS ?1")?
        .query_row([owner], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let body = u64::try_from(body).unwrap_or(u64::MAX);
    if unsigned(count) >= OUTBOX_ROWS || unsigned(bytes).saturating_add(body) > OUTBOX_BYTES {
        return Err(StoreError::OutboxFull);
    }
    Ok(())
}

/// Put a row at its ordinal, or at the end when that is 0; gives its ordinal.
pub(crate) fn insert(
    connection: &Connection,
    owner: Option<&str>,
    row: &Row,
    request: &WriteRequest,
) -> Result<u64, StoreError> {
    let ordinal = (row.ordinal > 0).then(|| signed(row.ordinal));
    connection.execute(
        "INSERT INTO outbox
            (ordinal, account, lane, state, fresh_at, size, key, created_at, opening, method, path,
             change, body)
         VALUES (?1, ?2, ?3, 'queued', ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            ordinal,
            owner,
            row.lane.to_string(),
            milliseconds(row.fresh_at),
            i64::try_from(request.body.len()).unwrap_or(i64::MAX),
            row.key.to_string(),
            row.created_at.to_string(),
            row.opening,
            request.method,
            request.path,
            serde_json::to_string(&row.write)?,
            request.body,
        ],
    )?;
    mark(connection, row.key, &row.state)?;
    Ok(unsigned(connection.last_insert_rowid()))
}

/// The account whose work is meant: the one that is shown, or, while the first one is just becoming
/// known, the one that everything written before now belongs to. The file knows it a moment sooner.
pub(crate) fn owner(
    connection: &Connection,
    shown: Option<&str>,
) -> Result<Option<String>, StoreError> {
    match shown {
        Some(shown) => Ok(Some(shown.to_owned())),
        None => Ok(choices::identity(connection)?.map(LastIdentity::account)),
    }
}

/// All rows of an account, oldest first.
pub(crate) fn rows(connection: &Connection, shown: Option<&str>) -> Result<Vec<Row>, StoreError> {
    select(connection, "account IS ?1", [owner(connection, shown)?])
}

/// The rows of a lane, oldest first.
pub(crate) fn rows_of(
    connection: &Connection,
    shown: Option<&str>,
    lane: Lane,
) -> Result<Vec<Row>, StoreError> {
    let owner = owner(connection, shown)?;
    select(connection, "account IS ?1 AND lane = ?2", params![owner, lane.to_string()])
}

/// The rows of an account that the server has accepted, oldest first.
pub(crate) fn accepted(
    connection: &Connection,
    owner: Option<&str>,
) -> Result<Vec<Row>, StoreError> {
    select(connection, "account IS ?1 AND state = 'accepted'", [owner])
}

/// One row of an account.
pub(crate) fn row(
    connection: &Connection,
    shown: Option<&str>,
    key: IdempotencyKey,
) -> Result<Option<Row>, StoreError> {
    let owner = owner(connection, shown)?;
    let found = select(connection, "account IS ?1 AND key = ?2", params![owner, key.to_string()])?;
    Ok(found.into_iter().next())
}

/// What [`read`] reads, in its order.
pub(crate) const COLUMNS: &str =
    "ordinal, lane, key, change, state, problem, position, created_at, fresh_at, opening";

fn select(
    connection: &Connection,
    which: &str,
    params: impl Params,
) -> Result<Vec<Row>, StoreError> {
    let mut statement = connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM outbox WHERE {which} ORDER BY ordinal"))?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

pub(crate) fn read(row: &rusqlite::Row<'_>) -> Result<Row, StoreError> {
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
        ("queued", ..) => RowState::Queued,
        ("held", ..) => RowState::Held,
        // Whatever else it says, the server may have it.
        _ => RowState::Sending,
    };
    Ok(Row {
        ordinal: unsigned(row.get(0)?),
        lane: lane.parse()?,
        key: key.parse()?,
        write: serde_json::from_str(&write)?,
        state,
        created_at: created_at.parse().map_err(|_| StoreError::Id)?,
        fresh_at: moment(row.get(8)?)?,
        opening: row.get(9)?,
    })
}

fn moment(milliseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| StoreError::Id)
}

/// The lanes in which something waits.
fn lanes(connection: &Connection, owner: &str) -> Result<Vec<Lane>, StoreError> {
    let mut statement = connection.prepare_cached(
        "WITH RECURSIVE lanes (lane) AS (
             SELECT min(lane) FROM outbox WHERE account = ?1
             UNION ALL
             SELECT (SELECT min(lane) FROM outbox WHERE account = ?1 AND lane > lanes.lane)
             FROM lanes WHERE lanes.lane IS NOT NULL
         )
         SELECT lane FROM lanes WHERE lane IS NOT NULL",
    )?;
    let mut rows = statement.query([owner])?;
    let mut lanes = Vec::new();
    while let Some(row) = rows.next()? {
        let lane: String = row.get(0)?;
        lanes.push(lane.parse()?);
    }
    Ok(lanes)
}

/// The next write of a lane, unless something holds it back.
fn head(
    connection: &Connection,
    owner: LastIdentity,
    lane: Lane,
) -> Result<Option<Outgoing>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM outbox WHERE account = ?1 AND lane = ?2 ORDER BY ordinal"
    ))?;
    let mut rows = statement.query([owner.account(), lane.to_string()])?;
    let mut walk = Walk::default();
    while let Some(next) = rows.next()? {
        let row = read(next)?;
        if walk.turn(&row) == Turn::Free {
            let request = request(connection, row.key)?;
            return Ok(request.map(|request| Outgoing { row, request, owner }));
        }
        if walk.is_over(lane) {
            break;
        }
    }
    Ok(None)
}

/// The bytes of a write as they were kept.
fn request(
    connection: &Connection,
    key: IdempotencyKey,
) -> Result<Option<WriteRequest>, StoreError> {
    let kept: Option<(String, String, Vec<u8>)> = connection
        .prepare_cached("SELECT method, path, body FROM outbox WHERE key = ?1")?
        .query_row([key.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((method, path, body)) = kept else { return Ok(None) };
    Ok(Some(WriteRequest { method: known(&method)?, path, body }))
}

/// A method by its name.
pub(crate) fn known(method: &str) -> Result<&'static str, StoreError> {
    let methods = ["POST", "PUT", "PATCH", "DELETE"];
    methods.into_iter().find(|known| *known == method).ok_or(StoreError::Id)
}

pub(crate) fn mark(
    connection: &Connection,
    key: IdempotencyKey,
    state: &RowState,
) -> Result<(), StoreError> {
    let (name, problem, position): (_, Option<&Problem>, Option<&ChannelPosition>) = match state {
        RowState::Queued => ("queued", None, None),
        RowState::Held => ("held", None, None),
        RowState::Sending => ("sending", None, None),
        RowState::Accepted(position) => ("accepted", None, Some(position)),
        RowState::Stuck(problem) => ("stuck", Some(problem), None),
    };
    connection
        .prepare_cached("UPDATE outbox SET state = ?2, problem = ?3, position = ?4 WHERE key = ?1")?
        .execute(params![
            key.to_string(),
            name,
            problem.map(serde_json::to_string).transpose()?,
            position.map(serde_json::to_string).transpose()?,
        ])?;
    Ok(())
}

pub(crate) fn remove(connection: &Connection, keys: &[IdempotencyKey]) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("DELETE FROM outbox WHERE key = ?1")?;
    for key in keys {
        statement.execute([key.to_string()])?;
    }
    Ok(())
}
