//! Everything there is, lossless and versioned: the records as they are kept, as JSON.

use protocol::{
    Timestamp,
    records::{Constraint, Finding, Insight, LifeState, Message, Project, Session, Skill},
};
use serde::{Deserialize, Serialize};
use store::{Store, StoreError};

/// Names the format.
const FORMAT: &str = "trajectory-archive";
/// Grows when a reader of an older version could misread it.
const VERSION: u32 = 1;

/// The content of an archive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Archive {
    format: String,
    version: u32,
    exported_at: Timestamp,
    state: LifeState,
    skills: Vec<Skill>,
    projects: Vec<Project>,
    constraints: Vec<Constraint>,
    findings: Vec<Finding>,
    insights: Vec<Insight>,
    sessions: Vec<Session>,
    messages: Vec<Message>,
}

/// Everything, unsent work laid over it; messages by session, oldest first.
pub(crate) async fn collect(store: &Store, at: Timestamp) -> Result<Archive, StoreError> {
    let profile = store.profile().await?;
    let (sessions, _) = store.sessions(None, usize::MAX).await?;
    let mut messages = Vec::new();
    for session in &sessions {
        messages.extend(store.every_message(session.id).await?);
    }
    Ok(Archive {
        format: FORMAT.to_owned(),
        version: VERSION,
        exported_at: at,
        state: profile.state,
        skills: profile.skills,
        projects: profile.projects,
        constraints: profile.constraints,
        findings: store.findings(None).await?,
        insights: store.insights().await?,
        sessions,
        messages,
    })
}

pub(crate) fn bytes(archive: &Archive) -> Vec<u8> {
    serde_json::to_vec_pretty(archive).expect("records have a JSON form")
}
