//! Copies what can still be read out of a damaged file of unsent work: each row, draft and choice by
//! itself, so that a bad page costs only what is on it. What does not read as what it should be is
//! left behind; the damaged file is kept.

use crate::{
    StoreError, choices,
    outbox::{self, COLUMNS},
    record::{signed, unsigned},
    row::Row,
};
use protocol::write::WriteRequest;
use rusqlite::{Connection, OpenFlags, Statement, params};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Ordinals looked for at most, from the newest back.
const MOST: u64 = 200_000;

/// An unsent write with the account it belongs to and the bytes to send.
type Found = (Option<String>, Row, WriteRequest);

/// What was found in a damaged file.
#[derive(Debug, Default)]
pub(crate) struct Rescued {
    rows: Vec<Found>,
    drafts: Vec<(String, String)>,
    choices: Vec<(String, String)>,
}

impl Rescued {
    /// Everything that can be read in the file at `path`.
    pub(crate) fn read(path: &Path) -> Self {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let Ok(connection) = Connection::open_with_flags(path, flags) else {
            return Self::default();
        };
        // Else a file that lost its end is not read at all.
        if connection.pragma_update(None, "writable_schema", true).is_err() {
            return Self::default();
        }
        Self {
            rows: rows(&connection),
            drafts: pairs(&connection, "SELECT session, text FROM drafts", "session"),
            choices: pairs(&connection, "SELECT name, value FROM choices", "name"),
        }
    }

    /// Put it into a fresh file.
    pub(crate) fn put(&self, connection: &Connection) -> Result<(), StoreError> {
        for (owner, row, request) in &self.rows {
            outbox::insert(connection, owner.as_deref(), row, request)?;
        }
        for (session, text) in &self.drafts {
            if let Ok(session) = session.parse() {
                choices::put_draft(connection, session, text)?;
            }
        }
        for (name, value) in &self.choices {
            connection.execute(
                "INSERT OR IGNORE INTO choices (name, value) VALUES (?1, ?2)",
                params![name, value],
            )?;
        }
        Ok(())
    }

    /// How many unsent writes and drafts were found.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.rows.len(), self.drafts.len())
    }
}

/// The rows that read as what they should be, oldest first, each looked for by its ordinal: a walk
/// along the table would end at the first bad page. Where the table itself cannot be found, nothing
/// is looked for.
fn rows(connection: &Connection) -> Vec<Found> {
    let select =
        format!("SELECT {COLUMNS}, account, method, path, body FROM outbox WHERE ordinal = ?1");
    let Ok(mut statement) = connection.prepare(&select) else { return Vec::new() };
    let newest = newest(connection);
    let oldest = newest.saturating_sub(MOST);
    let found = (oldest..=newest).filter_map(|ordinal| row(&mut statement, ordinal).ok().flatten());
    let mut keys = BTreeSet::new();
    found.filter(|(_, row, _)| keys.insert(row.key)).collect()
}

/// The highest ordinal that there is, else the highest ever given, else one that is beyond any
/// likely one. The table knows best: the counter may stand on a bad page.
fn newest(connection: &Connection) -> u64 {
    let asked = [
        "SELECT max(ordinal) FROM outbox",
        "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'",
    ];
    let ask = |sql: &&str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).ok();
    asked.iter().find_map(ask).map_or(MOST, unsigned)
}

fn row(statement: &mut Statement<'_>, ordinal: u64) -> Result<Option<Found>, StoreError> {
    let mut found = statement.query([signed(ordinal)])?;
    let Some(read) = found.next()? else { return Ok(None) };
    let (row, owner) = (outbox::read(read)?, read.get(10)?);
    let method: String = read.get(11)?;
    let (path, body) = (read.get(12)?, read.get(13)?);
    let request = WriteRequest { method: outbox::known(&method)?, path, body };
    let meant = row.write.request();
    let is_json = |body: &[u8]| serde_json::from_slice::<serde_json::Value>(body).is_ok();
    let sound = (request.method, &request.path) == (meant.method, &meant.path)
        && row.lane == crate::Lane::of(&row.write)
        && request.body.is_empty() == meant.body.is_empty()
        && (request.body.is_empty() || is_json(&request.body));
    Ok(sound.then_some((owner, row, request)))
}

/// The pairs that can be read from either end of a table.
fn pairs(connection: &Connection, select: &str, name: &str) -> Vec<(String, String)> {
    let mut found = BTreeMap::new();
    for order in ["ASC", "DESC"] {
        let Ok(mut statement) = connection.prepare(&format!("{select} ORDER BY {name} {order}"))
        else {
            continue;
        };
        let Ok(mut rows) = statement.query([]) else { continue };
        while let Ok(Some(row)) = rows.next() {
            if let (Ok(key), Ok(value)) = (row.get(0), row.get(1)) {
                found.insert(key, value);
            }
        }
    }
    found.into_iter().collect()
}
