//! Opens the two files, moves a damaged one aside, and switches the cache with the account.

use crate::{LastIdentity, StoreError, choices, rescue::Rescued, schema};
use db::{Database, DbError, Disk, Durability};
use protocol::{ServerId, Timestamp, UserId};
use rusqlite::Connection;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

const UNSENT: &str = "unsent.db";
/// Where what is taken over from a damaged file of unsent work is put together.
const RESCUED: &str = "unsent.db.rescued";
/// Stands between the name of a file that was moved aside and the second in which it was.
const DAMAGED: &str = ".damaged-";
/// Stands for the cache until an account is known; nothing is ever written into it.
const NOBODY: &str = "cache-none.db";

/// What the desktop remembers.
#[derive(Debug)]
pub struct Store {
    disk: Disk,
    folder: PathBuf,
    opened_at: Timestamp,
    pub(crate) unsent: Database,
    cache: RwLock<(Option<LastIdentity>, Database)>,
    /// False only while no write of this account is accepted.
    pub(crate) has_accepted: AtomicBool,
    notices: Mutex<Vec<String>>,
}

impl Store {
    /// Open the files in `folder` on `disk`, with the cache of the account that was signed in last.
    /// A damaged file is moved aside and told in [`Store::notices`]; what can still be read of its
    /// unsent work is taken over. `now` names the moved file.
    ///
    /// # Errors
    ///
    /// [`StoreError::Folder`] when the folder cannot be made, database errors otherwise.
    pub async fn open(disk: Disk, folder: &Path, now: Timestamp) -> Result<Self, StoreError> {
        disk.make_folder(folder).map_err(StoreError::Folder)?;
        let mut notices = Vec::new();
        notices.extend(finish_rescue(&disk, folder).await?);
        let unsent = open((&disk, folder), UNSENT, now, &mut notices).await?;
        notices.extend(unsent.read(others).await?);
        let identity = unsent.read(choices::identity).await?;
        if let Some(identity) = identity {
            unsent.write(move |connection| adopt(connection, identity)).await?;
        }
        let cache = open((&disk, folder), &cache_name(identity), now, &mut notices).await?;
        Ok(Self {
            folder: folder.to_owned(),
            disk,
            opened_at: now,
            unsent,
            cache: RwLock::new((identity, cache)),
            has_accepted: AtomicBool::new(true),
            notices: Mutex::new(notices),
        })
    }

    /// The account whose data is shown.
    pub fn identity(&self) -> Option<LastIdentity> {
        self.cache.read().unwrap_or_else(PoisonError::into_inner).0
    }

    /// Show the data of this account from now on, and only its unsent work; says whether it is
    /// another than before. What was written before any account was known becomes this one's.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn identify(&self, server: ServerId, user: UserId) -> Result<bool, StoreError> {
        let identity = LastIdentity { server, user };
        if self.identity() == Some(identity) {
            return Ok(false);
        }
        let mut notices = Vec::new();
        let place = (&self.disk, self.folder.as_path());
        let cache = open(place, &cache_name(Some(identity)), self.opened_at, &mut notices).await?;
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).append(&mut notices);
        self.unsent
            .write(move |connection| {
                choices::put_identity(connection, identity)?;
                adopt(connection, identity)
            })
            .await?;
        // The one before closes when the last who looks into it is done.
        *self.cache.write().unwrap_or_else(PoisonError::into_inner) = (Some(identity), cache);
        self.has_accepted.store(true, Ordering::Release);
        let others = self.unsent.read(others).await?;
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).extend(others);
        Ok(true)
    }

    /// What the person should know about the files, in sentences.
    pub fn notices(&self) -> Vec<String> {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Finish what waits and close the files.
    pub async fn close(&self) {
        let cache = self.cache();
        cache.close().await;
        self.unsent.close().await;
    }

    /// The name of the account that unsent work belongs to.
    pub(crate) fn owner(&self) -> Option<String> {
        self.identity().map(LastIdentity::account)
    }

    pub(crate) fn cache(&self) -> Database {
        self.cache.read().unwrap_or_else(PoisonError::into_inner).1.clone()
    }
}

