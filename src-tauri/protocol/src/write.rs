//! Everything that changes something on the server: the request's method, path and body, and the
//! lane of the outbox it waits in. The desktop overlays pending writes on what it shows.

use crate::{
    ids::{ConstraintId, FindingId, JobId, MessageId, ProjectId, SessionId, SkillId},
    records::{
        Category, ConstraintKind, ConstraintStatus, Decision, FindingEdit, PermissionMode,
        ProjectStatus, ProjectWeight, SessionKind,
    },
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A message as its writer makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMessage {
    /// Made by the writer.
    pub id: MessageId,
    /// 1 byte to 64 KiB.
    pub text: String,
}

/// `POST /v1/sessions`. There is no session without a first message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateSession {
    /// Made by the desktop.
    pub id: SessionId,
    /// What it is for.
    pub kind: SessionKind,
    /// What happens to its findings.
    pub permission: PermissionMode,
    /// The first message.
    pub first_message: NewMessage,
}

/// `POST /v1/sessions/{id}/messages`. Writing to a paused session resumes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostMessage {
    /// The message.
    pub message: NewMessage,
    /// Always true here: false exactly for the message that creates a session.
    pub resume: bool,
}

/// `PATCH /v1/sessions/{id}`. An absent field stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateSession {
    /// 1 to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What happens to its findings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<PermissionMode>,
}

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

/// `POST /v1/skills`: a skill entered by hand counts as confirmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NewSkill {
    /// 1 to 120 characters.
    pub name: String,
    /// Its area.
    pub category: Category,
    /// 0 to 1.
    pub level: f64,
}

/// `PATCH /v1/skills/{id}`. An absent field stays. Last writer wins per field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export, optional_fields)]
pub struct SkillChange {
    /// 1 to 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<f64>,
    /// 0 to 168.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_per_week: Option<f64>,
    /// Confirm, reject, or `suggested` to undo, for the skill as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// `POST /v1/projects`: a project entered by hand is active.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NewProject {
    /// 1 to 120 characters.
    pub name: String,
}

/// `PATCH /v1/projects/{id}`. An absent field stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export, optional_fields)]
pub struct ProjectChange {
    /// 1 to 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ProjectStatus>,
    /// 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<f64>,
    /// How much it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<ProjectWeight>,
    /// 0 to 168.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekly_hours: Option<f64>,
    /// 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alignment: Option<f64>,
    /// The skills it uses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill_ids: Option<Vec<SkillId>>,
}

/// `POST /v1/constraints`: a constraint entered by hand is active.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct NewConstraint {
    /// 1 to 120 characters.
    pub name: String,
    /// Its kind.
    pub kind: ConstraintKind,
    /// 0 to 1.
    pub severity: f64,
}

/// `PATCH /v1/constraints/{id}`. An absent field stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export, optional_fields)]
pub struct ConstraintChange {
    /// 1 to 120 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ConstraintKind>,
    /// 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<f64>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ConstraintStatus>,
}

/// `PATCH /v1/state`. An absent field stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export, optional_fields)]
pub struct StateChange {
    /// Up to 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    /// 0 to 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dependants: Option<u32>,
    /// 0 to 168.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekly_hours: Option<f64>,
}

/// A change on its way to the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Write {
    /// The first message of a new session.
    CreateSession(CreateSession),
    /// One more message.
    PostMessage {
        /// Where.
        session: SessionId,
        /// What.
        body: PostMessage,
    },
    /// Title or permission of a session.
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
            Self::PostMessage { session, body } => {
                ("POST", format!("/v1/sessions/{session}/messages"), json(body))
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
            Self::RetryJob { job, .. } => ("POST", format!("/v1/jobs/{job}/retry"), Vec::new()),
        };
        WriteRequest { method, path, body }
    }

    /// The session in whose lane of the outbox it waits; `None` is the profile's lane.
    ///
    /// Stopping or repeating a job is not in its session's lane: it must overtake what waits there.
    pub fn session(&self) -> Option<SessionId> {
        match self {
            Self::CreateSession(body) => Some(body.id),
            Self::PostMessage { session, .. }
            | Self::UpdateSession { session, .. }
            | Self::PauseSession { session }
            | Self::ResumeSession { session }
            | Self::FinalizeSession { session }
            | Self::DeleteSession { session } => Some(*session),
            Self::DecideFindings(_)
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
