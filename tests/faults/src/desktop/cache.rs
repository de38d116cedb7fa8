//! The cache of a desktop, read without the desktop: its records, its positions, and a journal that
//! the cache itself keeps. The journal is filled by triggers, so each of its rows is committed with
//! the step it tells of, or not at all: no claim of the program stands between.

use crate::server::Tops;
use anyhow::{Context, Result};
use protocol::Channel;
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};
use uuid::Uuid;

const JOURNAL: &str = "
    CREATE TABLE IF NOT EXISTS journal (
        n INTEGER PRIMARY KEY AUTOINCREMENT,
        channel TEXT NOT NULL,
        epoch TEXT NOT NULL,
        seq INTEGER NOT NULL,
        last TEXT,
        is_timed INTEGER NOT NULL
    );
    CREATE TRIGGER IF NOT EXISTS journal_of_new AFTER INSERT ON positions BEGIN
        INSERT INTO journal (channel, epoch, seq, last, is_timed)
        VALUES (NEW.channel, NEW.epoch, NEW.seq, NEW.last, NEW.last_at IS NOT NULL);
    END;
    CREATE TRIGGER IF NOT EXISTS journal_of_moved AFTER UPDATE ON positions BEGIN
        INSERT INTO journal (channel, epoch, seq, last, is_timed)
        VALUES (NEW.channel, NEW.epoch, NEW.seq, NEW.last, NEW.last_at IS NOT OLD.last_at);
    END;
    CREATE TABLE IF NOT EXISTS effects (
        after INTEGER NOT NULL,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        version INTEGER NOT NULL
    );
    CREATE TRIGGER IF NOT EXISTS effect_of_new AFTER INSERT ON records BEGIN
        INSERT INTO effects SELECT coalesce(max(n), 0), NEW.kind, NEW.id, NEW.version FROM journal;
    END;
    CREATE TRIGGER IF NOT EXISTS effect_of_changed AFTER UPDATE ON records BEGIN
        INSERT INTO effects SELECT coalesce(max(n), 0), NEW.kind, NEW.id, NEW.version FROM journal;
    END;
    INSERT INTO effects
    SELECT 0, kind, id, version FROM records WHERE NOT EXISTS (SELECT 1 FROM effects);
    INSERT INTO journal (channel, epoch, seq, last, is_timed)
    SELECT channel, epoch, seq, NULL, FALSE FROM positions
    WHERE NOT EXISTS (SELECT 1 FROM journal);
";

/// One step of a channel's position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// Its number among all steps of all channels.
    pub(crate) n: u64,
    /// The history.
    pub(crate) epoch: Uuid,
    /// Where it stands after the step.
    pub(crate) seq: u64,
    /// The event at that place, when known.
    pub(crate) event: Option<Uuid>,
    /// Whether the time of the newest event moved too, as it does when one is taken in.
    pub(crate) is_timed: bool,
}

/// A record that was written: after which step, and in which version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Effect {
    /// The number of the last step before it; its own step is the next one.
    pub(crate) after: u64,
    /// The version.
    pub(crate) version: u64,
}

/// What a cache holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cache {
    /// Every step of each channel since the journal began.
    pub(crate) steps: BTreeMap<Channel, Vec<Step>>,
    /// Every time a record was written since the journal began, by kind and id.
    pub(crate) effects: BTreeMap<(String, String), Vec<Effect>>,
    /// The records by kind and id.
    pub(crate) records: BTreeMap<(String, String), Value>,
    /// The texts of jobs.
    pub(crate) texts: BTreeMap<String, String>,
}

/// The newest file of a signed-in account in the folder.
pub(super) fn file(data: &Path) -> Result<Option<PathBuf>> {
    let mut found = None;
    for entry in std::fs::read_dir(data)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let ours = name.starts_with("cache-") && name != "cache-none.db";
        if ours && path.extension().is_some_and(|end| end == "db") {
            found = Some(path);
        }
    }
    Ok(found)
}

fn open(data: &Path) -> Result<Option<Connection>> {
    if !data.exists() {
        return Ok(None);
    }
    let Some(path) = file(data)? else { return Ok(None) };
    let database = Connection::open(path)?;
    database.busy_timeout(Duration::from_secs(20))?;
    let tables = "SELECT 1 FROM sqlite_master WHERE name = 'positions'";
    let made = database.query_row(tables, [], |_| Ok(())).optional()?;
    Ok(made.map(|()| database))
}

pub(super) fn keep_journal(data: &Path) -> Result<bool> {
    let Some(database) = open(data)? else { return Ok(false) };
    database.execute_batch(&format!("BEGIN IMMEDIATE; {JOURNAL} COMMIT"))?;
    Ok(true)
}

pub(super) fn places(data: &Path) -> Result<Option<Tops>> {
    open(data)?.map(|database| stands(&database)).transpose()
}

fn stands(database: &Connection) -> Result<Tops> {
    let mut places = Tops::new();
    each(database, "SELECT channel, epoch, seq FROM positions", |row| {
        let channel: String = row.get(0)?;
        let epoch: String = row.get(1)?;
        places.insert(channel.parse()?, (epoch.parse()?, number(row.get(2)?)));
        Ok(())
    })?;
    Ok(places)
}

pub(super) fn read(data: &Path) -> Result<Option<Cache>> {
    let Some(database) = open(data)? else { return Ok(None) };
    let database = database.unchecked_transaction()?;
    let mut cache = Cache::default();
    each(
        &database,
        "SELECT channel, epoch, seq, last, n, is_timed FROM journal ORDER BY n",
        |row| {
            let channel: String = row.get(0)?;
            let epoch: String = row.get(1)?;
            let event: Option<String> = row.get(3)?;
            let event = event.as_deref().map(Uuid::parse_str).transpose()?;
            let (seq, n) = (number(row.get(2)?), number(row.get(4)?));
            let step = Step { n, epoch: epoch.parse()?, seq, event, is_timed: row.get(5)? };
            cache.steps.entry(channel.parse()?).or_default().push(step);
            Ok(())
        },
    )
    .context("the journal can be read")?;
    each(&database, "SELECT after, version, kind, id FROM effects ORDER BY rowid", |row| {
        let effect = Effect { after: number(row.get(0)?), version: number(row.get(1)?) };
        cache.effects.entry((row.get(2)?, row.get(3)?)).or_default().push(effect);
        Ok(())
    })?;
    each(&database, "SELECT kind, id, json FROM records", |row| {
        let json: String = row.get(2)?;
        cache.records.insert((row.get(0)?, row.get(1)?), serde_json::from_str(&json)?);
        Ok(())
    })?;
    each(&database, "SELECT job, text FROM texts", |row| {
        cache.texts.insert(row.get(0)?, row.get(1)?);
        Ok(())
    })?;
    Ok(Some(cache))
}

fn each(
    database: &Connection,
    sql: &str,
    mut take: impl FnMut(&rusqlite::Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut statement = database.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}

fn number(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}
