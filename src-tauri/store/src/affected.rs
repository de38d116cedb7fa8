//! Which records a write or an event touches, and how these records are now: what the interface is
//! told after a commit.

use crate::{Lane, Store, StoreError, overlay::Overlay, reads::Scope, record};
use protocol::{
    ConstraintId, FindingId, MessageId, ProjectId, SessionId, SkillId, Write,
    app_event::{Delivery, MessageView},
    ids::opening_id,
    records::{Constraint, Finding, FindingTarget, LifeState, Message, Project, Session, Skill},
};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// The records that a write touches, so that the interface can be told how they are now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Affected {
    /// Skills.
    pub skills: BTreeSet<SkillId>,
    /// Projects.
    pub projects: BTreeSet<ProjectId>,
    /// Constraints.
    pub constraints: BTreeSet<ConstraintId>,
    /// Findings.
    pub findings: BTreeSet<FindingId>,
    /// Direction, dependants, hours.
    pub state: bool,
    /// Sessions.
    pub sessions: BTreeSet<SessionId>,
    /// Messages, with their session.
    pub messages: BTreeSet<(SessionId, MessageId)>,
}

impl Affected {
    /// Whether η may be another.
    pub fn moves_physics(&self) -> bool {
        self.state
            || !(self.skills.is_empty() && self.projects.is_empty() && self.constraints.is_empty())
    }

    /// Whether a record is gone that only unsent work had made.
    pub fn has_lost(&self, now: &Current) -> bool {
        let stay = self.skills.iter().all(|id| now.skills.contains_key(id))
            && self.projects.iter().all(|id| now.projects.contains_key(id))
            && self.constraints.iter().all(|id| now.constraints.contains_key(id));
        !stay
    }

    /// The messages that are gone because only unsent work had made them.
    pub fn lost_messages(&self, now: &Current) -> Vec<(SessionId, MessageId)> {
        let gone = self.messages.iter().filter(|(_, id)| !now.messages.contains_key(id));
        gone.copied().collect()
    }

    /// The lanes whose unsent writes may change what is touched.
    fn lanes(&self) -> BTreeSet<Lane> {
        let sessions = self.sessions.iter().chain(self.messages.iter().map(|(id, _)| id));
        let sessions = sessions.map(|id| Lane::Session(*id));
        let profile = self.moves_physics() || !self.findings.is_empty();
        sessions.chain(profile.then_some(Lane::Profile)).collect()
    }

    pub(crate) fn add(&mut self, connection: &Connection, write: &Write) -> Result<(), StoreError> {
        match write {
            Write::CreateSession(body) => {
                self.sessions.insert(body.id);
                self.messages.insert((body.id, opening_id(body.id)));
                self.messages.insert((body.id, body.first_message.id));
            }
            Write::PostMessage { session, body } => {
                self.sessions.insert(*session);
                self.messages.insert((*session, body.message.id));
            }
            Write::UpdateSession { session, .. }
            | Write::PauseSession { session }
            | Write::ResumeSession { session }
            | Write::FinalizeSession { session }
            | Write::DeleteSession { session } => {
                self.sessions.insert(*session);
            }
            Write::DecideFindings(body) => {
                for id in &body.ids {
                    self.add_finding(connection, *id)?;
                }
            }
            Write::CreateSkill { id, .. } | Write::UpdateSkill { id, .. } => {
                self.skills.insert(*id);
            }
            Write::CreateProject { id, .. } | Write::UpdateProject { id, .. } => {
                self.projects.insert(*id);
            }
            Write::CreateConstraint { id, .. } | Write::UpdateConstraint { id, .. } => {
                self.constraints.insert(*id);
            }
            Write::UpdateState { .. } => self.state = true,
            Write::CancelJob { .. } | Write::RetryJob { .. } => {}
        }
        Ok(())
    }

    fn add_finding(&mut self, connection: &Connection, id: FindingId) -> Result<(), StoreError> {
        let Some(finding) = record::get::<Finding>(connection, &id.to_string())? else {
            return Ok(());
        };
        self.findings.insert(id);
        match finding.target {
            FindingTarget::Skill(id) => {
                self.skills.insert(id);
            }
            FindingTarget::Project(id) => {
                self.projects.insert(id);
            }
            FindingTarget::Constraint(id) => {
                self.constraints.insert(id);
            }
            FindingTarget::Direction => self.state = true,
        }
        Ok(())
    }
}

/// The touched records that exist, as they are now, unsent work laid over.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Current {
    /// Skills.
    pub skills: BTreeMap<SkillId, Skill>,
    /// Projects.
    pub projects: BTreeMap<ProjectId, Project>,
    /// Constraints.
    pub constraints: BTreeMap<ConstraintId, Constraint>,
    /// Findings.
    pub findings: BTreeMap<FindingId, Finding>,
    /// Direction, dependants, hours, when touched.
    pub state: Option<LifeState>,
    /// Sessions, each with whether unsent work changes it.
    pub sessions: BTreeMap<SessionId, (Session, bool)>,
    /// Messages.
    pub messages: BTreeMap<MessageId, MessageView>,
}

impl Store {
    /// How the touched records are now.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn current(&self, touched: Affected) -> Result<Current, StoreError> {
        let scope = Scope::Lanes(touched.lanes());
        self.view(scope, move |connection, overlay| current(connection, overlay, touched)).await
    }
}

fn current(
    connection: &Connection,
    overlay: &Overlay,
    touched: Affected,
) -> Result<Current, StoreError> {
    let mut now = Current::default();
    for id in touched.skills {
        now.skills.extend(overlay.skill(connection, id)?.map(|skill| (id, skill)));
    }
    for id in touched.projects {
        now.projects.extend(overlay.project(connection, id)?.map(|project| (id, project)));
    }
    for id in touched.constraints {
        let constraint = overlay.constraint(connection, id)?;
        now.constraints.extend(constraint.map(|constraint| (id, constraint)));
    }
    for id in touched.findings {
        now.findings.extend(overlay.finding(connection, id)?.map(|finding| (id, finding)));
    }
    for id in touched.sessions {
        let session = overlay.session(connection, id)?;
        let laid_over = overlay.sessions.contains_key(&id);
        now.sessions.extend(session.map(|session| (id, (session, laid_over))));
    }
    for (session, id) in touched.messages {
        now.messages.extend(message(connection, overlay, session, id)?.map(|view| (id, view)));
    }
    now.state = touched.state.then(|| overlay.state(connection)).transpose()?;
    Ok(now)
}

/// A message: the server's copy when it is here, else the unsent one.
pub(crate) fn message(
    connection: &Connection,
    overlay: &Overlay,
    session: SessionId,
    id: MessageId,
) -> Result<Option<MessageView>, StoreError> {
    if let Some(message) = record::get::<Message>(connection, &id.to_string())? {
        return Ok(Some(MessageView { message, delivery: Delivery::Sent, key: None }));
    }
    let mut unsent = overlay.messages.get(&session).into_iter().flatten();
    Ok(unsent.find(|view| view.message.id == id).cloned())
}
