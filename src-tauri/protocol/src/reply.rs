//! What the engine answers to a command.

use crate::{
    Timestamp,
    app_event::{Delivery, LinkStatus, MessageView, OutboxStatus, Resuming, SkillView},
    connection::ConnectionEntry,
    ids::{IdempotencyKey, MessageId, SessionId},
    import::ImportPreview,
    models::{LocalModels, ModelTrial, ModelsState},
    preferences::Preferences,
    records::{Constraint, EscapeIndex, Finding, Job, LifeState, Project, Session, SessionKind},
    rereading::Rereading,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What this device can and cannot do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Host {
    /// The program's version.
    pub version: String,
    /// The folder with the data.
    pub data_folder: String,
    /// The name of the server that is used in place of the built-in one.
    pub server: Option<String>,
    /// Whether secrets are in the system's keyring; otherwise they last until the program ends.
    pub keyring: bool,
    /// Whether the session is Wayland, where global shortcuts do not fire.
    pub wayland: bool,
    /// Global shortcuts that could not be taken, in Tauri's notation.
    pub shortcuts_refused: Vec<String>,
    /// Something the person should know about the start, such as a damaged file that was moved
    /// aside.
    pub notices: Vec<String>,
}

/// What the first paint needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Bootstrap {
    /// The person's choices.
    pub preferences: Preferences,
    /// What this device can.
    pub host: Host,
    /// The connection.
    pub link: LinkStatus,
    /// Unsent work.
    pub outbox: OutboxStatus,
    /// Direction, dependants, hours.
    pub state: LifeState,
    /// η and its parts.
    pub index: EscapeIndex,
    /// Answers that were cut off.
    pub resuming: Vec<Resuming>,
}

/// What kind of change waits to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum OutboxKind {
    /// A message, with its session when it is the first.
    Message,
    /// Passages of files.
    Import,
    /// A change of a session.
    Session,
    /// A word on findings.
    Decision,
    /// What reading a session again brought.
    Rereading,
    /// A skill.
    Skill,
    /// A project.
    Project,
    /// A constraint.
    Constraint,
    /// Direction, dependants or hours.
    State,
    /// Stopping or repeating a job.
    Job,
}

/// A write that is not on the server yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OutboxItem {
    /// Names it.
    pub key: IdempotencyKey,
    /// What it changes.
    pub kind: OutboxKind,
    /// The session it is about.
    pub session_id: Option<SessionId>,
    /// The message it carries.
    pub message_id: Option<MessageId>,
    /// That message's text.
    pub text: Option<String>,
    /// How it stands; never `sent`.
    pub delivery: Delivery,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Numbers about the connection since the program started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Diagnostics {
    /// REST requests sent.
    pub requests: u64,
    /// Events applied.
    pub events: u64,
    /// Events dropped because they were already here.
    pub repeated: u64,
    /// Connections opened.
    pub connections: u64,
    /// Events dropped because this version does not know them.
    pub dropped: u64,
    /// Writes that the server has taken now and whose effect has not come back yet.
    pub unsettled: u64,
}

/// An answer. Which command gets which is written at [`crate::Command`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(export)]
pub enum Reply {
    /// It is done, or kept to be done.
    Done,
    /// What the first paint needs.
    Bootstrap {
        /// All of it.
        bootstrap: Box<Bootstrap>,
    },
    /// Sessions, newest first.
    Sessions {
        /// They.
        sessions: Vec<Session>,
        /// Whether older ones exist.
        more: bool,
    },
    /// One session.
    Session {
        /// It; absent when unknown.
        session: Option<Box<Session>>,
    },
    /// A part of a session's messages, oldest first.
    Messages {
        /// They.
        messages: Vec<MessageView>,
        /// Whether older ones exist.
        more: bool,
    },
    /// One message.
    Message {
        /// It.
        view: MessageView,
    },
    /// The findings of a session.
    Findings {
        /// They.
        findings: Vec<Finding>,
    },
    /// All skills.
    Skills {
        /// They.
        skills: Vec<SkillView>,
    },
    /// All projects.
    Projects {
        /// They.
        projects: Vec<Project>,
    },
    /// All constraints.
    Constraints {
        /// They.
        constraints: Vec<Constraint>,
    },
    /// Jobs.
    Jobs {
        /// They.
        jobs: Vec<Job>,
    },
    /// The text of a job so far.
    JobText {
        /// The text.
        text: String,
    },
    /// η and its parts.
    Physics {
        /// They.
        index: Box<EscapeIndex>,
    },
    /// A session that is not stored yet.
    DraftSession {
        /// The id it will have.
        id: SessionId,
        /// What it is for.
        kind: SessionKind,
        /// The first question.
        opening: String,
    },
    /// What was typed and not sent.
    Draft {
        /// The words; empty when there are none.
        text: String,
    },
    /// The language models.
    Models {
        /// Which is used.
        state: ModelsState,
    },
    /// Model servers on this machine.
    LocalModels {
        /// They.
        found: Vec<LocalModels>,
    },
    /// A model gave words.
    ModelTested {
        /// How it went.
        trial: ModelTrial,
    },
    /// The profile was written.
    Exported {
        /// Where; absent when the person closed the dialog.
        path: Option<String>,
    },
    /// What an import would bring.
    ImportPreview {
        /// It; absent when the person closed the dialog.
        preview: Option<ImportPreview>,
    },
    /// What would be different in a session if it were read now.
    Rereading {
        /// It.
        rereading: Rereading,
    },
    /// Numbers about the connection.
    Diagnostics {
        /// They.
        diagnostics: Diagnostics,
    },
    /// What is not on the server yet, oldest first.
    Outbox {
        /// It.
        items: Vec<OutboxItem>,
    },
    /// What happened to the connection, oldest first; at most the last 200.
    ConnectionLog {
        /// It.
        entries: Vec<ConnectionEntry>,
    },
}
