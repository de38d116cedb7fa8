//! Compares what the page noted with the server's log.

use anyhow::Result;
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// What the page noted, times in milliseconds since 1970.
#[derive(Debug, Deserialize)]
pub(super) struct Painted {
    /// Job, characters without spaces, when.
    words: Vec<(String, usize, f64)>,
    /// When each finding was first there.
    findings: HashMap<String, f64>,
}

/// How long after its commit each event was painted, in milliseconds.
#[derive(Debug, Default)]
pub(super) struct Delays {
    pub(super) words: Vec<f64>,
    pub(super) findings: Vec<f64>,
    /// Events that the page did not show by themselves.
    pub(super) unseen: usize,
}

pub(super) fn delays(server: &Connection, painted: &Painted) -> Result<Delays> {
    let mut delays = Delays::default();
    let mut written: BTreeMap<String, usize> = BTreeMap::new();
    for (at, chunk) in events(server, "job_chunk")? {
        let job = chunk["job"].as_str().unwrap_or_default();
        let size = written.entry(job.to_owned()).or_default();
        let words = chunk["text"].as_str().unwrap_or_default();
        *size += words.chars().filter(|c| !c.is_whitespace()).count();
        let shown = painted.words.iter().find(|(of, shown, _)| of == job && *shown >= *size);
        match shown {
            Some((_, _, shown)) => delays.words.push(shown - at),
            None => delays.unseen += 1,
        }
    }
    let mut first: BTreeMap<String, f64> = BTreeMap::new();
    for (at, finding) in events(server, "finding_updated")? {
        first.entry(finding["id"].as_str().unwrap_or_default().to_owned()).or_insert(at);
    }
    for (id, at) in first {
        match painted.findings.get(&id) {
            Some(shown) => delays.findings.push(shown - at),
            None => delays.unseen += 1,
        }
    }
    Ok(delays)
}

/// The events of a name, each channel's in order, with the time of their commit.
fn events(server: &Connection, name: &str) -> Result<Vec<(f64, Value)>> {
    let mut statement = server.prepare(
        "SELECT at / 1000.0, data FROM event WHERE name = ?1 ORDER BY owner, channel, seq",
    )?;
    let rows =
        statement.query_map([name], |row| Ok((row.get::<_, f64>(0)?, row.get::<_, String>(1)?)))?;
    rows.map(|row| {
        let (at, data) = row?;
        Ok((at, serde_json::from_str(&data)?))
    })
    .collect()
}
