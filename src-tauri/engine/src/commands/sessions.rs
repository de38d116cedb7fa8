//! Sessions: listed, made, renamed, removed.

use super::within;
use crate::core::Core;
use protocol::{
    AppEvent, Problem, Reply, SessionId, Write,
    records::{PermissionMode, SessionKind},
    write::UpdateSession,
};

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

    /// Nothing is stored before its first message.
    pub(super) fn new_session(&self, kind: SessionKind) -> Reply {
        let id = SessionId(self.ids.next());
        Reply::DraftSession { id, kind, opening: interview::opening(id, kind) }
    }

    pub(super) async fn rename_session(
        &self,
        id: SessionId,
        title: &str,
    ) -> Result<Reply, Problem> {
        let title = profile::check_title(title)?;
        self.known_session(id).await?;
        let body = UpdateSession { title: Some(title), permission: None };
        self.keep(Write::UpdateSession { session: id, body }).await
    }

    pub(super) async fn set_permission(
        &self,
        id: SessionId,
        permission: PermissionMode,
    ) -> Result<Reply, Problem> {
        self.known_session(id).await?;
        let body = UpdateSession { title: None, permission: Some(permission) };
        self.keep(Write::UpdateSession { session: id, body }).await
    }

    pub(super) async fn change_session(&self, write: Write) -> Result<Reply, Problem> {
        if let Some(id) = write.session() {
            self.known_session(id).await?;
        }
        self.keep(write).await
    }

    pub(super) async fn delete_session(&self, id: SessionId) -> Result<Reply, Problem> {
        self.known_session(id).await?;
        self.enqueue(Write::DeleteSession { session: id }, None).await?;
        self.hub.tell(AppEvent::SessionRemoved { id });
        Ok(Reply::Done)
    }

    async fn known_session(&self, id: SessionId) -> Result<(), Problem> {
        match self.store.session(id).await? {
            Some(_) => Ok(()),
            None => Err(Problem::not_found("session")),
        }
    }
}
