//! The records of the cache as rows: kind, id, parent, order, version and JSON.

use crate::StoreError;
use protocol::{
    Timestamp,
    records::{Constraint, Finding, Insight, Job, LifeState, Message, Project, Session, Skill},
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Serialize, de::DeserializeOwned};

/// The id of the one life state.
pub(crate) const STATE: &str = "state";

/// Something that is kept in the table of records.
pub(crate) trait Record: Serialize + DeserializeOwned {
    /// Names the kind in the table.
    const KIND: &'static str;
    /// Unique within its kind.
    fn key(&self) -> String;
    /// What it belongs to; empty for none.
    fn parent(&self) -> String {
        String::new()
    }
    /// Its place among its kind, ascending.
    fn sort(&self) -> i64;
    /// Grows with each change on the server.
    fn version(&self) -> u64;
}

macro_rules! timed {
    ($($record:ident $kind:literal;)*) => {$(
        impl Record for $record {
            const KIND: &'static str = $kind;
            fn key(&self) -> String {
                self.id.to_string()
            }
            fn sort(&self) -> i64 {
                milliseconds(self.created_at)
            }
            fn version(&self) -> u64 {
                self.version
            }
        }
    )*};
}

timed! {
    Skill "skill";
    Project "project";
    Constraint "constraint";
    Insight "insight";
}

impl Record for Finding {
    const KIND: &'static str = "finding";
    fn key(&self) -> String {
        self.id.to_string()
    }
    fn parent(&self) -> String {
        self.quote.session_id.to_string()
    }
    fn sort(&self) -> i64 {
        milliseconds(self.created_at)
    }
    fn version(&self) -> u64 {
        self.version
    }
}

impl Record for Job {
    const KIND: &'static str = "job";
    fn key(&self) -> String {
        self.id.to_string()
    }
    fn parent(&self) -> String {
        self.session_id.to_string()
    }
    fn sort(&self) -> i64 {
        milliseconds(self.created_at)
    }
    fn version(&self) -> u64 {
        self.version
    }
}

impl Record for LifeState {
    const KIND: &'static str = "state";
    fn key(&self) -> String {
        STATE.to_owned()
    }
    fn sort(&self) -> i64 {
        0
    }
    fn version(&self) -> u64 {
        self.version
    }
}

impl Record for Session {
    const KIND: &'static str = "session";
    fn key(&self) -> String {
        self.id.to_string()
    }
    fn sort(&self) -> i64 {
        milliseconds(self.last_message_at)
    }
    fn version(&self) -> u64 {
        self.version
    }
}

impl Record for Message {
    const KIND: &'static str = "message";
    fn key(&self) -> String {
        self.id.to_string()
    }
    fn parent(&self) -> String {
        self.session_id.to_string()
    }
    fn sort(&self) -> i64 {
        signed(self.ordinal)
    }
    fn version(&self) -> u64 {
        1
    }
}

/// Milliseconds since 1970.
pub(crate) fn milliseconds(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// A count as `SQLite` keeps it; what is beyond its range stays at its end.
pub(crate) fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count that came from `SQLite`.
pub(crate) fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

macro_rules! put {
    ($more:literal) => {
        concat!(
            "INSERT INTO records (kind, id, parent, sort, version, json)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (kind, id) DO UPDATE SET
                 parent = excluded.parent, sort = excluded.sort,
                 version = excluded.version, json = excluded.json ",
            $more
        )
    };
}

pub(crate) fn put<R: Record>(connection: &Connection, record: &R) -> Result<(), StoreError> {
    put_by(connection, put!(""), record).map(drop)
}

/// Put it unless the stored version is as new; says whether it was put.
pub(crate) fn put_newer<R: Record>(
    connection: &Connection,
    record: &R,
) -> Result<bool, StoreError> {
    put_by(connection, put!("WHERE excluded.version > records.version"), record)
}

/// Put it unless it is there in any version; says whether it was put.
pub(crate) fn put_absent<R: Record>(
    connection: &Connection,
    record: &R,
) -> Result<bool, StoreError> {
    put_by(connection, put!("WHERE FALSE"), record)
}

fn put_by<R: Record>(
    connection: &Connection,
    sql: &'static str,
    record: &R,
) -> Result<bool, StoreError> {
    let rows = connection.prepare_cached(sql)?.execute(params![
        R::KIND,
        record.key(),
        record.parent(),
        record.sort(),
        signed(record.version()),
        serde_json::to_string(record)?,
    ])?;
    Ok(rows > 0)
}

pub(crate) fn get<R: Record>(connection: &Connection, id: &str) -> Result<Option<R>, StoreError> {
    let json: Option<String> = connection
        .prepare_cached("SELECT json FROM records WHERE kind = ?1 AND id = ?2")?
        .query_row(params![R::KIND, id], |row| row.get(0))
        .optional()?;
    json.map(|json| serde_json::from_str(&json)).transpose().map_err(StoreError::from)
}

/// All of a kind, or those of one parent, in their order.
pub(crate) fn list<R: Record>(
    connection: &Connection,
    parent: Option<&str>,
) -> Result<Vec<R>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT json FROM records WHERE kind = ?1 AND (?2 IS NULL OR parent = ?2)
         ORDER BY sort, id",
    )?;
    read_all(statement.query(params![R::KIND, parent])?)
}

/// Read every row's first column as a record.
pub(crate) fn read_all<R: Record>(mut rows: rusqlite::Rows<'_>) -> Result<Vec<R>, StoreError> {
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(read_one(row)?);
    }
    Ok(records)
}

fn read_one<R: Record>(row: &Row<'_>) -> Result<R, StoreError> {
    let json = row.get_ref(0)?.as_str().map_err(|_| StoreError::Id)?;
    Ok(serde_json::from_str(json)?)
}

pub(crate) fn delete(connection: &Connection, kind: &str, id: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM records WHERE kind = ?1 AND id = ?2")?
        .execute(params![kind, id])?;
    Ok(())
}

pub(crate) fn delete_of_parent(
    connection: &Connection,
    kind: &str,
    parent: &str,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM records WHERE kind = ?1 AND parent = ?2")?
        .execute(params![kind, parent])?;
    Ok(())
}

/// Make the records of a kind exactly these.
pub(crate) fn replace<R: Record>(
    connection: &Connection,
    parent: Option<&str>,
    records: &[R],
) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM records WHERE kind = ?1 AND (?2 IS NULL OR parent = ?2)")?
        .execute(params![R::KIND, parent])?;
    records.iter().try_for_each(|record| put(connection, record))
}
