//! The disk of one simulated machine as its processes meet it: slow at times, full for a while, and
//! the place where most crashes happen: before a commit or after it, at a work of a given name.

use super::{bugs, chance::Chance, life::Life, tally::Tally};
use db::{Disk, Fate, Image, Memory, Moment, Point, Script};
use std::{
    collections::{BTreeMap, VecDeque},
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// A crash that waits for its moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trap {
    /// How it is counted.
    pub(crate) name: &'static str,
    /// Before a commit or after it.
    pub(crate) moment: Moment,
    /// The functions whose works it waits for; none means any.
    pub(crate) works: &'static [&'static str],
    /// Only for a work that follows the answer to a write.
    pub(crate) after_answer: bool,
}

/// Until then whoever was refused has been told.
const ANSWERED: Duration = Duration::from_secs(1);

/// A disk that outlives the processes that use it.
#[derive(Debug)]
pub(crate) struct MachineDisk {
    memory: Arc<Memory>,
    chance: Chance,
    tally: Arc<Tally>,
    who: &'static str,
    traps: Mutex<VecDeque<Trap>>,
    is_full: AtomicBool,
    is_calm: AtomicBool,
    /// What would be there after a loss of power, of files that are not pressed onto the disk.
    safe: Mutex<BTreeMap<PathBuf, Image>>,
}

impl MachineDisk {
    pub(crate) fn new(who: &'static str, chance: Chance, tally: Arc<Tally>) -> Self {
        Self {
            memory: Arc::default(),
            chance,
            tally,
            who,
            traps: Mutex::default(),
            is_full: AtomicBool::new(false),
            is_calm: AtomicBool::new(false),
            safe: Mutex::default(),
        }
    }

    /// The databases on it.
    pub(crate) fn memory(&self) -> &Arc<Memory> {
        &self.memory
    }

    /// The disk as one run of a process sees it.
    pub(crate) fn of(self: &Arc<Self>, life: &Life) -> Disk {
        let script = ProcessDisk { disk: Arc::clone(self), life: life.clone() };
        Disk::scripted(Arc::clone(&self.memory), Arc::new(script))
    }

    /// Crash at the next such moment.
    pub(crate) fn set_trap(&self, trap: Trap) {
        self.traps().push_back(trap);
    }

    /// Whether a crash still waits for its moment.
    pub(crate) fn has_trap(&self) -> bool {
        !self.traps().is_empty()
    }

    pub(crate) fn set_full(&self, full: bool) {
        if self.is_full.swap(full, Ordering::Relaxed) == full {
            return;
        }
        if full {
            bugs::excuse(true);
        } else {
            // What was refused last is still on its way to whoever asked.
            tokio::spawn(async {
                tokio::time::sleep(ANSWERED).await;
                bugs::excuse(false);
            });
        }
    }

    /// It works from now on, and at once.
    pub(crate) fn clear_up(&self) {
        self.traps().clear();
        self.set_full(false);
        self.is_calm.store(true, Ordering::Relaxed);
    }

    /// Keep what the caches hold now: this much survives a loss of power.
    pub(crate) fn press(&self) {
        for path in self.memory.paths() {
            if is_cache(&path)
                && let Ok(Some(image)) = self.memory.image(&path)
            {
                self.safe.lock().unwrap_or_else(PoisonError::into_inner).insert(path, image);
            }
        }
    }

    /// The power is lost while nobody uses the disk. What was never pressed is empty then.
    pub(crate) fn lose_power(&self) {
        for (path, image) in &*self.safe.lock().unwrap_or_else(PoisonError::into_inner) {
            self.memory.put(path, image).expect("an image of a database is a database");
            self.tally.count("power lost: a cache is older than it was");
        }
    }

    fn traps(&self) -> MutexGuard<'_, VecDeque<Trap>> {
        self.traps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn springs(&self, point: Point<'_>, life: &Life) -> bool {
        let mut traps = self.traps();
        let Some(trap) = traps.front().copied() else { return false };
        let named = || point.works.iter().any(|work| trap.works.contains(&function(work)));
        if trap.moment != point.moment || !(trap.works.is_empty() || named()) {
            return false;
        }
        if trap.after_answer && !life.take_answer() {
            return false;
        }
        traps.pop_front();
        tracing::debug!(who = self.who, trap.name, "crash");
        self.tally.count(format!("crash of {}: {}", self.who, trap.name));
        true
    }

    fn fate(&self, point: Point<'_>, life: &Life) -> Fate {
        if life.is_over() {
            return Fate::Never;
        }
        self.tally.count(match point.moment {
            Moment::Read => "works that read",
            Moment::Commit => "commits",
            Moment::Committed => "commits answered",
        });
        if self.springs(point, life) {
            life.end();
            return Fate::Never;
        }
        if point.moment == Moment::Commit && self.is_full.load(Ordering::Relaxed) {
            self.tally.count(format!("commits on a full disk of {}", self.who));
            return Fate::Full;
        }
        if self.is_calm.load(Ordering::Relaxed) {
            return Fate::GoOn;
        }
        match point.moment {
            Moment::Read if self.chance.one_in(50) => Fate::After(self.chance.millis(0..20)),
            Moment::Commit if self.chance.one_in(20) => Fate::After(self.chance.millis(0..80)),
            Moment::Committed if self.chance.one_in(40) => Fate::After(self.chance.millis(0..40)),
            Moment::Read | Moment::Commit | Moment::Committed => Fate::GoOn,
        }
    }
}

fn is_cache(path: &std::path::Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with("cache-"))
}

/// The function that a work is written in: `store::outbox::…::enqueue::{{closure}}` is `enqueue`.
fn function(work: &str) -> &str {
    work.rsplit("::").find(|part| *part != "{{closure}}").unwrap_or(work)
}

#[derive(Debug)]
struct ProcessDisk {
    disk: Arc<MachineDisk>,
    life: Life,
}

impl Script for ProcessDisk {
    fn decide(&self, point: Point<'_>) -> Fate {
        self.disk.fate(point, &self.life)
    }
}
