//! Long work with progress.

use crate::{
    Problem, Timestamp,
    ids::{JobId, MessageId, SessionId},
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
    /// Looking for findings in the answer.
    Searching,
    /// Wording the reply.
    Writing,
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
    /// Where it is.
    pub status: JobStatus,
    /// What it does now.
    pub step: JobStep,
    /// 0 to 100.
    pub percent: u8,
    /// How many workers have had it; a worker with an older number writes nothing more.
    pub r#gen: u32,
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
