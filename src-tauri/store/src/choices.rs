//! Small things kept beside the unsent work: drafts, preferences, the device's id and the account
//! that was signed in last.

use crate::{Store, StoreError};
use protocol::{
    DeviceId, ServerId, SessionId, UserId,
    preferences::{Preferences, PreferencesChange},
};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The account whose data is shown before the server has been reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastIdentity {
    /// The database behind the server.
    pub server: ServerId,
    /// The person.
    pub user: UserId,
}

impl LastIdentity {
    /// Names the account in the table of unsent work.
    pub(crate) fn account(self) -> String {
        format!("{}/{}", self.server, self.user)
    }
}

const PREFERENCES: &str = "preferences";
const DEVICE: &str = "device";
const IDENTITY: &str = "identity";

impl Store {
    /// What was typed and not sent; empty when nothing.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn draft(&self, session: SessionId) -> Result<String, StoreError> {
        self.unsent.read(move |connection| draft(connection, session)).await
    }

    /// Keep what was typed; empty text removes it.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn save_draft(&self, session: SessionId, text: String) -> Result<(), StoreError> {
        self.unsent.write(move |connection| put_draft(connection, session, &text)).await
    }

    /// The choices of this device; the defaults before any were made.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn preferences(&self) -> Result<Preferences, StoreError> {
        let kept = self.unsent.read(|connection| choice(connection, PREFERENCES)).await?;
        Ok(kept.unwrap_or_default())
    }

    /// Make some choices of this device anew, and give all of them. Changes made at the same time
    /// do not undo one another.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn change_preferences(
        &self,
        change: PreferencesChange,
    ) -> Result<Preferences, StoreError> {
        self.unsent
            .write(move |connection| {
                let mut preferences = choice(connection, PREFERENCES)?.unwrap_or_default();
                change.apply_to(&mut preferences);
                put_choice(connection, PREFERENCES, &preferences)?;
                Ok(preferences)
            })
            .await
    }

    /// The id of this installation: the kept one, or `fresh` from now on.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn device(&self, fresh: DeviceId) -> Result<DeviceId, StoreError> {
        self.unsent
            .write(move |connection| {
                if let Some(device) = choice(connection, DEVICE)? {
                    return Ok(device);
                }
                put_choice(connection, DEVICE, &fresh)?;
                Ok(fresh)
            })
            .await
    }
}

pub(crate) fn identity(connection: &Connection) -> Result<Option<LastIdentity>, StoreError> {
    choice(connection, IDENTITY)
}

pub(crate) fn put_identity(
    connection: &Connection,
    identity: LastIdentity,
) -> Result<(), StoreError> {
    put_choice(connection, IDENTITY, &identity)
}

pub(crate) fn draft(connection: &Connection, session: SessionId) -> Result<String, StoreError> {
    let text: Option<String> = connection
        .query_row("SELECT text FROM drafts WHERE session = ?1", [session.to_string()], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(text.unwrap_or_default())
}

pub(crate) fn put_draft(
    connection: &Connection,
    session: SessionId,
    text: &str,
) -> Result<(), StoreError> {
    if text.is_empty() {
        connection.execute("DELETE FROM drafts WHERE session = ?1", [session.to_string()])?;
    } else {
        connection.execute(
            "INSERT INTO drafts (session, text) VALUES (?1, ?2)
             ON CONFLICT (session) DO UPDATE SET text = excluded.text",
            params![session.to_string(), text],
        )?;
    }
    Ok(())
}

/// A choice; one that this version cannot read counts as not made.
fn choice<T: DeserializeOwned>(
    connection: &Connection,
    name: &str,
) -> Result<Option<T>, StoreError> {
    let value: Option<String> = connection
        .query_row("SELECT value FROM choices WHERE name = ?1", [name], |row| row.get(0))
        .optional()?;
    Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
}

fn put_choice<T: Serialize>(
    connection: &Connection,
    name: &str,
    value: &T,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO choices (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        params![name, serde_json::to_string(value)?],
    )?;
    Ok(())
}
