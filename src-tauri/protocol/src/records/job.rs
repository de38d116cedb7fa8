//! Long work with progress.

use crate::{
    Problem, Timestamp,
    ids::{JobId, MessageId, SessionId},
    records::Block,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum JobKind {
    /// Reads an answer and words the reply.
    InterviewTurn,
    /// Reads what was imported and says what it brought.
    Import,
}

/// Where a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum JobStatus {
    /// Waits for a worker.
    Queued,
    /// A worker has it.
    Running,
    /// Done.
    Completed,
    /// Ended without a result.
    Failed,
    /// Somebody stopped it.
    Cancelled,
}

/// What a running job does now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum JobStep {
    /// Choosing what to ask.
    Thinking,
    /// Looking for findings in the answer or in what was imported.
    Searching,
    /// Wording the reply.
    Writing,
}

/// How many tokens were spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct TokenCount {
    /// On what the model was asked.
    pub prompt: u32,
    /// On what it answered.
    pub reply: u32,
    /// Whether the model's server did not count, so that these are guesses.
    pub estimated: bool,
}

impl TokenCount {
    /// These and others.
    #[must_use]
    pub fn and(self, more: Self) -> Self {
        Self {
            prompt: self.prompt.saturating_add(more.prompt),
            reply: self.reply.saturating_add(more.reply),
            estimated: self.estimated || more.estimated,
        }
    }
}

/// What a language model did for a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ModelUse {
    /// What it spent.
    pub tokens: TokenCount,
    /// How many of its findings were dropped: without a true quote, or beside the schema.
    pub dropped: u32,
}

/// A piece of long work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Grows with each change.
    pub version: u64,
    /// What it does.
    pub kind: JobKind,
    /// The session it works for.
    pub session_id: SessionId,
    /// The message it answers.
    pub message_id: MessageId,
    /// The id its reply will have.
    pub reply_id: MessageId,
    /// The reply of which it makes another version; absent when it makes the first.
    #[serde(default)]
    pub replaces: Option<MessageId>,
    /// Where it is.
    pub status: JobStatus,
    /// What it does now.
    pub step: JobStep,
    /// 0 to 100.
    pub percent: u8,
    /// How many workers have had it; a worker with an older number writes nothing more.
    pub r#gen: u32,
    /// Whether the built-in interviewer is to word it whatever model is chosen.
    #[serde(default)]
    pub without_model: bool,
    /// What a language model did for it; absent when none did.
    #[serde(default)]
    pub model: Option<ModelUse>,
    /// What it did beside wording the reply: each use of a tool, then what it brought.
    #[serde(default)]
    pub tools: Vec<Block>,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When a worker first took it.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

impl Job {
    /// Whether it has not ended.
    pub fn is_active(&self) -> bool {
        matches!(self.status, JobStatus::Queued | JobStatus::Running)
    }
}
