//! Which records a write or an event touches, and how these records are now: what the interface is
//! told after a commit.

use crate::{
    Lane, Store, StoreError,
    branches::{Branches, ManyBranches},
    overlay::Overlay,
    reads::Scope,
    record,
};
use protocol::{
    ConstraintId, FindingId, JobId, MessageId, ProjectId, SessionId, SkillId, Write,
    app_event::MessageView,
    ids::opening_id,
    records::{
        Constraint, Finding, FindingTarget, Job, LifeState, Message, Project, Session, Skill,
    },
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
    /// Sessions of which other versions of messages may be shown.
    pub branched: BTreeSet<SessionId>,
    /// Jobs.
    pub jobs: BTreeSet<JobId>,
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

    /// The sessions that are gone, or hidden because they are to be deleted.
    pub fn lost_sessions(&self, now: &Current) -> Vec<SessionId> {
        let gone = self.sessions.iter().filter(|id| !now.sessions.contains_key(id));
        gone.copied().collect()
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
            Write::Import(body) => {
                self.sessions.insert(body.id);
                self.messages.extend(body.passages.iter().map(|passage| (body.id, passage.id)));
            }
            Write::PostMessage { session, body } => {
                self.sessions.insert(*session);
                self.messages.insert((*session, body.message.id));
                self.branched.extend(body.replaces.map(|_| *session));
            }
            Write::Regenerate { session, .. } | Write::ShowVersion { session, .. } => {
                self.sessions.insert(*session);
                self.branched.insert(*session);
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
            Write::ApplyRereading { .. } | Write::CancelJob { .. } | Write::RetryJob { .. } => {}
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
    /// Sessions whose messages and findings are to be read again.
    pub branched: BTreeSet<SessionId>,
    /// Jobs.
    pub jobs: BTreeMap<JobId, Job>,
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
    now.branched = touched.branched;
    let mut branches = ManyBranches::new(connection, overlay);
    for id in touched.findings {
        let Some(finding) = overlay.finding(connection, id)? else { continue };
        let session = finding.quote.session_id;
        if branches.of(session)?.offers(&finding)? {
            now.findings.insert(id, finding);
        } else {
            now.branched.insert(session);
        }
    }
    for id in touched.sessions {
        let session = overlay.session(connection, id)?;
        let laid_over = overlay.sessions.contains_key(&id);
        now.sessions.extend(session.map(|session| (id, (session, laid_over))));
    }
    for (session, id) in touched.messages {
        let branches = branches.of(session)?;
        let Some(view) = message(connection, overlay, branches, (session, id))? else { continue };
        if !view.versions.is_empty() {
            now.branched.insert(session);
        }
        if branches.tree().is_shown(view.message.ordinal) {
            now.messages.insert(id, view);
        }
    }
    for id in touched.jobs {
        now.jobs.extend(record::get::<Job>(connection, &id.to_string())?.map(|job| (id, job)));
    }
    now.state = touched.state.then(|| overlay.state(connection)).transpose()?;
    Ok(now)
}

/// A message, shown or not: the server's copy when it is here, else the unsent one.
pub(crate) fn message(
    connection: &Connection,
    overlay: &Overlay,
    branches: &Branches<'_>,
    (session, id): (SessionId, MessageId),
) -> Result<Option<MessageView>, StoreError> {
    let stored = record::get::<Message>(connection, &id.to_string())?.map(MessageView::sent);
    let mut unsent = overlay.messages.get(&session).into_iter().flatten();
    let view = stored.or_else(|| unsent.find(|view| view.message.id == id).cloned());
    view.map(|view| branches.with_versions(view)).transpose()
}
