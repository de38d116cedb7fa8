//! The outbox as the person sees it: what waits, of which kind, and how it stands.

use crate::{Row, RowState, Store, StoreError, outbox, row::Lane};
use protocol::{
    JobId, SessionId, Write,
    app_event::Delivery,
    reply::{OutboxItem, OutboxKind},
};
use std::collections::BTreeSet;

impl Store {
    /// What is not on the server yet, oldest first.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn waiting(&self) -> Result<Vec<OutboxItem>, StoreError> {
        let mut blocked = BTreeSet::new();
        let rows = self.outbox().await?;
        Ok(rows.into_iter().filter_map(|row| item(row, &mut blocked)).collect())
    }
}

fn item(row: Row, blocked: &mut BTreeSet<Lane>) -> Option<OutboxItem> {
    let delivery = match &row.state {
        RowState::Accepted(_) => return None,
        RowState::Stuck(problem) => {
            if row.message().is_some() {
                blocked.insert(row.lane);
            }
            Delivery::Stuck { problem: problem.clone() }
        }
        RowState::Queued | RowState::Sending => Delivery::Pending {
            behind_stuck: blocked.contains(&row.lane),
            unanswered: row.state == RowState::Sending,
        },
    };
    Some(OutboxItem {
        key: row.key,
        kind: kind(&row.write),
        session_id: session(&row.write),
        message_id: row.message(),
        text: outbox::text(&row.write).map(str::to_owned),
        delivery,
        created_at: row.created_at,
    })
}

fn kind(write: &Write) -> OutboxKind {
    match write {
        Write::CreateSession(_) | Write::PostMessage { .. } => OutboxKind::Message,
        Write::UpdateSession { .. }
        | Write::PauseSession { .. }
        | Write::ResumeSession { .. }
        | Write::FinalizeSession { .. }
        | Write::DeleteSession { .. } => OutboxKind::Session,
        Write::DecideFindings(_) => OutboxKind::Decision,
        Write::CreateSkill { .. } | Write::UpdateSkill { .. } => OutboxKind::Skill,
        Write::CreateProject { .. } | Write::UpdateProject { .. } => OutboxKind::Project,
        Write::CreateConstraint { .. } | Write::UpdateConstraint { .. } => OutboxKind::Constraint,
        Write::UpdateState { .. } => OutboxKind::State,
        Write::CancelJob { .. } | Write::RetryJob { .. } => OutboxKind::Job,
    }
}

/// The session a write is about, whatever its lane.
fn session(write: &Write) -> Option<SessionId> {
    match write {
        Write::CancelJob { job: JobId(_), session } | Write::RetryJob { session, .. } => {
            Some(*session)
        }
        _ => write.session(),
    }
}
