//! Turns what changed in the store into what the interface is told: records as they are now, with
//! the unsent work laid over them, each once.

use crate::core::Core;
use protocol::{
    AppEvent, SessionId, Write,
    app_event::SkillView,
    records::{SessionPatch, Skill},
};
use std::collections::BTreeSet;
use store::{Affected, Change, Current, Row, StoreError};

impl Core {
    pub(crate) fn skill_view(&self, skill: Skill) -> SkillView {
        let belief = physics::belief(&skill, self.clock.now());
        SkillView { skill, belief }
    }

    /// Tell what these changes, already stored, did.
    pub(crate) async fn tell_changes(&self, changes: Vec<Change>) -> Result<(), StoreError> {
        if changes.is_empty() {
            return Ok(());
        }
        let mut touched = Affected::default();
        for change in &changes {
            touch(&mut touched, change);
        }
        let moves_physics = touched.moves_physics();
        let removes = changes.iter().any(|change| matches!(change, Change::SessionRemoved(_)));
        let _turn = self.telling.lock().await;
        let mut now = self.store.current(touched).await?;
        for change in changes {
            if let Some(event) = self.event(change, &mut now) {
                self.hub.tell(event);
            }
        }
        self.tell_branched(&now.branched);
        if removes {
            self.tell_decisions_moot().await?;
        }
        if moves_physics {
            self.to_compute.notify_one();
        }
        Ok(())
    }

    /// A session is gone, and its findings with it: decisions on them that still wait do nothing any
    /// more to what the findings supported, and nothing says of what that was.
    pub(crate) async fn tell_decisions_moot(&self) -> Result<(), StoreError> {
        let waiting = self.store.outbox().await?;
        if waiting.iter().any(|row| matches!(row.write, Write::DecideFindings(_))) {
            self.hub.tell(AppEvent::Resynced);
            self.to_compute.notify_one();
        }
        Ok(())
    }

    /// Tell how the records stand that these unsent writes touch.
    pub(crate) async fn tell_writes(&self, writes: Vec<Write>) -> Result<(), StoreError> {
        let touched = self.store.affected(writes).await?;
        let moves_physics = touched.moves_physics();
        let _turn = self.telling.lock().await;
        let now = self.store.current(touched.clone()).await?;
        if touched.has_lost(&now) {
            // A record that only unsent work had made: there is nothing to tell of it but this.
            self.hub.tell(AppEvent::Resynced);
        }
        for id in touched.lost_sessions(&now) {
            self.hub.tell(AppEvent::SessionRemoved { id });
        }
        for (session_id, id) in touched.lost_messages(&now) {
            self.hub.tell(AppEvent::MessageRemoved { session_id, id });
        }
        self.tell_current(now);
        if moves_physics {
            self.to_compute.notify_one();
        }
        Ok(())
    }

    /// Tell what is so now that these writes are no longer unsent.
    pub(crate) async fn tell_settled(&self, rows: Vec<Row>) -> Result<(), StoreError> {
        if !rows.is_empty() {
            self.tell_writes(rows.into_iter().map(|row| row.write).collect()).await?;
        }
        self.outbox_changed().await
    }

    fn tell_branched(&self, branched: &BTreeSet<SessionId>) {
        let branched = branched.iter().copied();
        self.hub.tell_all(branched.map(|session_id| AppEvent::MessageBranched { session_id }));
    }

    fn tell_current(&self, now: Current) {
        for (session, _) in now.sessions.into_values() {
            let patch = SessionPatch::between(None, &session);
            self.hub.tell(AppEvent::SessionUpdated { patch });
        }
        let mut views: Vec<_> = now.messages.into_values().collect();
        views.sort_by_key(|view| (view.message.session_id, view.message.ordinal));
        self.hub.tell_all(views.into_iter().map(|view| AppEvent::InterviewMessage { view }));
        self.tell_branched(&now.branched);
        let findings = now.findings.into_values();
        self.hub.tell_all(findings.map(|finding| AppEvent::FindingUpdated { finding }));
        for skill in now.skills.into_values() {
            self.hub.tell(AppEvent::SkillUpdated { skill: self.skill_view(skill) });
        }
        let projects = now.projects.into_values();
        self.hub.tell_all(projects.map(|project| AppEvent::ProjectUpdated { project }));
        let constraints = now.constraints.into_values();
        self.hub.tell_all(constraints.map(|constraint| AppEvent::ConstraintUpdated { constraint }));
        self.hub.tell_all(now.state.map(|state| AppEvent::StateUpdated { state }));
    }

