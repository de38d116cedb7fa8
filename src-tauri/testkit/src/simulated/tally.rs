//! Counts what happened in simulated runs: faults that struck, and rules that had to act.

use std::{
    collections::BTreeMap,
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{Mutex, PoisonError},
};
use tokio::time::Instant;

/// Counts by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    counts: BTreeMap<String, u64>,
    print: u64,
}

impl Counts {
    /// How often it happened.
    pub fn of(&self, name: &str) -> u64 {
        self.counts.get(name).copied().unwrap_or_default()
    }

    /// How often anything happened whose name begins so.
    pub fn under(&self, prefix: &str) -> u64 {
        self.counts
            .iter()
            .filter(|(name, _)| name.starts_with(prefix))
            .map(|(_, count)| count)
            .sum()
    }

    /// A number for what happened when and in which order: the same for the same run.
    pub fn fingerprint(&self) -> u64 {
        self.print
    }

    /// Count something that happened once more.
    pub fn add_one(&mut self, name: &str) {
        *self.counts.entry(name.to_owned()).or_default() += 1;
    }

    /// Count what happened in another run too.
    pub fn add(&mut self, other: &Self) {
        for (name, count) in &other.counts {
            *self.counts.entry(name.clone()).or_default() += count;
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.counts.iter().try_for_each(|(name, count)| writeln!(f, "{count:>12}  {name}"))
    }
}

/// Where counts are made.
#[derive(Debug)]
pub(crate) struct Tally(Mutex<Counts>, Instant);

impl Tally {
    /// Nothing has happened yet.
    pub(crate) fn new() -> Self {
        Self(Mutex::default(), Instant::now())
    }

    pub(crate) fn count(&self, name: impl Into<String>) {
        self.add(name, 1);
    }

    pub(crate) fn add(&self, name: impl Into<String>, times: u64) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let name = name.into();
        let mut hasher = DefaultHasher::new();
        (all.print, self.1.elapsed(), &name, times).hash(&mut hasher);
        all.print = hasher.finish();
        *all.counts.entry(name).or_default() += times;
    }

    pub(crate) fn counts(&self) -> Counts {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
