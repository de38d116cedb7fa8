//! What the interviewer keeps beside a session and for one turn. Nobody else sees it.

use super::{measure::Eta, touched::Profile};
use crate::storage::{Batch, Record, StorageError, View, versioned};
use protocol::{
    JobId, MessageId, SessionId, Timestamp,
    records::{Asked, EtaRange, Progress, Session},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What is kept beside a session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Interview {
    /// The session.
    pub(crate) session: SessionId,
    /// Grows with each change.
    pub(crate) version: u64,
    /// Where the interview stands while there is no [`Stand`] yet.
    pub(crate) plan: interview::Plan,
    /// η when the session began; absent when the regime was unknown.
    pub(crate) eta_before: Option<f64>,
    /// The interval of `eta_before`.
    #[serde(default)]
    pub(crate) range_before: Option<EtaRange>,
    /// What the question was about that each answer was read for, so that it can be read again.
    #[serde(default)]
    pub(crate) topics: BTreeMap<MessageId, interview::Topic>,
}

impl Record for Interview {
    const KIND: &'static str = "interview";
    fn key(&self) -> Uuid {
        self.session.0
    }
    versioned!();
}

/// Begin the interview of a new session.
pub(crate) fn begin(
    view: &View<'_>,
    batch: &mut Batch,
    session: &mut Session,
    now: Timestamp,
) -> Result<(), StorageError> {
    let plan = interview::Plan::new(session.id, session.kind);
    session.progress = plan.progress();
    let Eta { value: eta_before, range: range_before } =
        Eta::of(view, &mut Profile::default(), now)?;
    let (session, topics) = (session.id, BTreeMap::new());
    batch.put(&mut Interview { session, version: 0, plan, eta_before, range_before, topics });
    Ok(())
}

impl Interview {
    /// η when the session began.
    pub(crate) fn before(&self) -> Eta {
        Eta { value: self.eta_before, range: self.range_before }
    }
}

/// Where an interview stands after a reply. Each version of a reply has its own, so that the
/// interview goes on from whichever is shown.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Stand {
    /// The reply.
    pub(crate) message: MessageId,
    /// Its session.
    pub(crate) session: SessionId,
    /// Its place there.
    pub(crate) ordinal: u64,
    /// The answer it replies to.
    pub(crate) answers: MessageId,
    /// Grows with each change.
    pub(crate) version: u64,
    /// What to go on with.
    pub(crate) plan: interview::Plan,
}

impl Record for Stand {
    const KIND: &'static str = "stand";
    fn key(&self) -> Uuid {
        self.message.0
    }
    fn parent(&self) -> Uuid {
        self.session.0
    }
    fn place(&self) -> i64 {
        i64::try_from(self.ordinal).unwrap_or(i64::MAX)
    }
    versioned!();
}

/// The reply of one job, planned before its first word is shown, so that whoever goes on with the
/// job goes on with the same reply.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Turn {
    /// The job.
    pub(crate) job: JobId,
    /// Grows with each change.
    pub(crate) version: u64,
    /// The whole reply, in the planner's words.
    pub(crate) text: String,
    /// Whether a language model is to say it.
    #[serde(default)]
    pub(crate) by_model: bool,
    /// Whether a language model has said all of it.
    #[serde(default)]
    pub(crate) said: bool,
    /// How far the interview is once it is shown.
    pub(crate) progress: Progress,
    /// What has been asked by then.
    pub(crate) asked: Asked,
    /// The plan to keep then.
    pub(crate) plan: interview::Plan,
}

impl Turn {
    /// Whether a language model may say it in its own words. Last words and what is said at signs
    /// of danger stay as they were written.
    pub(crate) fn may_be_reworded(&self) -> bool {
        !self.progress.finished && self.plan.topic() != interview::Topic::GoOn
    }
}

impl Record for Turn {
    const KIND: &'static str = "turn";
    fn key(&self) -> Uuid {
        self.job.0
    }
    versioned!();
}