    /// What to say of a change; nothing when the record was told of already or is gone again.
    fn event(&self, change: Change, now: &mut Current) -> Option<AppEvent> {
        Some(match change {
            Change::Skill(id) => {
                AppEvent::SkillUpdated { skill: self.skill_view(now.skills.remove(&id)?) }
            }
            Change::Finding(id) => AppEvent::FindingUpdated { finding: now.findings.remove(&id)? },
            Change::Project(id) => AppEvent::ProjectUpdated { project: now.projects.remove(&id)? },
            Change::Constraint(id) => {
                AppEvent::ConstraintUpdated { constraint: now.constraints.remove(&id)? }
            }
            Change::State => AppEvent::StateUpdated { state: now.state.take()? },
            Change::Message { id, .. } => {
                AppEvent::InterviewMessage { view: now.messages.remove(&id)? }
            }
            Change::Insight(insight) => AppEvent::InsightReceived { insight },
            Change::Session(patch) => AppEvent::SessionUpdated { patch: shown(patch, now) },
            Change::SessionRemoved(id) => AppEvent::SessionRemoved { id },
            Change::Finalized { id, at, summary } => AppEvent::SessionFinalized { id, at, summary },
            Change::Job(job) => AppEvent::JobUpdated { job: now.jobs.remove(&job.id)? },
            Change::Progress { job, step, percent } => {
                // Where it has ended meanwhile, that is told instead.
                now.jobs.get(&job).filter(|job| job.is_active())?;
                AppEvent::JobProgress { job, step, percent }
            }
            Change::Chunk { job, off, text } => AppEvent::JobChunk { job, off, text },
            Change::Completed(job) => AppEvent::JobCompleted { job },
            Change::Failed(job, problem) => AppEvent::JobFailed { job, problem },
            Change::Cancelled(job) => AppEvent::JobCancelled { job },
            Change::SessionWanted(_) | Change::TextWanted(_) => return None,
        })
    }
}

/// The patch as it came, unless unsent work changes the same session or it has moved on since:
/// then all of the session as it is now.
fn shown(patch: SessionPatch, now: &Current) -> SessionPatch {
    match now.sessions.get(&patch.id) {
        Some((session, laid_over)) if *laid_over || session.version > patch.version => {
            SessionPatch::between(None, session)
        }
        _ => patch,
    }
}

fn touch(touched: &mut Affected, change: &Change) {
    match change {
        Change::Skill(id) => {
            touched.skills.insert(*id);
        }
        Change::Finding(id) => {
            touched.findings.insert(*id);
        }
        Change::Project(id) => {
            touched.projects.insert(*id);
        }
        Change::Constraint(id) => {
            touched.constraints.insert(*id);
        }
        Change::State => touched.state = true,
        Change::Session(patch) => {
            touched.sessions.insert(patch.id);
            touched.branched.extend(patch.chosen.as_ref().map(|_| patch.id));
        }
        Change::Message { session, id } => {
            touched.messages.insert((*session, *id));
        }
        Change::Job(job) => {
            touched.jobs.insert(job.id);
        }
        Change::Progress { job, .. } => {
            touched.jobs.insert(*job);
        }
        Change::Insight(_)
        | Change::SessionWanted(_)
        | Change::SessionRemoved(_)
        | Change::Finalized { .. }
        | Change::Chunk { .. }
        | Change::TextWanted(_)
        | Change::Completed(_)
        | Change::Failed(..)
        | Change::Cancelled(_) => {}
    }
}
