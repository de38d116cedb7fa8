//! What the server's database says about the interview, read without writing.

use anyhow::{Context, Result};
use e2e::databases;
use physics::Inputs;
use protocol::{
    Clock, SystemClock,
    records::{Constraint, LifeState, Project, Skill},
};
use rusqlite::Connection;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{collections::BTreeMap, path::Path};

/// A finding as it is stored.
#[derive(Debug)]
pub(crate) struct Found {
    /// The person's word on it.
    pub(crate) decision: String,
    /// Its quote.
    pub(crate) quote: String,
    /// The job that answered the message it was found in.
    pub(crate) job: Option<String>,
    /// Whether the quote is exactly what stands at its place in its message.
    pub(crate) exact: bool,
    /// Whether that message is the person's.
    pub(crate) own_words: bool,
}

/// What is stored.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The person's messages.
    pub(crate) answers: usize,
    /// Findings by id.
    pub(crate) findings: BTreeMap<String, Found>,
    /// η computed anew from the stored skills, projects, constraints and state.
    pub(crate) eta: f64,
    /// η as the server put it into the session's summary; absent without a verdict.
    pub(crate) eta_in_summary: Option<f64>,
}

pub(crate) fn read(data: &Path) -> Result<Kept> {
    let database = databases::open(data, "server")?;
    let messages: BTreeMap<String, Value> = all::<Value>(&database, "message")?
        .into_iter()
        .map(|message| (text(&message["id"]), message))
        .collect();
    let jobs: BTreeMap<String, String> = all::<Value>(&database, "job")?
        .into_iter()
        .map(|job| (text(&job["message_id"]), text(&job["id"])))
        .collect();
    let mut findings = BTreeMap::new();
    for finding in all::<Value>(&database, "finding")? {
        let message_id = text(&finding["quote"]["message_id"]);
        let message = messages.get(&message_id).context("a finding names a stored message")?;
        findings.insert(
            text(&finding["id"]),
            Found {
                decision: text(&finding["decision"]),
                quote: text(&finding["quote"]["text"]),
                job: jobs.get(&message_id).cloned(),
                exact: is_exact(&finding["quote"], message),
                own_words: message["role"] == "user",
            },
        );
    }
    let answers = messages.values().filter(|message| message["role"] == "user").count();
    let session = all::<Value>(&database, "session")?.pop().context("one session is stored")?;
    let eta_in_summary = session["summary"]["eta_after"].as_f64();
    Ok(Kept { answers, findings, eta: eta(&database)?, eta_in_summary })
}

/// The stored records of a kind.
fn all<T: DeserializeOwned>(database: &Connection, kind: &str) -> Result<Vec<T>> {
    let mut statement = database.prepare("SELECT body FROM record WHERE kind = ?1")?;
    let rows = statement.query_map([kind], |row| row.get::<_, String>(0))?;
    rows.map(|row| Ok(serde_json::from_str(&row?)?)).collect()
}

fn eta(database: &Connection) -> Result<f64> {
    let inputs = Inputs {
        skills: &all::<Skill>(database, "skill")?,
        projects: &all::<Project>(database, "project")?,
        constraints: &all::<Constraint>(database, "constraint")?,
        state: &all::<LifeState>(database, "state")?.pop().unwrap_or_default(),
    };
    Ok(physics::eta(&inputs, SystemClock.now()))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Offsets count Unicode scalar values of the message's words.
fn is_exact(quote: &Value, message: &Value) -> bool {
    let words: Vec<char> = message["blocks"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|block| block["text"].as_str())
        .collect::<Vec<_>>()
        .join("\n\n")
        .chars()
        .collect();
    let place = |name: &str| quote[name].as_u64().and_then(|place| usize::try_from(place).ok());
    let (Some(start), Some(end)) = (place("start"), place("end")) else { return false };
    words.get(start..end).is_some_and(|at| at.iter().collect::<String>() == text(&quote["text"]))
}
