//! The interview as far as several tests go through it: the first question, an answer and its
//! reply, and what is stored of them.

use crate::{Screen, databases, screen::by, until};
use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use rusqlite::Connection;
use serde_json::Value;
use std::path::Path;

/// A stored message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stored {
    /// Its session.
    pub session: String,
    /// Its place in the session.
    pub ordinal: u64,
    /// Who wrote it: `user` or `assistant`.
    pub role: String,
    /// Its words.
    pub text: String,
}

/// All messages of the server whose database is below a folder, by session and place.
pub fn stored(folder: &Path) -> Result<Vec<Stored>> {
    let database = databases::open(folder, "server")?;
    messages(&database, "SELECT body FROM record WHERE kind = 'message'")
}

/// All messages that the desktop keeps of its server, by session and place.
pub fn cached(data: &Path) -> Result<Vec<Stored>> {
    // Before an account is known another file stands for the cache.
    let database = databases::open_one(data, |name| {
        name.starts_with("cache-") && !name.starts_with("cache-none")
    })?;
    messages(&database, "SELECT json FROM records WHERE kind = 'message'")
}

fn messages(database: &Connection, query: &str) -> Result<Vec<Stored>> {
    let mut statement = database.prepare(query)?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut messages = rows
        .map(|row| {
            let message: Value = serde_json::from_str(&row?)?;
            let text = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
            let blocks = message["blocks"].as_array().into_iter().flatten();
            let words = blocks.filter_map(|block| block["text"].as_str()).collect::<Vec<_>>();
            Ok(Stored {
                session: text("session_id"),
                ordinal: message["ordinal"].as_u64().context("a message has an ordinal")?,
                role: text("role"),
                text: words.join("\n\n"),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    messages.sort();
    Ok(messages)
}

/// Fails unless every session is question, answer, question, answer, … without gap or repetition.
pub fn is_in_order(messages: &[Stored]) -> Result<()> {
    let mut before: Option<&Stored> = None;
    for message in messages {
        let first = before.is_none_or(|before| before.session != message.session);
        let ordinal = if first { 1 } else { before.map_or(0, |before| before.ordinal) + 1 };
        ensure!(message.ordinal == ordinal, "a gap or repetition at {message:?}");
        let role = if ordinal % 2 == 1 { "assistant" } else { "user" };
        ensure!(message.role == role, "out of turn: {message:?}");
        ensure!(!message.text.is_empty(), "without words: {message:?}");
        before = Some(message);
    }
    Ok(())
}

impl Screen {
    /// Answers the first question of the first run and waits for the reply.
    pub async fn answer_first(&self, words: &str) -> Result<()> {
        self.type_into("welcome-answer", words).await?;
        self.click("welcome-send").await?;
        self.see("interview").await?;
        self.reply_to(words).await
    }

    /// Leaves the first run without an answer.
    pub async fn skip_first_run(&self) -> Result<()> {
        self.click_on(&format!("{} header button", by("welcome"))).await?;
        self.see("dashboard").await.map(drop)
    }

    /// Types an answer and sends it with Enter.
    pub async fn send(&self, words: &str) -> Result<()> {
        self.type_into("composer", words).await?;
        self.type_into("composer", &Key::Enter.to_string()).await
    }

    /// Waits until the last message on the screen is the whole reply to these words.
    pub async fn reply_to(&self, words: &str) -> Result<()> {
        let words = serde_json::to_string(words)?;
        let there = format!(
            "(() => {{ const all = [...document.querySelectorAll('[data-testid=message]')]; \
             const [mine, reply] = all.slice(-2); \
             return !document.querySelector('[data-testid=streaming]') \
             && reply?.dataset.role === 'assistant' && mine.dataset.role === 'user' \
             && mine.querySelector('[data-testid=message-text]').textContent.trim() === {words}; \
             }})()"
        );
        self.holds(&there).await.map(drop)
    }

    /// Waits until these words stand on the screen as the last answer, sent or not.
    pub async fn shows_answer(&self, words: &str) -> Result<()> {
        until("the answer on the screen", async || {
            let words = serde_json::to_string(words)?;
            let shown = self
                .ask(&format!(
                    "[...document.querySelectorAll('[data-testid=message][data-role=user]')].at(-1)\
                     ?.querySelector('[data-testid=message-text]').textContent.trim() === {words}"
                ))
                .await?;
            Ok((shown == Value::Bool(true)).then_some(()))
        })
        .await
    }

    /// The findings on the screen: id and decision, in order.
    pub async fn findings(&self) -> Result<Vec<(String, String)>> {
        let all = "[...document.querySelectorAll('[data-testid=finding]')]\
                   .map((card) => [card.dataset.findingId, card.dataset.decision])";
        Ok(serde_json::from_value(self.ask(all).await?)?)
    }

    /// The words that the findings on the screen rest on, in order.
    pub async fn quotes(&self) -> Result<Vec<String>> {
        let all = "[...document.querySelectorAll('[data-testid=finding-quote]')]\
                   .map((quote) => quote.textContent)";
        Ok(serde_json::from_value(self.ask(all).await?)?)
    }

    /// Waits until a finding stands so.
    pub async fn stands(&self, id: &str, decision: &str) -> Result<()> {
        let card = format!("[data-finding-id=\"{id}\"][data-decision={decision}]");
        self.find(&card).await.map(drop)
    }

    /// Clicks a part of a finding's card.
    pub async fn click_in(&self, id: &str, part: &str) -> Result<()> {
        self.click_on(&format!("[data-finding-id=\"{id}\"] {}", by(part))).await
    }

    /// η as the dashboard shows it, once it has stayed the same for many looks: it follows the
    /// last decision within moments. Opens the dashboard.
    pub async fn eta(&self) -> Result<f64> {
        const LOOKS: usize = 30;
        self.click("nav-dashboard").await?;
        let mut last = None;
        let mut same = 0;
        until("η at rest", async || {
            let shown: f64 = self.attribute("eta-value", "data-eta").await?.parse()?;
            same = if last == Some(shown.to_bits()) { same + 1 } else { 0 };
            last = Some(shown.to_bits());
            Ok((same >= LOOKS).then_some(shown))
        })
        .await
    }
}
