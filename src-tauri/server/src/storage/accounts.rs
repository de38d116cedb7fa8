//! Accounts and the families of refresh tokens. Only hashes of tokens are stored.

use super::{Storage, StorageError, View, blob, number, stored, uuid};
use protocol::{Channel, DeviceId, Epoch, Ids, UserId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::sync::Arc;
use uuid::Uuid;

/// How long a family lives without use: 90 days, in microseconds.
const UNUSED_MICROSECONDS: i64 = 90 * 24 * 3600 * 1_000_000;

/// One sign-in of one device, with the refresh tokens that follow each other in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Family {
    /// Its id.
    pub(crate) id: Uuid,
    /// Whose.
    pub(crate) owner: UserId,
    /// Which installation.
    pub(crate) device: DeviceId,
}

/// What showing a refresh token gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rotation {
    /// Its successor stands.
    Next(Family),
    /// It was replaced and its successor was used: somebody has a copy. The family ended now.
    Reused(Family),
    /// The family had ended before.
    Ended,
    /// There is no such token.
    Unknown,
}

impl Storage {
    /// The account that the embedding program signs in as; made at first use.
    pub(crate) async fn embedded_account(&self) -> Result<UserId, StorageError> {
        let ids = Arc::clone(&self.ids);
        let id = self.kept("embedded_user", move || ids.next().as_bytes().to_vec()).await?;
        let id = Uuid::from_slice(&id).map_err(|_| StorageError::Unreadable)?;
        self.add_account(UserId(id), None).await?;
        Ok(UserId(id))
    }

    /// Add an account; `false` when the name is taken.
    pub(crate) async fn add_account(
        &self,
        id: UserId,
        sign_in: Option<(String, String)>,
    ) -> Result<bool, StorageError> {
        let (name, password) = sign_in.unzip();
        let now = self.clock.now().as_microsecond();
        let ids = Arc::clone(&self.ids);
        self.database
            .write(move |tx| {
                let added = tx.execute(
                    "INSERT OR IGNORE INTO account (id, name, password, created_at)
                     VALUES (?1, ?2, ?3, ?4)",
                    params![blob(&id.0), name, password, now],
                )?;
                if added == 1 {
                    open_user_channel(tx, id, ids.as_ref())?;
                }
                Ok(added == 1)
            })
            .await
    }

    /// The account of this name and its password's hash.
    pub(crate) async fn account(
        &self,
        name: String,
    ) -> Result<Option<(UserId, String)>, StorageError> {
        self.database
            .read(move |connection| {
                let found = connection
                    .query_row("SELECT id, password FROM account WHERE name = ?1", [name], |row| {
                        Ok((UserId(uuid(row, 0)?), row.get(1)?))
                    })
                    .optional()?;
                Ok(found)
            })
            .await
    }

    /// Begin a family with its first token's hash.
    pub(crate) async fn add_family(
        &self,
        family: Family,
        first: [u8; 32],
    ) -> Result<(), StorageError> {
        let now = self.clock.now().as_microsecond();
        self.database
            .write(move |tx| {
                tx.execute(
                    "INSERT INTO family (id, owner, device, newest, revoked, used_at)
                     VALUES (?1, ?2, ?3, 1, 0, ?4)",
                    params![blob(&family.id), blob(&family.owner.0), blob(&family.device.0), now],
                )?;
                add_token(tx, &family.id, 1, &first)
            })
            .await
    }

    /// Show a token: its successor, whose hash is given, takes its place. Showing it again before
    /// the successor was shown gives the same successor; after that it ends the family.
    pub(crate) async fn rotate(
        &self,
        shown: [u8; 32],
        successor: [u8; 32],
    ) -> Result<Rotation, StorageError> {
        let now = self.clock.now().as_microsecond();
        self.database.write(move |tx| rotate(tx, &shown, &successor, now)).await
    }

    /// End the family of a token. Gives the family when it lived.
    pub(crate) async fn end_family(&self, shown: [u8; 32]) -> Result<Option<Family>, StorageError> {
        self.database
            .write(move |tx| {
                let found = find(tx, &shown)?.filter(|token| !token.revoked);
                if let Some(token) = &found {
                    revoke(tx, &token.family.id)?;
                }
                Ok(found.map(|token| token.family))
            })
            .await
    }

    /// Whether a family lives.
    pub(crate) async fn family_lives(&self, id: Uuid) -> Result<bool, StorageError> {
        self.database.read(move |connection| sign_in_lives(connection, id)).await
    }
}

impl View<'_> {
    /// Whether a family lives.
    pub(super) fn sign_in_lives(&self, family: Uuid) -> Result<bool, StorageError> {
        sign_in_lives(self.connection, family)
    }
}

fn sign_in_lives(connection: &Connection, family: Uuid) -> Result<bool, StorageError> {
    let mut statement =
        connection.prepare_cached("SELECT 1 FROM family WHERE id = ?1 AND revoked = 0")?;
    Ok(statement.exists([blob(&family)])?)
}

fn open_user_channel(tx: &Transaction<'_>, id: UserId, ids: &dyn Ids) -> Result<(), StorageError> {
    View::new(tx, id).set_position(Channel::User(id), Epoch(ids.next()), 0)
}

struct Token {
    family: Family,
    generation: u64,
    newest: u64,
    revoked: bool,
    used_at: i64,
}

fn find(tx: &Transaction<'_>, hash: &[u8; 32]) -> Result<Option<Token>, StorageError> {
    let found = tx
        .query_row(
            "SELECT f.id, f.owner, f.device, f.newest, f.revoked, f.used_at, t.generation
             FROM refresh_token t JOIN family f ON f.id = t.family WHERE t.hash = ?1",
            [hash.as_slice()],
            |row| {
                Ok(Token {
                    family: Family {
                        id: uuid(row, 0)?,
                        owner: UserId(uuid(row, 1)?),
                        device: DeviceId(uuid(row, 2)?),
                    },
                    newest: number(row, 3)?,
                    revoked: row.get(4)?,
                    used_at: row.get(5)?,
                    generation: number(row, 6)?,
                })
            },
        )
        .optional()?;
    Ok(found)
}

fn rotate(
    tx: &Transaction<'_>,
    shown: &[u8; 32],
    successor: &[u8; 32],
    now: i64,
) -> Result<Rotation, StorageError> {
    let Some(token) = find(tx, shown)? else { return Ok(Rotation::Unknown) };
    if token.revoked || now.saturating_sub(token.used_at) > UNUSED_MICROSECONDS {
        return Ok(Rotation::Ended);
    }
    let family = token.family;
    if token.generation + 1 < token.newest {
        revoke(tx, &family.id)?;
        return Ok(Rotation::Reused(family));
    }
    if token.generation == token.newest {
        add_token(tx, &family.id, token.newest + 1, successor)?;
        tx.execute(
            "UPDATE family SET newest = ?2, used_at = ?3 WHERE id = ?1",
            params![blob(&family.id), stored(token.newest + 1), now],
        )?;
    }
    Ok(Rotation::Next(family))
}

fn add_token(
    tx: &Transaction<'_>,
    family: &Uuid,
    generation: u64,
    hash: &[u8; 32],
) -> Result<(), StorageError> {
    tx.execute(
        "INSERT INTO refresh_token (hash, family, generation) VALUES (?1, ?2, ?3)",
        params![hash.as_slice(), blob(family), stored(generation)],
    )?;
    Ok(())
}

fn revoke(tx: &Transaction<'_>, family: &Uuid) -> Result<(), StorageError> {
    tx.execute("UPDATE family SET revoked = 1 WHERE id = ?1", [blob(family)])?;
    Ok(())
}
