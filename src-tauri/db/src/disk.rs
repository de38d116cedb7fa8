//! Where databases are: files of the machine, each with a writer thread, or a memory that outlives
//! whoever opened them, with works run on the caller's own runtime and a script that decides at each
//! commit what becomes of it. The second is how crashes, power cuts and full disks are rehearsed in
//! one process with a clock that is not real.

use crate::memory::Memory;
use std::{fmt::Debug, path::Path, sync::Arc, time::Duration};

/// Where databases are. Clones mean the same place.
#[derive(Debug, Clone, Default)]
pub struct Disk(pub(crate) Kind);

#[derive(Debug, Clone, Default)]
pub(crate) enum Kind {
    #[default]
    Files,
    Scripted(Arc<Memory>, Arc<dyn Script>),
}

impl Disk {
    /// The machine's own files.
    pub fn files() -> Self {
        Self(Kind::Files)
    }

    /// A memory whose commits a script decides about. Databases on it must be opened and used
    /// within a tokio runtime.
    pub fn scripted(memory: Arc<Memory>, script: Arc<dyn Script>) -> Self {
        Self(Kind::Scripted(memory, script))
    }

    /// Make a folder, and those it is in, unless it is there.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn make_folder(&self, path: &Path) -> std::io::Result<()> {
        match &self.0 {
            Kind::Files => std::fs::create_dir_all(path),
            Kind::Scripted(..) => Ok(()),
        }
    }
}

/// Decides what becomes of works on a scripted disk.
pub trait Script: Debug + Send + Sync {
    /// Asked before works are read or committed, and after they were committed.
    fn decide(&self, point: Point<'_>) -> Fate;
}

/// The moment at which a script is asked.
#[derive(Debug, Clone, Copy)]
pub struct Point<'a> {
    /// The database.
    pub path: &'a Path,
    /// What is about to happen, or has.
    pub moment: Moment,
    /// The works, by the names of the functions they are written in.
    pub works: &'a [&'static str],
}

/// Before or after what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// A work reads.
    Read,
    /// Works are committed together.
    Commit,
    /// They are committed, and those who wait have not been told.
    Committed,
}

/// What becomes of works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// They go on.
    GoOn,
    /// They go on after this time.
    After(Duration),
    /// The disk is full while they are committed. Means nothing at other moments.
    Full,
    /// Nothing more happens in this database, and nobody is ever answered: the program has crashed.
    Never,
}

impl Fate {
    /// Let the time pass that it costs; gives whether the disk is full meanwhile.
    pub(crate) async fn pass(self) -> bool {
        match self {
            Self::GoOn => {}
            Self::After(time) => tokio::time::sleep(time).await,
            Self::Full => return true,
            Self::Never => std::future::pending().await,
        }
        false
    }
}
