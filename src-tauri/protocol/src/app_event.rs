//! What the engine tells the interface, in order, without being asked.

use crate::{
    Problem, Timestamp,
    connection::ConnectionEntry,
    ids::{IdempotencyKey, JobId, MessageId, SessionId},
    records::{
        Belief, Constraint, EscapeIndex, Finding, Insight, Job, JobStep, LifeState, Message,
        Project, SessionPatch, SessionSummary, Skill,
    },
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where the connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum LinkState {
    /// Not wanted or not possible now.
    #[default]
    Offline,
    /// Dialling, or waiting for `ready`.
    Connecting,
    /// Live.
    Ready,
    /// The next try comes at `retry_at`.
    Waiting,
    /// Live by a slower transport.
    Degraded,
}

/// How frames come down from the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Transport {
    /// A WebSocket.
    WebSocket,
    /// A request whose answer does not end.
    ServerSentEvents,
    /// One request after another, each answered when there is something.
    LongPoll,
}

/// The truth about the connection.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LinkStatus {
    /// Where it is.
    pub state: LinkState,
    /// How frames come, while they do: `web_socket` when ready, a slower one when degraded.
    pub transport: Option<Transport>,
    /// Stored events still to come before it is live.
    pub behind: u64,
    /// Failed tries in a row.
    pub attempt: u32,
    /// When the next try comes, while waiting.
    pub retry_at: Option<Timestamp>,
    /// Why it is not live, when that is known: safe to show.
    pub problem: Option<Problem>,
}

/// How something stands that this device wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
#[ts(export)]
pub enum Delivery {
    /// On the server.
    Sent,
    /// Kept here, goes out as soon as it can.
    Pending {
        /// Whether an older write of the same lane waits for the person and goes first.
        behind_stuck: bool,
        /// Whether it was sent and no answer is known: then it can only be checked again, neither
        /// edited nor discarded.
        unanswered: bool,
    },
    /// Was never sent in 24 hours: waits for the person's word before it goes out.
    Held {
        /// When it was made, or last released.
        since: Timestamp,
    },
    /// Refused: the person decides.
    Stuck {
        /// Why.
        problem: Problem,
    },
}

/// A message with its delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct MessageView {
    /// The message.
    pub message: Message,
    /// How it stands.
    pub delivery: Delivery,
    /// Names the unsent write that carries it; absent once the server has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub key: Option<IdempotencyKey>,
    /// All versions of it, oldest first, itself among them; absent when it is the only one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<MessageId>>")]
    pub versions: Vec<MessageId>,
    /// How the unsent wish for another version of this reply stands; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub renewal: Option<Box<Delivery>>,
}

impl MessageView {
    /// A message that the server has, in its only version.
    pub fn sent(message: Message) -> Self {
        Self::new(message, Delivery::Sent, None)
    }

    /// A message in its only version.
    pub fn new(message: Message, delivery: Delivery, key: Option<IdempotencyKey>) -> Self {
        Self { message, delivery, key, versions: Vec::new(), renewal: None }
    }
}

/// A skill with what is believed about it now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SkillView {
    /// The skill.
    pub skill: Skill,
    /// The belief about its level.
    pub belief: Belief,
}

/// Unsent work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OutboxStatus {
    /// Writes that go out as soon as they can.
    pub pending: u64,
    /// Refused writes that wait for the person.
    pub stuck: u64,
    /// Writes that were never sent in 24 hours and wait for the person.
    pub held: u64,
    /// When the oldest of all these was made.
    #[ts(type = "string | null")]
    pub oldest_at: Option<Timestamp>,
}

/// A running answer that was cut off by a quit, a crash or a lost connection. It is told until its
/// next word arrives, it ends, or the person dismisses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Resuming {
    /// The job that makes the answer.
    pub job: JobId,
    /// The session it belongs to.
    pub session_id: SessionId,
    /// How far it was, 0 to 100.
    pub percent: u8,
    /// When the last of it came: never before the last event of it that is stored here.
    pub since: Timestamp,
    /// Whether that is more than an hour ago. Its text stays all the same.
    pub expired: bool,
}

/// A wish that came from outside the window: tray, global shortcut, second start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum HostRequest {
    /// Start an interview, or go on with the open one.
    StartInterview,
    /// Show the dashboard.
    OpenDashboard,
}

/// Something the interface must know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(export)]
pub enum AppEvent {
    /// The connection.
    LinkChanged {
        /// As it is now.
        status: LinkStatus,
    },
    /// Unsent work.
    OutboxChanged {
        /// As it is now.
        status: OutboxStatus,
    },
    /// Direction, dependants, hours.
    StateUpdated {
        /// As it is now.
        state: LifeState,
    },
    /// η and its parts.
    PhysicsUpdated {
        /// As it is now.
        index: EscapeIndex,
    },
    /// A skill.
    SkillUpdated {
        /// As it is now.
        skill: SkillView,
    },
    /// A finding of a session.
    FindingUpdated {
        /// As it is now.
        finding: Finding,
    },
    /// A project.
    ProjectUpdated {
        /// As it is now.
        project: Project,
    },
    /// A constraint.
    ConstraintUpdated {
        /// As it is now.
        constraint: Constraint,
    },
    /// Something was noticed.
    InsightReceived {
        /// What.
        insight: Insight,
    },
    /// The changed fields of a session.
    SessionUpdated {
        /// What changed.
        patch: SessionPatch,
    },
    /// A session is gone.
    SessionRemoved {
        /// Which.
        id: SessionId,
    },
    /// A session is locked.
    SessionFinalized {
        /// Which.
        id: SessionId,
        /// Since when.
        at: Timestamp,
        /// What it brought.
        summary: SessionSummary,
    },
    /// A message is there, or stands differently than before.
    InterviewMessage {
        /// As it is now.
        view: MessageView,
    },
    /// Other versions of a session's messages are shown than before: read its messages and findings
    /// again.
    MessageBranched {
        /// Where.
        session_id: SessionId,
    },
    /// A message that was never sent is gone.
    MessageRemoved {
        /// Where.
        session_id: SessionId,
        /// Which.
        id: MessageId,
    },
    /// A job was queued, started or ended.
    JobUpdated {
        /// As it is now.
        job: Job,
    },
    /// A job moves on.
    JobProgress {
        /// Which.
        job: JobId,
        /// What it does now.
        step: JobStep,
        /// 0 to 100.
        percent: u8,
    },
    /// More text of a job. The text from `off` on is replaced by `text`.
    JobChunk {
        /// Which.
        job: JobId,
        /// Where, in Unicode scalar values.
        off: u64,
        /// The text.
        text: String,
    },
    /// A job is done and its text was checked.
    JobCompleted {
        /// Which.
        job: JobId,
    },
    /// A job ended without a result.
    JobFailed {
        /// Which.
        job: JobId,
        /// Why.
        problem: Problem,
    },
    /// A job was stopped.
    JobCancelled {
        /// Which.
        job: JobId,
    },
    /// Something happened to the connection.
    ConnectionLogged {
        /// What.
        entry: ConnectionEntry,
    },
    /// The answers that were cut off.
    ResumingChanged {
        /// All of them, as it is now.
        resuming: Vec<Resuming>,
    },
    /// Everything may have changed: read what is on screen again.
    Resynced,
    /// A wish from tray, shortcut or a second start.
    HostRequested {
        /// Which.
        request: HostRequest,
    },
}

/// An event with its number. Numbers are contiguous; after a gap the interface reads again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Announcement {
    /// From 1 for each subscription.
    pub seq: u64,
    /// What happened.
    pub event: AppEvent,
}
