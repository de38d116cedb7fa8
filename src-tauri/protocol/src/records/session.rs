//! Conversations.

use crate::{
    Timestamp,
    ids::{JobId, ProjectId, SessionId},
    patch::{present, set},
    records::TokenCount,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SessionKind {
    /// The broad first interview.
    #[default]
    Intake,
    /// One theme in depth.
    Exploration,
    /// From η and its levers.
    Guidance,
    /// With a partner.
    Shared,
}

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum SessionStatus {
    /// Waits for the person.
    Idle,
    /// The interviewer reads or writes.
    Working,
    /// The last turn failed; `error` says why.
    Error,
    /// The person put it aside.
    Paused,
    /// Locked.
    Finalized,
}

/// What happens to findings of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PermissionMode {
    /// Each waits for the person.
    #[default]
    Ask,
    /// Those at or above the chosen probability are accepted.
    Auto,
    /// Nothing changes the profile.
    Observe,
}

/// Who words a session's questions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(export)]
pub enum Voice {
    /// Whoever is chosen in Settings.
    #[default]
    Usual,
    /// The built-in interviewer, whatever is chosen.
    BuiltIn,
    /// Another model of the chosen one's server.
    Model {
        /// Its name, 1 to 200 characters.
        name: String,
    },
}

/// The part of the interview a session is in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Stage {
    /// The first question.
    #[default]
    Opening,
    /// Roles and projects.
    Breadth,
    /// Situation, action, result.
    Depth,
    /// What people come to them for.
    Tacit,
    /// What holds them back.
    Constraints,
    /// Where they want to go.
    Direction,
    /// The end.
    WrapUp,
}

/// How far the interview is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Progress {
    /// The current part.
    pub stage: Stage,
    /// Questions put so far.
    pub asked: u32,
    /// About how many minutes are left.
    pub minutes_left: u32,
    /// Whether the interviewer has nothing more to ask.
    pub finished: bool,
}

/// Where η lies with 80 % chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EtaRange {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// What a session brought.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct SessionSummary {
    /// Answers the person gave.
    pub answers: u32,
    /// Words in them.
    pub words: u32,
    /// Minutes from the first to the last message.
    pub minutes: u32,
    /// Findings suggested, whatever was decided.
    pub suggested: u32,
    /// Findings confirmed or edited.
    pub confirmed: u32,
    /// Findings rejected.
    pub rejected: u32,
    /// η when it began; absent when the regime was unknown.
    pub eta_before: Option<f64>,
    /// η when it ended, or at the last decision on one of its findings since.
    pub eta_after: Option<f64>,
    /// The interval of `eta_before`; absent where an older version did not keep it.
    #[serde(default)]
    pub range_before: Option<EtaRange>,
    /// The interval of `eta_after`.
    #[serde(default)]
    pub range_after: Option<EtaRange>,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Session {
    /// Made by the desktop.
    pub id: SessionId,
    /// Grows with each change.
    pub version: u64,
    /// What it is for.
    pub kind: SessionKind,
    /// Where it stands.
    pub status: SessionStatus,
    /// Its title; made from the first answer unless the person gave one.
    pub title: String,
    /// Whether the person gave the title.
    pub titled_by_hand: bool,
    /// The project it is about.
    pub project_id: Option<ProjectId>,
    /// What happens to its findings.
    pub permission: PermissionMode,
    /// Who words its questions.
    #[serde(default)]
    pub voice: Voice,
    /// How far the interview is.
    pub progress: Progress,
    /// How many messages it has, all versions counted.
    pub message_count: u64,
    /// How many of them are shown; absent while each has but one version.
    #[serde(default)]
    pub shown_count: Option<u64>,
    /// The ordinals of messages that are shown though newer versions of them exist, ascending. Of
    /// every other message the newest version is shown.
    #[serde(default)]
    pub chosen: Vec<u64>,
    /// The number of the last event on the session's channel.
    pub last_seq: u64,
    /// When the last message came.
    pub last_message_at: Timestamp,
    /// The beginning of the person's first message.
    pub preview: String,
    /// The job that works for it now.
    pub active_job: Option<JobId>,
    /// Why the last turn failed.
    pub error: Option<String>,
    /// What it brought, once finalized.
    pub summary: Option<SessionSummary>,
    /// What a language model has spent on it; absent when none spoke.
    #[serde(default)]
    pub tokens: Option<TokenCount>,
    /// When it was first stored.
    pub created_at: Timestamp,
    /// When it was locked.
    pub finalized_at: Option<Timestamp>,
}

