//! What a type needs to be kept as a record: its kind, key, place and version.

use protocol::{
    Timestamp,
    records::{
        Constraint, Finding, Insight, Job, JobStatus, LifeState, Message, Project, Session, Skill,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// A type that is kept as a record of one owner.
pub(crate) trait Record: Serialize + DeserializeOwned {
    /// Its name in the table.
    const KIND: &'static str;
    /// Its key among the owner's records of this kind.
    fn key(&self) -> Uuid;
    /// What it belongs to; nil when to nothing.
    fn parent(&self) -> Uuid {
        Uuid::nil()
    }
    /// Its place among those of the same parent.
    fn place(&self) -> i64 {
        0
    }
    /// The version it has; 0 when it was never stored.
    fn version(&self) -> u64;
    /// Take the version of the coming commit.
    fn set_version(&mut self, version: u64);
    /// Whether work on it is still to be done.
    fn due(&self) -> bool {
        false
    }
}

fn moment(at: Timestamp) -> i64 {
    at.as_microsecond()
}

macro_rules! versioned {
    () => {
        fn version(&self) -> u64 {
            self.version
        }
        fn set_version(&mut self, version: u64) {
            self.version = version;
        }
    };
}
pub(crate) use versioned;

macro_rules! profile_record {
    ($type:ident, $kind:literal) => {
        impl Record for $type {
            const KIND: &'static str = $kind;
            fn key(&self) -> Uuid {
                self.id.0
            }
            fn place(&self) -> i64 {
                moment(self.created_at)
            }
            versioned!();
        }
    };
}

profile_record!(Skill, "skill");
profile_record!(Project, "project");
profile_record!(Constraint, "constraint");
profile_record!(Session, "session");
profile_record!(Insight, "insight");

impl Record for Finding {
    const KIND: &'static str = "finding";
    fn key(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Uuid {
        self.quote.session_id.0
    }
    fn place(&self) -> i64 {
        moment(self.created_at)
    }
    versioned!();
}

impl Record for Message {
    const KIND: &'static str = "message";
    fn key(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Uuid {
        self.session_id.0
    }
    fn place(&self) -> i64 {
        i64::try_from(self.ordinal).unwrap_or(i64::MAX)
    }
    // A message never changes: it is stored once, as version 1.
    fn version(&self) -> u64 {
        0
    }
    fn set_version(&mut self, _version: u64) {}
}

impl Record for Job {
    const KIND: &'static str = "job";
    fn key(&self) -> Uuid {
        self.id.0
    }
    fn place(&self) -> i64 {
        moment(self.created_at)
    }
    fn due(&self) -> bool {
        matches!(self.status, JobStatus::Queued | JobStatus::Running)
    }
    versioned!();
}

impl Record for LifeState {
    const KIND: &'static str = "state";
    fn key(&self) -> Uuid {
        Uuid::nil()
    }
    versioned!();
}
