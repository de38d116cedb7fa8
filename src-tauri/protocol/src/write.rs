//! Everything that changes something on the server: the request's method, path and body, and the
//! lane of the outbox it waits in. The desktop overlays pending writes on what it shows.

mod by_hand;
mod talk;

pub use by_hand::{
    ConstraintChange, NewConstraint, NewProject, NewSkill, ProjectChange, SkillChange, StateChange,
};
pub use talk::{CreateSession, NewMessage, PostMessage, Regenerate, ShowVersion, UpdateSession};

use crate::{
    ids::{ConstraintId, FindingId, JobId, ProjectId, SessionId, SkillId},
    import::NewImport,
    records::{Decision, FindingEdit},
    rereading::ApplyRereading,
};
use serde::{Deserialize, Serialize};

/// `POST /v1/findings/decide`. Last writer wins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecideFindings {
    /// Which; 1 to 200.
    pub ids: Vec<FindingId>,
    /// `suggested` undoes.
    pub decision: Decision,
    /// With `edited`: what the person changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<FindingEdit>,
}

/// `POST /v1/jobs/{id}/retry`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryJob {
    /// Whether the built-in interviewer is to make the answer.
    #[serde(default)]
    pub without_model: bool,
}

/// A change on its way to the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Write {
    /// The first message of a new session.
    CreateSession(CreateSession),
    /// A new session of passages from files.
    Import(NewImport),
    /// One more message.
    PostMessage {
        /// Where.
        session: SessionId,
        /// What.
        body: PostMessage,
    },
    /// Another version of a reply.
    Regenerate {
        /// Where.
        session: SessionId,
        /// What.
        body: Regenerate,
    },
    /// Show another version of a message.
    ShowVersion {
        /// Where.
        session: SessionId,
        /// What.
        body: ShowVersion,
    },
    /// Title, permission or voice of a session.
    UpdateSession {
        /// Which.
        session: SessionId,
        /// What.
        body: UpdateSession,
    },
    /// Put a session aside.
    PauseSession {
        /// Which.
        session: SessionId,
    },
    /// Take it up again.
    ResumeSession {
        /// Which.
        session: SessionId,
    },
    /// Lock it and sum it up.
    FinalizeSession {
        /// Which.
        session: SessionId,
    },
    /// Remove it.
    DeleteSession {
        /// Which.
        session: SessionId,
    },
    /// The person's word on findings.
    DecideFindings(DecideFindings),
    /// What reading a session again brought.
    ApplyRereading {
        /// Which session.
        session: SessionId,
        /// What.
        body: ApplyRereading,
    },
    /// A skill by hand.
    CreateSkill {
        /// Made by the desktop.
        id: SkillId,
        /// What.
        body: NewSkill,
    },
    /// Change a skill.
    UpdateSkill {
        /// Which.
        id: SkillId,
        /// What.
        body: SkillChange,
    },
    /// A project by hand.
    CreateProject {
        /// Made by the desktop.
        id: ProjectId,
        /// What.
        body: NewProject,
    },
    /// Change a project.
    UpdateProject {
        /// Which.
        id: ProjectId,
        /// What.
        body: ProjectChange,
    },
    /// A constraint by hand.
    CreateConstraint {
        /// Made by the desktop.
        id: ConstraintId,
        /// What.
        body: NewConstraint,
    },
    /// Change a constraint.
    UpdateConstraint {
        /// Which.
        id: ConstraintId,
        /// What.
        body: ConstraintChange,
    },
    /// Direction, dependants, hours.
    UpdateState {
        /// What.
        body: StateChange,
    },
    /// Stop a job.
    CancelJob {
        /// Which.
        job: JobId,
        /// The session it works for.
        session: SessionId,
    },
    /// Make the answer of an ended job anew.
    RetryJob {
        /// Which.
        job: JobId,
        /// The session it works for.
        session: SessionId,
        /// Whether the built-in interviewer is to make it.
        #[serde(default)]
        without_model: bool,
    },
}

/// The request that carries a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteRequest {
    /// `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: &'static str,
    /// From `/v1` on.
    pub path: String,
    /// The exact bytes; empty when there is no body.
    pub body: Vec<u8>,
}

