//! A data folder with a session of ten thousand messages and a short one beside it. Both are begun
//! with the real server and the real engine; what makes the one long is written into both
//! databases, as ten thousand answers would take hours.

use crate::lived_in;
use anyhow::{Context, Result, ensure};
use protocol::{
    Clock, Command, MessageId, SessionId, SystemClock, Timestamp,
    models::{ModelChoice, ModelKind},
    preferences::PreferencesChange,
    records::{Block, Message, Role},
};
use rusqlite::{Connection, params};
use std::path::Path;
use testkit::World;
use uuid::Uuid;

/// Messages in the long session. An odd one is the interviewer's.
pub(super) const MESSAGES: u64 = 10_001;
/// What the first turn leaves: question, answer, reply.
const TURN: u64 = 3;
/// Between two messages.
const BETWEEN: i64 = 10 * 60;
/// What is said in between, by the interviewer.
const REPLIES: [&str; 4] = [
    "Nobody came to harm, and you kept the breaks. **What did you decide first?**",
    "So the list was yours from the beginning.\n\n- You counted every delay.\n- You tried it \
     with *one* bay.\n\n**What changed when the other wards took it over?**",
    "Thank you, that says a good deal. Before we go on: who else was there, and what did they \
     leave to you?",
    "I noted `discharge`, `audit` and `checklist`.\n\n1. First the count,\n2. then the page,\n\
     3. then the trial.\n\n**Which of the three would you do in another way today?**",
];

/// What is there.
#[derive(Debug)]
pub(super) struct Filled {
    /// The long session.
    pub(super) long: String,
    /// The other one, which was opened last.
    pub(super) short: String,
    /// The first message of the long one.
    pub(super) first: String,
    /// Its last message.
    pub(super) last: String,
}

/// Fills `data`, the data folder of the program, and has it speak with the model at `model`.
pub(super) async fn fill(data: &Path, model: &str) -> Result<Filled> {
    let world = World::start().await;
    let mut desktop = world.desktop("desktop").await;
    let mut sessions = Vec::new();
    for text in lived_in::said().take(2) {
        let session = lived_in::new_session(&desktop).await?;
        lived_in::answer(&mut desktop, session, text, false).await;
        sessions.push(session);
    }
    let [long, short] = sessions[..] else { anyhow::bail!("two answers begin two sessions") };
    let (kind, base_url) = (ModelKind::OpenAi, model.to_owned());
    let choice = ModelChoice { kind, base_url, model: String::from("paced") };
    desktop.ask(Command::ChooseModel { choice: Some(choice), key: None }).await;
    let change = PreferencesChange {
        welcomed: Some(true),
        last_session: Some(Some(short)),
        ..PreferencesChange::default()
    };
    desktop.ask(Command::ChangePreferences { change }).await;
    lived_in::leave(world, desktop, data).await?;
    let first = lengthen(data, long)?;
    let last = id_of(long, MESSAGES).to_string();
    Ok(Filled { long: long.to_string(), short: short.to_string(), first, last })
}

fn id_of(session: SessionId, ordinal: u64) -> MessageId {
    MessageId(Uuid::new_v5(&session.0, &ordinal.to_le_bytes()))
}

/// The message of this place, the last one now and the others before it.
fn message(session: SessionId, ordinal: u64, now: Timestamp) -> Result<Message> {
    let place = usize::try_from(ordinal)?;
    let is_reply = ordinal % 2 == 1;
    let text = if is_reply {
        REPLIES[place / 2 % REPLIES.len()]
    } else {
        lived_in::said().nth(place / 2 % lived_in::said().count()).context("there are answers")?
    };
    let ago = i64::try_from(MESSAGES - ordinal)? * BETWEEN;
    Ok(Message {
        id: id_of(session, ordinal),
        session_id: session,
        ordinal,
        follows: None,
        role: if is_reply { Role::Assistant } else { Role::User },
        blocks: vec![Block::Text { text: text.to_owned() }],
        job_id: None,
        stopped: false,
        created_at: Timestamp::from_second(now.as_second() - ago)?,
    })
}

/// Puts the messages behind the first turn into both databases. Gives the id of the first.
fn lengthen(data: &Path, session: SessionId) -> Result<String> {
    let now = SystemClock.now();
    let messages: Vec<Message> =
        (TURN + 1..=MESSAGES).map(|place| message(session, place, now)).collect::<Result<_>>()?;
    in_server(&data.join("server"), session, &messages)?;
    in_cache(data, session, &messages)
}

/// When the first turn was, told by what follows it.
fn began(messages: &[Message]) -> Result<String> {
    Ok(messages.first().context("there are messages")?.created_at.to_string())
}

fn database(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Connection> {
    let named = |path: &Path| path.file_name().is_some_and(|name| wanted(&name.to_string_lossy()));
    let path = e2e::databases::below(folder)?.into_iter().find(|path| named(path));
    Ok(Connection::open(path.context("there is no such database")?)?)
}

fn in_server(folder: &Path, session: SessionId, messages: &[Message]) -> Result<()> {
    let mut database = database(folder, |name| name.starts_with("server"))?;
    let commit = database.transaction()?;
    let id = session.0.as_bytes().as_slice();
    let changed = commit.execute(
        "UPDATE record SET body = json_set(body, '$.message_count', ?1)
         WHERE kind = 'session' AND id = ?2",
        params![i64::try_from(MESSAGES)?, id],
    )?;
    ensure!(changed == 1, "the server has the session");
    commit.execute(
        "UPDATE record SET body = json_set(body, '$.created_at', ?1)
         WHERE kind = 'message' AND parent = ?2",
        params![began(messages)?, id],
    )?;
    for message in messages {
        commit.execute(
            "INSERT INTO record (owner, kind, id, parent, place, version, due, body)
             SELECT owner, kind, ?1, parent, ?2, version, due, ?3 FROM record
             WHERE kind = 'message' AND parent = ?4 AND place = 1",
            params![
                message.id.0.as_bytes().as_slice(),
                i64::try_from(message.ordinal)?,
                serde_json::to_string(message)?,
                id,
            ],
        )?;
    }
    Ok(commit.commit()?)
}

fn in_cache(folder: &Path, session: SessionId, messages: &[Message]) -> Result<String> {
    let is_cache = |name: &str| name.starts_with("cache-") && !name.starts_with("cache-none");
    let mut database = database(folder, is_cache)?;
    let commit = database.transaction()?;
    let id = session.to_string();
    let changed = commit.execute(
        "UPDATE records SET json = json_set(json, '$.message_count', ?1)
         WHERE kind = 'session' AND id = ?2",
        params![i64::try_from(MESSAGES)?, id],
    )?;
    ensure!(changed == 1, "the desktop has the session");
    commit.execute(
        "UPDATE records SET json = json_set(json, '$.created_at', ?1)
         WHERE kind = 'message' AND parent = ?2",
        params![began(messages)?, id],
    )?;
    for message in messages {
        commit.execute(
            "INSERT INTO records (kind, id, parent, sort, version, json)
             VALUES ('message', ?1, ?2, ?3, 1, ?4)",
            params![
                message.id.to_string(),
                id,
                i64::try_from(message.ordinal)?,
                serde_json::to_string(message)?,
            ],
        )?;
    }
    let first = commit.query_row(
        "SELECT id FROM records WHERE kind = 'message' AND parent = ?1 AND sort = 1",
        [&id],
        |row| row.get(0),
    )?;
    commit.commit()?;
    Ok(first)
}
