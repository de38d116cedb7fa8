//! Lays unsent writes over the server's records, by the same rules by which the server will carry
//! them out, so that a person's word counts at once. Made anew for each read from the outbox and the
//! cache; nothing of it is stored.

mod branch_writes;
mod profile_writes;
mod session_writes;

use crate::{
    Row, StoreError,
    record::{self, Record, STATE},
    turn::{Turn, Walk},
};
use protocol::{
    ConstraintId, FindingId, MessageId, ProjectId, SessionId, SkillId, Write,
    app_event::{Delivery, MessageView},
    records::{Constraint, Finding, LifeState, Project, Session, Skill},
};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// The records that unsent writes change, as they will be.
#[derive(Debug, Default)]
pub(crate) struct Overlay {
    pub(crate) skills: BTreeMap<SkillId, Skill>,
    pub(crate) projects: BTreeMap<ProjectId, Project>,
    pub(crate) constraints: BTreeMap<ConstraintId, Constraint>,
    pub(crate) findings: BTreeMap<FindingId, Finding>,
    pub(crate) state: Option<LifeState>,
    pub(crate) sessions: BTreeMap<SessionId, Session>,
    pub(crate) removed: BTreeSet<SessionId>,
    pub(crate) messages: BTreeMap<SessionId, Vec<MessageView>>,
    /// How the wishes for another version of a reply stand.
    pub(crate) renewals: BTreeMap<MessageId, Delivery>,
}

impl Overlay {
    /// What `rows`, oldest first, do to what is in the cache.
    pub(crate) fn new(connection: &Connection, rows: &[Row]) -> Result<Self, StoreError> {
        let mut overlay = Self::default();
        let mut walk = Walk::default();
        for row in rows {
            let turn = walk.turn(row);
            // What was refused does not count; a refused message or reply is still shown.
            let shows = row.message().is_some() || matches!(row.write, Write::Regenerate { .. });
            if row.is_stuck() && !shows {
                continue;
            }
            overlay.lay(connection, row, turn)?;
        }
        Ok(overlay)
    }

    fn lay(&mut self, connection: &Connection, row: &Row, turn: Turn) -> Result<(), StoreError> {
        match &row.write {
            Write::CreateSession(_)
            | Write::Import(_)
            | Write::PostMessage { .. }
            | Write::Regenerate { .. }
            | Write::ShowVersion { .. }
            | Write::UpdateSession { .. }
            | Write::PauseSession { .. }
            | Write::ResumeSession { .. }
            | Write::FinalizeSession { .. }
            | Write::DeleteSession { .. } => self.lay_session(connection, row, turn),
            Write::DecideFindings(_)
            | Write::CreateSkill { .. }
            | Write::UpdateSkill { .. }
            | Write::CreateProject { .. }
            | Write::UpdateProject { .. }
            | Write::CreateConstraint { .. }
            | Write::UpdateConstraint { .. }
            | Write::UpdateState { .. } => self.lay_profile(connection, row),
            // What was read again is so once the server has looked at it; the job goes on until the
            // server says otherwise.
            Write::ApplyRereading { .. } | Write::CancelJob { .. } | Write::RetryJob { .. } => {
                Ok(())
            }
        }
    }

    pub(crate) fn state(&self, connection: &Connection) -> Result<LifeState, StoreError> {
        match &self.state {
            Some(state) => Ok(state.clone()),
            None => Ok(record::get(connection, STATE)?.unwrap_or_default()),
        }
    }
}

/// The records as they are, with those of the overlay in their place or behind them.
pub(crate) fn merged<R: Record + Clone, I: Ord + Copy>(
    stored: Vec<R>,
    overlay: &BTreeMap<I, R>,
    id: impl Fn(&R) -> I,
) -> Vec<R> {
    let mut seen = BTreeSet::new();
    let mut all: Vec<R> = stored
        .into_iter()
        .map(|record| {
            let id = id(&record);
            seen.insert(id);
            overlay.get(&id).cloned().unwrap_or(record)
        })
        .collect();
    all.extend(overlay.iter().filter(|(id, _)| !seen.contains(id)).map(|(_, r)| r.clone()));
    all
}