fn json(body: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(body).expect("the bodies of writes have only string keys")
}

impl Write {
    /// How it is sent. Creates by a client's id are `PUT`: the id is in the path and the same
    /// create twice is the same create.
    pub fn request(&self) -> WriteRequest {
        let (method, path, body) = match self {
            Self::CreateSession(body) => ("POST", "/v1/sessions".to_owned(), json(body)),
            Self::Import(body) => ("POST", "/v1/imports".to_owned(), json(body)),
            Self::PostMessage { session, body } => {
                ("POST", format!("/v1/sessions/{session}/messages"), json(body))
            }
            Self::Regenerate { session, body } => {
                ("POST", format!("/v1/sessions/{session}/regenerate"), json(body))
            }
            Self::ShowVersion { session, body } => {
                ("POST", format!("/v1/sessions/{session}/shown"), json(body))
            }
            Self::UpdateSession { session, body } => {
                ("PATCH", format!("/v1/sessions/{session}"), json(body))
            }
            Self::PauseSession { session } => {
                ("POST", format!("/v1/sessions/{session}/pause"), Vec::new())
            }
            Self::ResumeSession { session } => {
                ("POST", format!("/v1/sessions/{session}/resume"), Vec::new())
            }
            Self::FinalizeSession { session } => {
                ("POST", format!("/v1/sessions/{session}/finalize"), Vec::new())
            }
            Self::DeleteSession { session } => {
                ("DELETE", format!("/v1/sessions/{session}"), Vec::new())
            }
            Self::DecideFindings(body) => ("POST", "/v1/findings/decide".to_owned(), json(body)),
            Self::ApplyRereading { session, body } => {
                ("POST", format!("/v1/sessions/{session}/rereading"), json(body))
            }
            Self::CreateSkill { id, body } => ("PUT", format!("/v1/skills/{id}"), json(body)),
            Self::UpdateSkill { id, body } => ("PATCH", format!("/v1/skills/{id}"), json(body)),
            Self::CreateProject { id, body } => ("PUT", format!("/v1/projects/{id}"), json(body)),
            Self::UpdateProject { id, body } => ("PATCH", format!("/v1/projects/{id}"), json(body)),
            Self::CreateConstraint { id, body } => {
                ("PUT", format!("/v1/constraints/{id}"), json(body))
            }
            Self::UpdateConstraint { id, body } => {
                ("PATCH", format!("/v1/constraints/{id}"), json(body))
            }
            Self::UpdateState { body } => ("PATCH", "/v1/state".to_owned(), json(body)),
            Self::CancelJob { job, .. } => ("POST", format!("/v1/jobs/{job}/cancel"), Vec::new()),
            Self::RetryJob { job, without_model, .. } => {
                let body = RetryJob { without_model: *without_model };
                let body = if body == RetryJob::default() { Vec::new() } else { json(&body) };
                ("POST", format!("/v1/jobs/{job}/retry"), body)
            }
        };
        WriteRequest { method, path, body }
    }

    /// The session in whose lane of the outbox it waits; `None` is the profile's lane.
    ///
    /// Stopping or repeating a job is not in its session's lane: it must overtake what waits there.
    /// What a rereading brought is in the lane of the decisions, so that none made before it is lost.
    pub fn session(&self) -> Option<SessionId> {
        match self {
            Self::CreateSession(body) => Some(body.id),
            Self::Import(body) => Some(body.id),
            Self::PostMessage { session, .. }
            | Self::Regenerate { session, .. }
            | Self::ShowVersion { session, .. }
            | Self::UpdateSession { session, .. }
            | Self::PauseSession { session }
            | Self::ResumeSession { session }
            | Self::FinalizeSession { session }
            | Self::DeleteSession { session } => Some(*session),
            Self::DecideFindings(_)
            | Self::ApplyRereading { .. }
            | Self::CreateSkill { .. }
            | Self::UpdateSkill { .. }
            | Self::CreateProject { .. }
            | Self::UpdateProject { .. }
            | Self::CreateConstraint { .. }
            | Self::UpdateConstraint { .. }
            | Self::UpdateState { .. }
            | Self::CancelJob { .. }
            | Self::RetryJob { .. } => None,
        }
    }
}
