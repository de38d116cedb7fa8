//! One unsent write: which lane it waits in, how it stands, and which records it
//! names.

use crate::StoreError;
use protocol::{
    ChannelPosition, IdempotencyKey, JobId, MessageId, Problem, SessionId, Timestamp, Write,
};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// Writes of one lane are sent one at a time and in order; lanes do not wait for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// Messages and changes of one session.
    Session(SessionId),
    /// Everything about the person.
    Profile,
    /// Stopping or repeating a job, which overtakes everything.
    Job(JobId),
}

impl Lane {
    /// The lane of a write.
    pub fn of(write: &Write) -> Self {
        match (write.session(), write) {
            (Some(session), _) => Self::Session(session),
            (None, Write::CancelJob { job, .. } | Write::RetryJob { job, .. }) => Self::Job(*job),
            (None, _) => Self::Profile,
        }
    }
}

impl fmt::Display for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Session(id) => write!(f, "session:{id}"),
            Self::Profile => f.write_str("profile"),
            Self::Job(id) => write!(f, "job:{id}"),
        }
    }
}

impl FromStr for Lane {
    type Err = StoreError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name.split_once(':') {
            None if name == "profile" => Ok(Self::Profile),
            Some(("session", id)) => Ok(Self::Session(id.parse()?)),
            Some(("job", id)) => Ok(Self::Job(id.parse()?)),
            _ => Err(StoreError::Id),
        }
    }
}

/// How an unsent write stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowState {
    /// Waits for its turn.
    Queued,
    /// Was never sent and grew old: waits for the person.
    Held,
    /// Was sent at least once; no answer is known.
    Sending,
    /// The server has it; its effect has not come back yet.
    Accepted(ChannelPosition),
    /// The server refused it for good: the person decides.
    Stuck(Problem),
}

/// One unsent write.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Grows with each write ever kept; the order within a lane.
    pub ordinal: u64,
    /// Where it waits.
    pub lane: Lane,
    /// Names the attempt, so that a repeat changes nothing.
    pub key: IdempotencyKey,
    /// What changes.
    pub write: Write,
    /// How it stands.
    pub state: RowState,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its age counts from here: when it was made, or the person's last word on it; in
    /// milliseconds.
    pub fresh_at: Timestamp,
    /// For the first message of a session: the question it answers.
    pub opening: Option<String>,
}

impl Row {
    /// Whether the server refused it.
    pub fn is_stuck(&self) -> bool {
        matches!(self.state, RowState::Stuck(_))
    }

    /// Whether what comes after it in its lane means nothing without it.
    pub(crate) fn says(&self) -> bool {
        self.message().is_some() || matches!(self.write, Write::Import(_))
    }

    /// Whether its words were the draft of its session: not those of an answer given anew, which was
    /// changed in its own place.
    pub(crate) fn sends_draft(&self) -> bool {
        match &self.write {
            Write::CreateSession(_) => true,
            Write::PostMessage { body, .. } => body.replaces.is_none(),
            _ => false,
        }
    }

    /// The message it carries.
    pub fn message(&self) -> Option<MessageId> {
        message(&self.write)
    }
}

/// The message a write carries.
pub(crate) fn message(write: &Write) -> Option<MessageId> {
    match write {
        Write::CreateSession(body) => Some(body.first_message.id),
        Write::PostMessage { body, .. } => Some(body.message.id),
        _ => None,
    }
}

/// The record that would not exist without this write.
pub(crate) fn made(write: &Write) -> Option<Uuid> {
    match write {
        Write::CreateSkill { id, .. } => Some(id.0),
        Write::CreateProject { id, .. } => Some(id.0),
        Write::CreateConstraint { id, .. } => Some(id.0),
        _ => None,
    }
}

/// The ids of the records a write of the profile's lane names.
pub(crate) fn names(write: &Write) -> Vec<Uuid> {
    match write {
        Write::DecideFindings(body) => body.ids.iter().map(|id| id.0).collect(),
        Write::ApplyRereading { body, .. } => {
            let found = body.found.iter().map(|finding| finding.id.0);
            found.chain(body.gone.iter().map(|id| id.0)).collect()
        }
        Write::CreateSkill { id, .. } | Write::UpdateSkill { id, .. } => vec![id.0],
        Write::CreateProject { id, .. } => vec![id.0],
        Write::UpdateProject { id, body } => {
            let skills = body.skill_ids.iter().flatten().map(|id| id.0);
            std::iter::once(id.0).chain(skills).collect()
        }
        Write::CreateConstraint { id, .. } | Write::UpdateConstraint { id, .. } => vec![id.0],
        Write::UpdateState { .. } => vec![Uuid::nil()],
        Write::CancelJob { job, .. } | Write::RetryJob { job, .. } => vec![job.0],
        Write::CreateSession(_)
        | Write::Import(_)
        | Write::PostMessage { .. }
        | Write::Regenerate { .. }
        | Write::ShowVersion { .. }
        | Write::UpdateSession { .. }
        | Write::PauseSession { .. }
        | Write::ResumeSession { .. }
        | Write::FinalizeSession { .. }
        | Write::DeleteSession { .. } => Vec::new(),
    }
}
