//! One change as it is committed: records, events and the idempotency record, all or nothing.

use super::{Hold, Lease, Record};
use protocol::{Channel, ChannelPosition, Epoch, Event, EventId, IdempotencyKey, JobId};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A record to be stored, if the stored one has exactly the version before.
#[derive(Debug)]
pub(super) struct Put {
    pub(super) kind: &'static str,
    pub(super) id: Uuid,
    pub(super) parent: Uuid,
    pub(super) place: i64,
    pub(super) version: u64,
    pub(super) due: bool,
    pub(super) body: String,
}

/// A record to be removed, if it still has this version.
#[derive(Debug)]
pub(super) struct Delete {
    pub(super) kind: &'static str,
    pub(super) id: Uuid,
    pub(super) version: u64,
}

/// Text to be added to a job's.
#[derive(Debug)]
pub(super) struct Append {
    pub(super) job: JobId,
    pub(super) generation: u32,
    pub(super) text: String,
}

/// The attempt that a batch belongs to, and the channel whose position is its result.
#[derive(Debug, Clone)]
pub(crate) struct Idempotency {
    /// The attempt's name.
    pub(crate) key: IdempotencyKey,
    /// SHA-256 of method, path and body.
    pub(crate) fingerprint: [u8; 32],
    /// Where the effect shows.
    pub(crate) channel: Channel,
}

/// A change. Nothing of it is visible before all of it is.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(super) puts: Vec<Put>,
    pub(super) deletes: Vec<Delete>,
    pub(super) children: Vec<(&'static str, Uuid)>,
    pub(super) events: Vec<(Channel, Event)>,
    pub(super) opened: Vec<Channel>,
    pub(super) dropped: Vec<Channel>,
    pub(super) appends: Vec<Append>,
    pub(super) leases: Vec<(JobId, Option<Lease>)>,
    pub(super) fence: Option<Fence>,
}

/// A worker's batch counts only while its lease does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fence {
    pub(super) hold: Hold,
    pub(super) is_progress: bool,
}

impl Batch {
    /// Store a record. It takes the next version; the commit fails with a conflict when the
    /// stored one is not the version it was read in.
    pub(crate) fn put<R: Record>(&mut self, record: &mut R) {
        let version = record.version() + 1;
        record.set_version(version);
        self.puts.push(Put {
            kind: R::KIND,
            id: record.key(),
            parent: record.parent(),
            place: record.place(),
            version,
            due: record.due(),
            body: serde_json::to_string(record).expect("every record has a JSON form"),
        });
    }

    /// Remove a record in the version it was read in.
    pub(crate) fn delete<R: Record>(&mut self, record: &R) {
        let (id, version) = (record.key(), record.version());
        self.deletes.push(Delete { kind: R::KIND, id, version });
    }

    /// Remove all records of a kind that belong to `parent`, in whatever version.
    pub(crate) fn delete_children<R: Record>(&mut self, parent: Uuid) {
        self.children.push((R::KIND, parent));
    }

    /// Tell something. Events of a channel get their numbers in the order told.
    pub(crate) fn tell(&mut self, channel: Channel, event: Event) {
        self.events.push((channel, event));
    }

    /// Begin a channel that has no event yet, so that it can be followed.
    pub(crate) fn open(&mut self, channel: Channel) {
        self.opened.push(channel);
    }

    /// Forget a channel with all its events.
    pub(crate) fn forget(&mut self, channel: Channel) {
        self.dropped.push(channel);
    }

    /// Take a job: from now on it is worked on under this lease.
    pub(crate) fn lease(&mut self, job: JobId, lease: Lease) {
        self.leases.push((job, Some(lease)));
    }

    /// Nobody needs a lease of this job any more.
    pub(crate) fn end_lease(&mut self, job: JobId) {
        self.leases.push((job, None));
    }

    /// Commit only while the lease is this one. `is_progress` says that the batch brings the job
    /// nearer to its end.
    pub(crate) fn under(&mut self, hold: Hold, is_progress: bool) {
        self.fence = Some(Fence { hold, is_progress });
    }

    /// Add to a job's text.
    pub(crate) fn append(&mut self, job: JobId, generation: u32, text: String) {
        self.appends.push(Append { job, generation, text });
    }

    /// Whether it changes nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.puts.is_empty()
            && self.deletes.is_empty()
            && self.events.is_empty()
            && self.opened.is_empty()
            && self.appends.is_empty()
            && self.leases.is_empty()
    }

    /// How many events it has for a channel so far.
    pub(crate) fn told(&self, channel: Channel) -> u64 {
        let count = self.events.iter().filter(|(told, _)| *told == channel).count();
        u64::try_from(count).expect("a count fits 64 bits")
    }
}

/// A place in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    /// The history.
    pub(crate) epoch: Epoch,
    /// The newest event's number.
    pub(crate) seq: u64,
    /// The newest event's id.
    pub(crate) last: Option<EventId>,
}

impl Position {
    /// The beginning of a history nobody has seen yet.
    pub(crate) fn unknown(epoch: Uuid) -> Self {
        Self { epoch: Epoch(epoch), seq: 0, last: None }
    }

    /// With its channel.
    pub(crate) fn on(self, channel: Channel) -> ChannelPosition {
        ChannelPosition { channel, epoch: self.epoch, seq: self.seq, last: self.last }
    }
}

/// What a commit did.
#[derive(Debug, Default)]
pub(crate) struct Committed {
    /// Channels that moved, and whereto.
    pub(crate) moved: BTreeMap<Channel, Position>,
    /// The position that is the result, when the batch belonged to an attempt.
    pub(crate) result: Option<ChannelPosition>,
    /// Whether this is the stored result of an earlier attempt; nothing was changed.
    pub(crate) replayed: bool,
}

impl Committed {
    /// Nothing but the result of an earlier attempt.
    pub(crate) fn replayed(result: ChannelPosition) -> Self {
        Self { result: Some(result), replayed: true, ..Self::default() }
    }
}
