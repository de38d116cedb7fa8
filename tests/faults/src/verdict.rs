//! Compares what a desktop applied with what the server logged, event by event, and what it holds
//! with what the server answers. Pure: everything was read before.

mod effects;
mod record;
mod steps;
mod writes;

use crate::{
    desktop::{Cache, Life, Step},
    server::Log,
};
use protocol::Channel;
use serde::Serialize;
use serde_json::Value;
use std::{collections::BTreeMap, iter::Sum, ops::Add};
pub(crate) use writes::{lane, writes};

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub(crate) struct Tally {
    /// Events that the desktop had to get, or writes that the server had to.
    pub(crate) sent: u64,
    /// Of these, what never took effect, and records that are not as on the server.
    pub(crate) missing: u64,
    /// What took effect twice.
    pub(crate) duplicated: u64,
    /// What took effect before something older, or under a wrong number.
    pub(crate) out_of_order: u64,
    /// Of those sent, what came by a read of the whole instead of one by one.
    pub(crate) by_snapshot: u64,
}

impl Tally {
    /// Whether nothing was lost, doubled or swapped.
    pub(crate) fn is_clean(&self) -> bool {
        self.missing == 0 && self.duplicated == 0 && self.out_of_order == 0
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            sent: self.sent + other.sent,
            missing: self.missing + other.missing,
            duplicated: self.duplicated + other.duplicated,
            out_of_order: self.out_of_order + other.out_of_order,
            by_snapshot: self.by_snapshot + other.by_snapshot,
        }
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), Add::add)
    }
}

/// A tally, and in words what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Verdict {
    /// The counts.
    pub(crate) tally: Tally,
    /// One sentence for each thing that is wrong.
    pub(crate) wrong: Vec<String>,
}

impl Verdict {
    /// One thing is not there.
    pub(crate) fn missing(&mut self, what: String) {
        self.tally.missing += 1;
        self.wrong.push(what);
    }

    /// One thing is there twice.
    pub(crate) fn doubled(&mut self, what: String) {
        self.tally.duplicated += 1;
        self.wrong.push(what);
    }

    /// With what else was found.
    pub(crate) fn add(&mut self, other: Self) {
        self.tally = self.tally + other.tally;
        self.wrong.extend(other.wrong);
    }
}

/// The records of the account as the server answers them, by the cache's kind and id.
pub(crate) type Records = BTreeMap<(String, String), Value>;

/// Everything that one run left behind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Evidence {
    /// The server's log.
    pub(crate) log: Log,
    /// The server's records.
    pub(crate) records: Records,
    /// The desktop's cache.
    pub(crate) cache: Cache,
    /// What the desktop said.
    pub(crate) lives: Vec<Life>,
}

/// What came of it.
pub(crate) fn judge(evidence: &Evidence) -> Verdict {
    let mut verdict = Verdict::default();
    let Evidence { log, cache, .. } = evidence;
    let logged = |channel: Channel| log.events.get(&channel).map_or(&[][..], Vec::as_slice);
    let told_apart = |(channel, steps): (&Channel, &Vec<Step>)| {
        (*channel, steps::told_apart(steps, logged(*channel)))
    };
    let steps: BTreeMap<Channel, Vec<Step>> = cache.steps.iter().map(told_apart).collect();
    for (channel, (epoch, top)) in &log.tops {
        let (events, steps) = (logged(*channel), steps.get(channel).map_or(&[][..], Vec::as_slice));
        // A job is followed only while it runs and the desktop is there.
        let must_end = !matches!(channel, Channel::Job(_));
        verdict.add(steps::judge(*channel, steps, events, (*epoch, *top), must_end));
        if matches!(channel, Channel::User(_)) {
            verdict.add(effects::judge(steps, events, *epoch, cache));
        }
    }
    verdict.add(record::records(&evidence.records, cache));
    verdict.add(record::words(&evidence.lives, &steps));
    verdict
}