/// Some fields of a session. An absent field keeps, `null` clears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export, optional_fields)]
pub struct SessionPatch {
    /// Which.
    pub id: SessionId,
    /// The session's version after this change.
    pub version: u64,
    /// The number of the last event on the session's channel.
    pub last_seq: u64,
    /// See [`Session::kind`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SessionKind>,
    /// See [`Session::status`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<SessionStatus>,
    /// See [`Session::title`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// See [`Session::titled_by_hand`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub titled_by_hand: Option<bool>,
    /// See [`Session::project_id`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[ts(as = "Option<Option<ProjectId>>")]
    pub project_id: Option<Option<ProjectId>>,
    /// See [`Session::permission`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<PermissionMode>,
    /// See [`Session::voice`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
    /// See [`Session::progress`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
    /// See [`Session::message_count`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_count: Option<u64>,
    /// See [`Session::shown_count`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[ts(as = "Option<Option<u64>>")]
    pub shown_count: Option<Option<u64>>,
    /// See [`Session::chosen`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<Vec<u64>>,
    /// See [`Session::last_message_at`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_message_at: Option<Timestamp>,
    /// See [`Session::preview`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<String>,
    /// See [`Session::active_job`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[ts(as = "Option<Option<JobId>>")]
    pub active_job: Option<Option<JobId>>,
    /// See [`Session::error`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[ts(as = "Option<Option<String>>")]
    pub error: Option<Option<String>>,
    /// See [`Session::summary`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[ts(as = "Option<Option<SessionSummary>>")]
    pub summary: Option<Option<SessionSummary>>,
    /// See [`Session::tokens`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[ts(as = "Option<Option<TokenCount>>")]
    pub tokens: Option<Option<TokenCount>>,
    /// See [`Session::created_at`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// See [`Session::finalized_at`].
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[ts(as = "Option<Option<Timestamp>>")]
    pub finalized_at: Option<Option<Timestamp>>,
}

impl SessionPatch {
    /// A patch with no changed field.
    pub fn empty(id: SessionId, version: u64, last_seq: u64) -> Self {
        Self {
            id,
            version,
            last_seq,
            kind: None,
            status: None,
            title: None,
            titled_by_hand: None,
            project_id: None,
            permission: None,
            voice: None,
            progress: None,
            message_count: None,
            shown_count: None,
            chosen: None,
            last_message_at: None,
            preview: None,
            active_job: None,
            error: None,
            summary: None,
            tokens: None,
            created_at: None,
            finalized_at: None,
        }
    }

    /// What changed from `before` to `after`; every field when there was nothing before.
    pub fn between(before: Option<&Session>, after: &Session) -> Self {
        fn changed<T: PartialEq + Clone>(before: Option<&T>, after: &T) -> Option<T> {
            (before != Some(after)).then(|| after.clone())
        }
        Self {
            id: after.id,
            version: after.version,
            last_seq: after.last_seq,
            kind: changed(before.map(|s| &s.kind), &after.kind),
            status: changed(before.map(|s| &s.status), &after.status),
            title: changed(before.map(|s| &s.title), &after.title),
            titled_by_hand: changed(before.map(|s| &s.titled_by_hand), &after.titled_by_hand),
            project_id: changed(before.map(|s| &s.project_id), &after.project_id),
            permission: changed(before.map(|s| &s.permission), &after.permission),
            voice: changed(before.map(|s| &s.voice), &after.voice),
            progress: changed(before.map(|s| &s.progress), &after.progress),
            message_count: changed(before.map(|s| &s.message_count), &after.message_count),
            shown_count: changed(before.map(|s| &s.shown_count), &after.shown_count),
            chosen: changed(before.map(|s| &s.chosen), &after.chosen),
            last_message_at: changed(before.map(|s| &s.last_message_at), &after.last_message_at),
            preview: changed(before.map(|s| &s.preview), &after.preview),
            active_job: changed(before.map(|s| &s.active_job), &after.active_job),
            error: changed(before.map(|s| &s.error), &after.error),
            summary: changed(before.map(|s| &s.summary), &after.summary),
            tokens: changed(before.map(|s| &s.tokens), &after.tokens),
            created_at: changed(before.map(|s| &s.created_at), &after.created_at),
            finalized_at: changed(before.map(|s| &s.finalized_at), &after.finalized_at),
        }
    }

    /// Put the present fields into `session`.
    pub fn apply_to(self, session: &mut Session) {
        session.version = self.version;
        session.last_seq = self.last_seq;
        set(&mut session.kind, self.kind);
        set(&mut session.status, self.status);
        set(&mut session.title, self.title);
        set(&mut session.titled_by_hand, self.titled_by_hand);
        set(&mut session.project_id, self.project_id);
        set(&mut session.permission, self.permission);
        set(&mut session.voice, self.voice);
        set(&mut session.progress, self.progress);
        set(&mut session.message_count, self.message_count);
        set(&mut session.shown_count, self.shown_count);
        set(&mut session.chosen, self.chosen);
        set(&mut session.last_message_at, self.last_message_at);
        set(&mut session.preview, self.preview);
        set(&mut session.active_job, self.active_job);
        set(&mut session.error, self.error);
        set(&mut session.summary, self.summary);
        set(&mut session.tokens, self.tokens);
        set(&mut session.created_at, self.created_at);
        set(&mut session.finalized_at, self.finalized_at);
    }
}
