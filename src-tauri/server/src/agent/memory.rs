//! What the interviewer keeps beside a session and for one turn. Nobody else sees it.

use crate::storage::{Record, versioned};
use protocol::{
    JobId, SessionId,
    records::{Asked, Progress},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is kept beside a session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Interview {
    /// The session.
    pub(crate) session: SessionId,
    /// Grows with each change.
    pub(crate) version: u64,
    /// Where the interview stands.
    pub(crate) plan: interview::Plan,
    /// η when the session began; absent when the regime was unknown.
    pub(crate) eta_before: Option<f64>,
    /// Where it stood before the last reply, so that the reply can be made anew.
    #[serde(default)]
    pub(crate) before_reply: Option<BeforeReply>,
}

/// Where an interview stood before a reply.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct BeforeReply {
    /// The job that made it.
    pub(crate) job: JobId,
    /// The plan until then.
    pub(crate) plan: interview::Plan,
}

impl Record for Interview {
    const KIND: &'static str = "interview";
    fn key(&self) -> Uuid {
        self.session.0
    }
    versioned!();
}

/// The reply of one job, worded before its first word is shown, so that whoever goes on with the
/// job goes on with the same words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Turn {
    /// The job.
    pub(crate) job: JobId,
    /// Grows with each change.
    pub(crate) version: u64,
    /// The whole reply.
    pub(crate) text: String,
    /// How far the interview is once it is shown.
    pub(crate) progress: Progress,
    /// What has been asked by then.
    pub(crate) asked: Asked,
    /// The plan to keep then.
    pub(crate) plan: interview::Plan,
}

impl Record for Turn {
    const KIND: &'static str = "turn";
    fn key(&self) -> Uuid {
        self.job.0
    }
    versioned!();
}