/// Says that work of other accounts than this one waits here, when it does.
fn others(connection: &Connection) -> Result<Option<String>, StoreError> {
    let Some(identity) = choices::identity(connection)? else { return Ok(None) };
    let count: i64 = connection.query_row(
        "SELECT count(*) FROM outbox WHERE account IS NOT NULL AND account <> ?1",
        [identity.account()],
        |row| row.get(0),
    )?;
    Ok((count > 0).then(|| {
        format!(
            "Unsent changes of another account are kept on this device: {count}. They go out when \
             that account is used here again."
        )
    }))
}

fn adopt(connection: &Connection, identity: LastIdentity) -> Result<(), StoreError> {
    connection
        .execute("UPDATE outbox SET account = ?1 WHERE account IS NULL", [identity.account()])?;
    Ok(())
}

fn cache_name(identity: Option<LastIdentity>) -> String {
    identity.map_or_else(
        || NOBODY.to_owned(),
        |LastIdentity { server, user }| format!("cache-{server}-{user}.db"),
    )
}

async fn open(
    (disk, folder): (&Disk, &Path),
    name: &str,
    now: Timestamp,
    notices: &mut Vec<String>,
) -> Result<Database, StoreError> {
    let path = folder.join(name);
    let open = || {
        if name == UNSENT {
            Database::open(disk, &path, Durability::Full, schema::UNSENT)
        } else {
            Database::open(disk, &path, Durability::Normal, schema::CACHE)
        }
    };
    match open() {
        Err(DbError::Damaged) => {
            let moved = format!("{name}{DAMAGED}{}", now.as_second());
            move_aside(folder, name, &moved).map_err(StoreError::Folder)?;
            tracing::warn!(name, "a damaged file was moved aside");
            if name == UNSENT {
                notices.extend(finish_rescue(disk, folder).await?);
            } else {
                notices.push(format!(
                    "The file {name} was damaged. It was kept as {moved}. Its content is read \
                     from the server again."
                ));
            }
            Ok(open()?)
        }
        opened => Ok(opened?),
    }
}

/// Takes over what can still be read of a damaged file of unsent work, when there is one and no
/// other is in its place yet. Everything is put into a file of another name first, so that a rescue
/// that is broken off, by a full disk or an end of the program, begins anew at the next start.
async fn finish_rescue(disk: &Disk, folder: &Path) -> Result<Option<String>, StoreError> {
    let Some(moved) = newest_damaged(folder) else { return Ok(None) };
    if folder.join(UNSENT).exists() {
        return Ok(None);
    }
    for end in ["", "-wal", "-shm"] {
        let begun = folder.join(format!("{RESCUED}{end}"));
        if begun.exists() {
            fs::remove_file(begun).map_err(StoreError::Folder)?;
        }
    }
    let path = folder.join(RESCUED);
    let fresh = Database::open(disk, &path, Durability::Full, schema::UNSENT)?;
    let lost = rescue(&folder.join(&moved), &fresh).await;
    fresh.close().await;
    let lost = lost?;
    fs::rename(path, folder.join(UNSENT)).map_err(StoreError::Folder)?;
    Ok(Some(format!("The file {UNSENT} was damaged. It was kept as {moved}. {lost}")))
}

/// The damaged file of unsent work that was moved aside last.
fn newest_damaged(folder: &Path) -> Option<String> {
    let prefix = format!("{UNSENT}{DAMAGED}");
    let names = fs::read_dir(folder).ok()?.flatten().map(|entry| entry.file_name());
    let names = names.filter_map(|name| name.into_string().ok());
    names
        .filter_map(|name| Some((name.strip_prefix(&prefix)?.parse::<i64>().ok()?, name)))
        .max()
        .map(|(_, name)| name)
}

/// Take over what can still be read; gives what to say about it.
async fn rescue(damaged: &Path, fresh: &Database) -> Result<String, StoreError> {
    let rescued = Rescued::read(damaged);
    let (rows, drafts) = rescued.counts();
    fresh.write(move |connection| rescued.put(connection)).await?;
    tracing::warn!(rows, drafts, "unsent work was taken over from a damaged file");
    Ok(format!(
        "Unsent changes that could still be read: {rows}, drafts: {drafts}; others may be lost."
    ))
}

fn move_aside(folder: &Path, name: &str, moved: &str) -> std::io::Result<()> {
    // The file itself comes last: as long as it is there, the next start finds it damaged again.
    for end in ["-wal", "-shm", ""] {
        let from = folder.join(format!("{name}{end}"));
        if from.exists() {
            fs::rename(from, folder.join(format!("{moved}{end}")))?;
        }
    }
    Ok(())
}
