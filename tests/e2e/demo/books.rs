//! What the server's database says about the interview, read without writing.

use anyhow::{Context, Result};
use e2e::databases;
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
    /// η when the session was finished, as the server computed it.
    pub(crate) eta_after: Option<f64>,
}

pub(crate) fn read(data: &Path) -> Result<Kept> {
    let database = databases::open(data, "server")?;
    let records = |kind: &str| -> Result<Vec<Value>> {
        let mut statement = database.prepare("SELECT body FROM record WHERE kind = ?1")?;
        let rows = statement.query_map([kind], |row| row.get::<_, String>(0))?;
        rows.map(|row| Ok(serde_json::from_str(&row?)?)).collect()
    };
    let messages: BTreeMap<String, Value> =
        records("message")?.into_iter().map(|message| (text(&message["id"]), message)).collect();
    let jobs: BTreeMap<String, String> = records("job")?
        .into_iter()
        .map(|job| (text(&job["message_id"]), text(&job["id"])))
        .collect();
    let mut findings = BTreeMap::new();
    for finding in records("finding")? {
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
    let session = records("session")?.into_iter().next().context("one session is stored")?;
    Ok(Kept { answers, findings, eta_after: session["summary"]["eta_after"].as_f64() })
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
