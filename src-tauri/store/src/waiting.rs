//! The outbox as the person sees it: what waits, of which kind, how it stands, and how much it is.

use crate::{
    Row, Store, StoreError, outbox,
    record::unsigned,
    turn::{Turn, Walk, delivery},
    word::text,
};
use protocol::{
    SessionId, Timestamp, Write,
    app_event::OutboxStatus,
    reply::{OutboxItem, OutboxKind},
};
use rusqlite::{Connection, OptionalExtension};

impl Store {
    /// What is not on the server yet, oldest first.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn waiting(&self) -> Result<Vec<OutboxItem>, StoreError> {
        let mut walk = Walk::default();
        let rows = self.outbox().await?;
        Ok(rows.into_iter().filter_map(|row| item(&row, &mut walk)).collect())
    }

    /// How much is unsent. Costs the same however long the writes are.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn outbox_status(&self) -> Result<OutboxStatus, StoreError> {
        let owner = self.owner();
        self.unsent.read(move |connection| status(connection, owner.as_deref())).await
    }
}

fn status(connection: &Connection, shown: Option<&str>) -> Result<OutboxStatus, StoreError> {
    let owner = outbox::owner(connection, shown)?;
    let mut status = OutboxStatus::default();
    let mut counts = connection
        .prepare_cached("SELECT state, count(*) FROM outbox WHERE account IS ?1 GROUP BY state")?;
    let mut rows = counts.query([&owner])?;
    while let Some(row) = rows.next()? {
        let (state, count): (String, i64) = (row.get(0)?, row.get(1)?);
        match state.as_str() {
            "queued" | "sending" => status.pending += unsigned(count),
            "stuck" => status.stuck = unsigned(count),
            "held" => status.held = unsigned(count),
            _ => {}
        }
    }
    let oldest: Option<String> = connection
        .prepare_cached(
            "SELECT created_at FROM outbox WHERE account IS ?1 AND state <> 'accepted'
             ORDER BY ordinal LIMIT 1",
        )?
        .query_row([&owner], |row| row.get(0))
        .optional()?;
    let oldest: Option<Result<Timestamp, _>> = oldest.map(|at| at.parse());
    status.oldest_at = oldest.transpose().map_err(|_| StoreError::Id)?;
    Ok(status)
}

fn item(row: &Row, walk: &mut Walk) -> Option<OutboxItem> {
    let turn = walk.turn(row);
    (turn != Turn::Past).then(|| OutboxItem {
        key: row.key,
        kind: kind(&row.write),
        session_id: session(&row.write),
        message_id: row.message(),
        text: text(&row.write).map(str::to_owned),
        delivery: delivery(row, turn),
        created_at: row.created_at,
    })
}

fn kind(write: &Write) -> OutboxKind {
    match write {
        Write::CreateSession(_) | Write::PostMessage { .. } => OutboxKind::Message,
        Write::Import(_) => OutboxKind::Import,
        Write::UpdateSession { .. }
        | Write::ShowVersion { .. }
        | Write::PauseSession { .. }
        | Write::ResumeSession { .. }
        | Write::FinalizeSession { .. }
        | Write::DeleteSession { .. } => OutboxKind::Session,
        Write::DecideFindings(_) => OutboxKind::Decision,
        Write::ApplyRereading { .. } => OutboxKind::Rereading,
        Write::CreateSkill { .. } | Write::UpdateSkill { .. } => OutboxKind::Skill,
        Write::CreateProject { .. } | Write::UpdateProject { .. } => OutboxKind::Project,
        Write::CreateConstraint { .. } | Write::UpdateConstraint { .. } => OutboxKind::Constraint,
        Write::UpdateState { .. } => OutboxKind::State,
        Write::CancelJob { .. } | Write::RetryJob { .. } | Write::Regenerate { .. } => {
            OutboxKind::Job
        }
    }
}

/// The session a write is about, whatever its lane.
fn session(write: &Write) -> Option<SessionId> {
    match write {
        Write::ApplyRereading { session, .. }
        | Write::CancelJob { session, .. }
        | Write::RetryJob { session, .. } => Some(*session),
        _ => write.session(),
    }
}
