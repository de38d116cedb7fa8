//! Databases in memory that stay when those who opened them are gone, as a disk's do.

use crate::{
    DbError,
    disk::{Fate, Moment, Point, Script},
    open,
};
use rusqlite::{Connection, MAIN_DB};
use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The databases of a machine that has no disk.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<BTreeMap<PathBuf, Arc<File>>>,
}

/// All bytes of a database at one moment.
#[derive(Clone, PartialEq, Eq)]
pub struct Image(Vec<u8>);

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Image of {} bytes", self.0.len())
    }
}

impl Memory {
    /// The databases there are.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.files().keys().cloned().collect()
    }

    /// A database as it is now; `None` when there is none.
    ///
    /// # Errors
    ///
    /// [`DbError::Sqlite`] when it cannot be read.
    pub fn image(&self, path: &Path) -> Result<Option<Image>, DbError> {
        let file = self.files().get(path).cloned();
        let image = |file: Arc<File>| Ok(Image(file.lock().serialize(MAIN_DB)?.to_vec()));
        file.map(image).transpose()
    }

    /// Make a database what it was at another moment. Nobody may have it open.
    ///
    /// # Errors
    ///
    /// [`DbError::Damaged`] when the image is none of a database.
    pub fn put(&self, path: &Path, image: &Image) -> Result<(), DbError> {
        let mut connection = Connection::open_in_memory()?;
        let bytes = image.0.as_slice();
        connection.deserialize_read_exact(MAIN_DB, bytes, bytes.len(), false)?;
        let file = Arc::new(File { path: path.to_owned(), connection: Mutex::new(connection) });
        self.files().insert(path.to_owned(), file);
        Ok(())
    }

    pub(crate) fn open(
        &self,
        path: &Path,
        migrations: &'static [&'static str],
    ) -> Result<Arc<File>, DbError> {
        let mut files = self.files();
        let file = match files.get(path) {
            Some(file) => Arc::clone(file),
            None => Arc::new(File {
                path: path.to_owned(),
                connection: Mutex::new(Connection::open_in_memory()?),
            }),
        };
        open::prepare(&mut file.lock(), migrations)?;
        files.insert(path.to_owned(), Arc::clone(&file));
        Ok(file)
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Arc<File>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
pub(crate) struct File {
    path: PathBuf,
    connection: Mutex<Connection>,
}

impl File {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Work on it, with or without room for more than there is.
    pub(crate) fn with_room<T>(&self, room: bool, work: impl FnOnce(&mut Connection) -> T) -> T {
        let mut connection = self.lock();
        if room {
            return work(&mut connection);
        }
        limit(&connection, "PRAGMA page_count");
        let done = work(&mut connection);
        limit(&connection, "SELECT 4294967294");
        done
    }

    /// Ask the script, and let pass what time it takes; gives whether the disk is full meanwhile.
    pub(crate) async fn ask(
        &self,
        script: &Arc<dyn Script>,
        moment: Moment,
        works: &[&'static str],
    ) -> bool {
        let fate: Fate = script.decide(Point { path: &self.path, moment, works });
        fate.pass().await
    }
}

/// Let a database grow to so many pages and no further.
fn limit(connection: &Connection, pages: &str) {
    let limited = connection.query_row(pages, [], |row| row.get::<_, i64>(0)).and_then(|pages| {
        connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
    });
    if let Err(error) = limited {
        tracing::error!(%error, "a full disk could not be rehearsed");
    }
}
