//! The truth: the server's log as it stands in its database, read without the server.

use anyhow::Result;
use protocol::Channel;
use rusqlite::{Connection, OpenFlags};
use std::{collections::BTreeMap, path::Path, time::Duration};
use uuid::Uuid;

/// An event of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// Its number.
    pub seq: u64,
    /// Its id.
    pub id: Uuid,
    /// When it was committed.
    pub at: i64,
    /// The key of the write that caused it.
    pub cause: Option<Uuid>,
    /// What happened.
    pub name: String,
    /// To what.
    pub data: serde_json::Value,
}

/// Epoch and newest number by channel.
pub type Tops = BTreeMap<Channel, (Uuid, u64)>;

/// All channels of a server with one account.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Log {
    /// Where each channel stands.
    pub tops: Tops,
    /// The events by channel, in order.
    pub events: BTreeMap<Channel, Vec<Logged>>,
}

fn open(path: &Path) -> Result<Connection> {
    let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    database.busy_timeout(Duration::from_secs(10))?;
    Ok(database)
}

pub(super) fn damage(path: &Path) -> Result<Option<String>> {
    let sound: String = open(path)?.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    Ok((sound != "ok").then_some(sound))
}

pub(super) fn read(path: &Path) -> Result<Log> {
    let database = open(path)?;
    let database = database.unchecked_transaction()?;
    let mut log = Log { tops: newest(&database)?, ..Log::default() };
    let columns = "channel, seq, id, cause, name, data, at";
    let sql = format!("SELECT {columns} FROM event ORDER BY channel, seq");
    let mut statement = database.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let channel: String = row.get(0)?;
        let data: String = row.get(5)?;
        log.events.entry(channel.parse()?).or_default().push(Logged {
            seq: number(row.get(1)?),
            id: Uuid::from_bytes(row.get(2)?),
            cause: row.get::<_, Option<[u8; 16]>>(3)?.map(Uuid::from_bytes),
            name: row.get(4)?,
            at: row.get(6)?,
            data: serde_json::from_str(&data)?,
        });
    }
    Ok(log)
}

pub(super) fn tops(path: &Path) -> Result<Tops> {
    newest(&open(path)?)
}

fn newest(database: &Connection) -> Result<Tops> {
    let mut statement = database.prepare("SELECT name, epoch, top FROM channel")?;
    let mut rows = statement.query([])?;
    let mut tops = Tops::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        let epoch = Uuid::from_bytes(row.get(1)?);
        tops.insert(name.parse()?, (epoch, number(row.get(2)?)));
    }
    Ok(tops)
}

fn number(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}
