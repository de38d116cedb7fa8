//! Sessions: listed, made, renamed, removed.

use super::within;
use crate::core::Core;
use protocol::{Problem, Reply, SessionId, Write, records::SessionKind, write::UpdateSession};

impl Core {
    pub(super) async fn list_sessions(
        &self,
        before: Option<SessionId>,
        limit: u32,
    ) -> Result<Reply, Problem> {
        let (sessions, more) = self.store.sessions(before, within(limit)).await?;
        Ok(Reply::Sessions { sessions, more })
    }

    pub(super) async fn get_session(&self, id: SessionId) -> Result<Reply, Problem> {
        Ok(Reply::Session { session: self.store.session(id).await?.map(Box::new) })
    }

    /// Nothing is stored before its first message; one that has an id already keeps it.
    pub(super) fn new_session(&self, kind: SessionKind, id: Option<SessionId>) -> Reply {
        let id = id.unwrap_or_else(|| SessionId(self.ids.next()));
        Reply::DraftSession { id, kind, opening: interview::opening(id, kind) }
    }

    pub(super) async fn update_session(
        &self,
        id: SessionId,
        change: UpdateSession,
    ) -> Result<Reply, Problem> {
        let body = profile::check_session(change)?;
        self.change_session(id, Write::UpdateSession { session: id, body }).await
    }

    pub(super) async fn pause_session(&self, id: SessionId) -> Result<Reply, Problem> {
        self.change_session(id, Write::PauseSession { session: id }).await
    }

    pub(super) async fn resume_session(&self, id: SessionId) -> Result<Reply, Problem> {
        self.change_session(id, Write::ResumeSession { session: id }).await
    }

    pub(super) async fn finalize_session(&self, id: SessionId) -> Result<Reply, Problem> {
        self.change_session(id, Write::FinalizeSession { session: id }).await
    }

    async fn change_session(&self, id: SessionId, write: Write) -> Result<Reply, Problem> {
        self.known_session(id).await?;
        self.keep(write).await
    }

    pub(super) async fn delete_session(&self, id: SessionId) -> Result<Reply, Problem> {
        self.known_session(id).await?;
        self.keep(Write::DeleteSession { session: id }).await
    }

    async fn known_session(&self, id: SessionId) -> Result<(), Problem> {
        match self.store.session(id).await? {
            Some(_) => Ok(()),
            None => Err(Problem::not_found("session")),
        }
    }
}
