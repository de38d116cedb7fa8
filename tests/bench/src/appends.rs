//! B11: durable appends per second as the embedded server does them, against a plain loop of durable
//! `SQLite` inserts of the same rows in the same run; and how the file grows.

use crate::report::{Outcome, Spread};
use anyhow::{Result, ensure};
use rusqlite::{Connection, params};
use server::measure::Appender;
use std::{fs, path::Path, time::Instant};

const REPEATS: usize = 5;
const WRITERS: u64 = 32;
const EACH: u64 = 64;
const GROWTH: u64 = 10_000;
/// Of a raw loop that makes each insert durable by itself.
const WANTED: f64 = 0.5;

/// An answer of usual length, about 200 bytes.
const TEXT: &str = "We had two agency nurses and a full bay, so I took the handover myself, moved \
    the two sickest next to the desk and rang the site team before it got dark. Nobody fell that \
    night.";

/// Messages a second.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
async fn ours(folder: &Path) -> Result<f64> {
    let appender = Appender::open(&folder.join("ours.db"))?;
    let began = Instant::now();
    appender.append(WRITERS, EACH, TEXT).await?;
    let took = began.elapsed();
    appender.close().await;
    Ok(per_second(WRITERS * EACH, took.as_secs_f64()))
}

/// Inserts a second, `group` of them in a transaction: the message and its event, as bare rows.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn raw(folder: &Path, group: u64) -> Result<f64> {
    let mut connection = Connection::open(folder.join(format!("raw-{group}.db")))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, kind INTEGER, body TEXT)",
    )?;
    let total = WRITERS * EACH;
    let began = Instant::now();
    for _ in 0..total / group {
        let transaction = connection.transaction()?;
        for _ in 0..group {
            let sql = "INSERT INTO entry (kind, body) VALUES (?1, ?2)";
            let mut statement = transaction.prepare_cached(sql)?;
            statement.execute(params![1, TEXT])?;
            statement.execute(params![2, TEXT])?;
        }
        transaction.commit()?;
    }
    Ok(per_second(total, began.elapsed().as_secs_f64()))
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts are small")]
fn per_second(count: u64, seconds: f64) -> f64 {
    count as f64 / seconds
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a file of megabytes")]
async fn growth(folder: &Path) -> Result<f64> {
    let path = folder.join("growth.db");
    let appender = Appender::open(&path)?;
    appender.append(WRITERS, GROWTH / WRITERS, TEXT).await?;
    appender.close().await;
    Ok(fs::metadata(&path)?.len() as f64 / (1024.0 * 1024.0))
}

pub(crate) async fn run() -> Result<Outcome> {
    let (mut group_commit, mut loop_alone, mut loop_grouped) = (vec![], vec![], vec![]);
    for _ in 0..REPEATS {
        let folder = tempfile::tempdir()?;
        group_commit.push(ours(folder.path()).await?);
        loop_alone.push(raw(folder.path(), 1)?);
        loop_grouped.push(raw(folder.path(), WRITERS)?);
    }
    let folder = tempfile::tempdir()?;
    let megabytes = growth(folder.path()).await?;
    ensure!(megabytes > 0.0, "the file did not grow");
    let (ours, alone) = (Spread::of(group_commit)?, Spread::of(loop_alone)?);
    let grouped = Spread::of(loop_grouped)?;
    let ratio = ours.median / alone.median;
    Ok(Outcome {
        ours: ours.median,
        reference: alone.median,
        ratio,
        unit: String::from("durable messages/s"),
        goal: format!("≥ {:.0} % of a raw loop of durable inserts", WANTED * 100.0),
        met: ratio >= WANTED,
        notes: vec![
            ours.words(&format!("{WRITERS} sessions at once, {EACH} messages each"), "messages/s"),
            alone.words("raw loop, one commit per message", "messages/s"),
            grouped.words(&format!("raw loop, one commit per {WRITERS} messages"), "messages/s"),
            format!("file after {GROWTH} messages: {megabytes:.1} MiB"),
            String::from(
                "a message is a record, an event, a position and an idempotency record here, and \
                 two bare rows in the raw loop",
            ),
        ],
    })
}
