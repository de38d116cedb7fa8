//! Durable events: what happened, in the order of its channel.

use crate::{
    Epoch, Problem, Timestamp,
    ids::{EventId, IdempotencyKey, JobId, SessionId},
    position::Channel,
    records::{
        Constraint, Finding, Insight, Job, JobStep, LifeState, Message, Project, SessionPatch,
        SessionSummary, Skill,
    },
};
use serde::{Deserialize, Serialize, de::value::MapDeserializer};
use serde_json::Value;

/// Something that was committed. Each variant says on which channel it travels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum Event {
    /// User: a skill is now so.
    SkillUpdated(Skill),
    /// User: a finding is now so.
    FindingUpdated(Finding),
    /// User: a project is now so.
    ProjectUpdated(Project),
    /// User: a constraint is now so.
    ConstraintUpdated(Constraint),
    /// User: direction, dependants or hours are now so.
    StateUpdated(LifeState),
    /// User: the app noticed something.
    InsightReceived(Insight),
    /// User: a job was queued or has ended.
    JobUpdated(Job),
    /// User and session: only the changed fields of a session.
    SessionUpdated(SessionPatch),
    /// User: a session is gone.
    SessionDeleted {
        /// Which.
        id: SessionId,
    },
    /// Session: a message was stored.
    InterviewMessage(Message),
    /// Session: another version of a message is shown, or a new one was begun.
    MessageBranched {
        /// Which session.
        id: SessionId,
        /// The session's version after this change.
        version: u64,
        /// See [`crate::records::Session::chosen`].
        chosen: Vec<u64>,
    },
    /// Session: it is locked from here on.
    SessionFinalized {
        /// Which.
        id: SessionId,
        /// Since when.
        at: Timestamp,
        /// What it brought.
        summary: SessionSummary,
    },
    /// Job: where it is.
    JobProgress {
        /// Which.
        job: JobId,
        /// What it does now.
        step: JobStep,
        /// 0 to 100.
        percent: u8,
    },
    /// Job: more text.
    JobChunk {
        /// Which.
        job: JobId,
        /// The generation of the worker; a higher one replaces the text from `off`.
        r#gen: u32,
        /// Where the text begins, in Unicode scalar values.
        off: u64,
        /// The text.
        text: String,
    },
    /// Job: it is done, and this is what its text must be.
    JobCompleted {
        /// Which.
        job: JobId,
        /// Length of the text in Unicode scalar values.
        len: u64,
        /// SHA-256 of its UTF-8 bytes, in lower-case hexadecimal.
        sha256: String,
    },
    /// Job: it ended without a result.
    JobFailed {
        /// Which.
        job: JobId,
        /// Why.
        problem: Problem,
    },
    /// Job: somebody stopped it.
    JobCancelled {
        /// Which.
        job: JobId,
    },
}

/// An event by name, before it is known whether this program understands that name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RawEvent {
    /// Its name.
    #[serde(rename = "type")]
    pub name: String,
    /// Its content.
    pub data: Value,
}

impl RawEvent {
    /// The event, or `None` when this version does not know its name or shape.
    pub fn typed(&self) -> Option<Event> {
        let name = Value::String(self.name.clone());
        let fields = [("type", &name), ("data", &self.data)].into_iter();
        Event::deserialize(MapDeserializer::<_, serde_json::Error>::new(fields)).ok()
    }
}

impl From<&Event> for RawEvent {
    fn from(event: &Event) -> Self {
        let mut tagged = serde_json::to_value(event).expect("every event has a JSON form");
        let (name, data) = (tagged["type"].take(), tagged["data"].take());
        let Value::String(name) = name else { unreachable!("events are tagged by their name") };
        Self { name, data }
    }
}

/// An event with its place in the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Flat")]
pub struct Envelope {
    /// The log.
    #[serde(rename = "ch")]
    pub channel: Channel,
    /// The history in which `seq` counts.
    pub epoch: Epoch,
    /// Contiguous from 1.
    pub seq: u64,
    /// The event's own id.
    pub id: EventId,
    /// When it was committed, by the store's clock.
    pub at: Timestamp,
    /// The key of the command that caused it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<IdempotencyKey>,
    /// What happened.
    #[serde(flatten)]
    pub event: RawEvent,
}

/// An envelope as it is read: what is flattened would be kept aside and gone through twice.
#[derive(Deserialize)]
struct Flat {
    ch: Channel,
    epoch: Epoch,
    seq: u64,
    id: EventId,
    at: Timestamp,
    #[serde(default)]
    cause: Option<IdempotencyKey>,
    r#type: String,
    data: Value,
}

impl From<Flat> for Envelope {
    fn from(flat: Flat) -> Self {
        let Flat { ch: channel, epoch, seq, id, at, cause, r#type: name, data } = flat;
        Self { channel, epoch, seq, id, at, cause, event: RawEvent { name, data } }
    }
}
