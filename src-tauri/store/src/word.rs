//! What the person says about unsent work: try it again, give it up, word it anew, let it go after
//! all. What was sent without an answer is not theirs to take back, since the server may have it.

use crate::{
    Lane, Row, RowState, Store, StoreError, choices, outbox,
    record::milliseconds,
    row::{made, names},
};
use protocol::{
    IdempotencyKey, MessageId, SessionId, Timestamp, Write,
    write::{CreateSession, NewMessage, PostMessage},
};
use rusqlite::{Connection, params};
use std::time::Duration;

/// What was never sent and is older asks the person first.
const OLD: Duration = Duration::from_hours(24);

/// What giving up a write took away.
#[derive(Debug, Clone, PartialEq)]
pub struct Discarded {
    /// Where it waited.
    pub lane: Lane,
    /// The writes that are gone.
    pub rows: Vec<Row>,
}

impl Store {
    /// Hold what was never sent and is older than 24 hours; says whether there was any. A clock
    /// that was set back holds nothing.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn hold_old(&self, now: Timestamp) -> Result<bool, StoreError> {
        let owner = self.owner();
        let before = now.checked_sub(OLD).map_or(i64::MIN, milliseconds);
        let old = "account IS ?1 AND state = 'queued' AND fresh_at < ?2";
        let given = owner.clone();
        let any = self.unsent.read(move |connection| {
            let asked = format!("SELECT EXISTS (SELECT 1 FROM outbox WHERE {old})");
            Ok::<bool, StoreError>(
                connection.query_row(&asked, params![given, before], |row| row.get(0))?,
            )
        });
        if !any.await? {
            return Ok(false);
        }
        self.unsent
            .write(move |connection| {
                let held = format!("UPDATE outbox SET state = 'held' WHERE {old}");
                Ok(connection.execute(&held, params![owner, before])? > 0)
            })
            .await
    }

    /// Let held writes go out; gives those that were held. Their age counts from `now`.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn release(
        &self,
        keys: Vec<IdempotencyKey>,
        now: Timestamp,
    ) -> Result<Vec<Row>, StoreError> {
        let owner = self.owner();
        self.unsent
            .write(move |connection| {
                let mut released = Vec::new();
                for key in keys {
                    let row = outbox::row(connection, owner.as_deref(), key)?;
                    if let Some(row) = row.filter(|row| row.state == RowState::Held) {
                        refresh(connection, key, now)?;
                        released.push(row);
                    }
                }
                Ok(released)
            })
            .await
    }

    /// Try a stuck write again, with its key and bytes. Its age counts from `now`.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotStuck`] when it is not stuck; database errors.
    pub async fn retry_write(
        &self,
        key: IdempotencyKey,
        now: Timestamp,
    ) -> Result<Row, StoreError> {
        let owner = self.owner();
        self.unsent
            .write(move |connection| {
                let row = waits(connection, owner.as_deref(), key)?;
                if !row.is_stuck() {
                    return Err(StoreError::NotStuck);
                }
                refresh(connection, key, now)?;
                Ok(row)
            })
            .await
    }

    /// Give a stuck or held write up. A message's text becomes the session's draft, before what is
    /// there. What waits for a session or record that it would have made goes with it.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotStuck`] when it is neither; database errors.
    pub async fn discard_write(&self, key: IdempotencyKey) -> Result<Discarded, StoreError> {
        let owner = self.owner();
        self.unsent
            .write(move |connection| {
                let row = waits(connection, owner.as_deref(), key)?;
                let lane = row.lane;
                let others = outbox::rows_of(connection, owner.as_deref(), lane)?;
                let goes = |other: &Row| other.key == row.key || hangs_on(other, &row);
                let gone: Vec<Row> = others.into_iter().filter(goes).collect();
                let keys: Vec<IdempotencyKey> = gone.iter().map(|row| row.key).collect();
                outbox::remove(connection, &keys)?;
                if let Lane::Session(session) = lane {
                    let texts: Vec<&str> = gone.iter().filter_map(|row| text(&row.write)).collect();
                    return_to_draft(connection, session, &texts)?;
                }
                Ok(Discarded { lane, rows: gone })
            })
            .await
    }

    /// Give a stuck or held message another text in its place in the lane, with `new` as its key
    /// and message id from now on; gives it as it was before. Its age counts from `now`.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotStuck`] when it is neither or no message; database errors.
    pub async fn edit_message(
        &self,
        key: IdempotencyKey,
        new: (IdempotencyKey, MessageId),
        text: String,
        now: Timestamp,
    ) -> Result<Row, StoreError> {
        let owner = self.owner();
        self.unsent
            .write(move |connection| {
                let before = waits(connection, owner.as_deref(), key)?;
                let write = reworded(&before.write, new.1, text).ok_or(StoreError::NotStuck)?;
                let edited = Row { key: new.0, write, state: RowState::Queued, ..before.clone() };
                let request = edited.write.request();
                outbox::remove(connection, &[key])?;
                outbox::insert(connection, owner.as_deref(), &edited, &request)?;
                refresh(connection, edited.key, now)?;
                Ok(before)
            })
            .await
    }
}

/// A row that waits for the person.
fn waits(
    connection: &Connection,
    owner: Option<&str>,
    key: IdempotencyKey,
) -> Result<Row, StoreError> {
    let row = outbox::row(connection, owner, key)?;
    row.filter(|row| matches!(row.state, RowState::Stuck(_) | RowState::Held))
        .ok_or(StoreError::NotStuck)
}

/// The person has spoken: it may be sent, and is as good as new.
fn refresh(connection: &Connection, key: IdempotencyKey, now: Timestamp) -> Result<(), StoreError> {
    outbox::mark(connection, key, &RowState::Queued)?;
    connection.execute(
        "UPDATE outbox SET fresh_at = ?2 WHERE key = ?1",
        params![key.to_string(), milliseconds(now)],
    )?;
    Ok(())
}

/// Whether `other` means nothing without `row`, which is given up.
fn hangs_on(other: &Row, row: &Row) -> bool {
    if matches!(row.write, Write::CreateSession(_) | Write::Import(_)) {
        return true;
    }
    if let (Some(message), Write::ShowVersion { body, .. }) = (row.message(), &other.write)
        && [body.message, body.newest].contains(&message)
    {
        return true;
    }
    made(&row.write).is_some_and(|made| names(&other.write).first() == Some(&made))
}

/// The same message with another id and text; `None` when the write is no message.
fn reworded(write: &Write, id: MessageId, text: String) -> Option<Write> {
    let message = NewMessage { id, text };
    match write.clone() {
        Write::CreateSession(body) => {
            Some(Write::CreateSession(CreateSession { first_message: message, ..body }))
        }
        Write::PostMessage { session, body } => {
            Some(Write::PostMessage { session, body: PostMessage { message, ..body } })
        }
        _ => None,
    }
}

/// The text of the message a write carries.
pub(crate) fn text(write: &Write) -> Option<&str> {
    match write {
        Write::CreateSession(body) => Some(&body.first_message.text),
        Write::PostMessage { body, .. } => Some(&body.message.text),
        _ => None,
    }
}

fn return_to_draft(
    connection: &Connection,
    session: SessionId,
    texts: &[&str],
) -> Result<(), StoreError> {
    let draft = choices::draft(connection, session)?;
    let kept = [draft.as_str()];
    let kept = kept.iter().filter(|draft| !draft.is_empty());
    let texts: Vec<&str> = texts.iter().chain(kept).copied().collect();
    choices::put_draft(connection, session, &texts.join("\n\n"))
}
