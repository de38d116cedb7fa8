//! Messages: read and sent; and drafts.

use super::within;
use crate::core::Core;
use protocol::{
    MessageId, Problem, Reply, SessionId, Write,
    app_event::{Delivery, MessageView},
    records::SessionKind,
    write::{CreateSession, NewMessage, PostMessage},
};
use std::sync::Arc;
use store::Row;

/// The place of a message whose place is not known: after all others.
const LAST: u64 = 1 << 32;

impl Core {
    pub(super) async fn list_messages(
        self: &Arc<Self>,
        session: SessionId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Reply, Problem> {
        let (messages, more) = self.store.messages(session, before, within(limit)).await?;
        let stored = self.store.session(session).await?.is_some_and(|session| session.version > 0);
        if stored {
            self.follow_session(session).await?;
        }
        Ok(Reply::Messages { messages, more })
    }

    /// The first message creates the session; a second try at that is one more message.
    pub(super) async fn send_message(
        &self,
        session: SessionId,
        kind: SessionKind,
        text: String,
        resume: bool,
    ) -> Result<Reply, Problem> {
        profile::check_message(&text)?;
        let message = NewMessage { id: MessageId(self.ids.next()), text };
        let said = message.clone();
        let creates = !resume && self.store.session(session).await?.is_none();
        let row = if creates {
            let permission = self.store.preferences().await?.permission;
            let body = CreateSession { id: session, kind, permission, first_message: message };
            let opening = interview::opening(session, kind);
            self.enqueue(Write::CreateSession(body), Some(opening)).await?
        } else {
            let body = PostMessage { message, resume: true, replaces: None };
            self.enqueue(Write::PostMessage { session, body }, None).await?
        };
        Ok(Reply::Message { view: self.kept_message(session, &said, &row).await })
    }

    /// A message that was kept a moment ago. By now it may be accepted and not yet told here, or gone
    /// with its session: it was kept all the same, and whoever said it must not say it again.
    pub(super) async fn kept_message(
        &self,
        session: SessionId,
        said: &NewMessage,
        row: &Row,
    ) -> MessageView {
        match self.store.message(session, said.id).await {
            Ok(Some(view)) => view,
            Ok(None) | Err(_) => MessageView::new(
                profile::new_message(session, said, LAST, row.created_at),
                Delivery::Pending { behind_stuck: false, unanswered: false },
                Some(row.key),
            ),
        }
    }

    pub(super) async fn save_draft(
        &self,
        session: SessionId,
        text: String,
    ) -> Result<Reply, Problem> {
        self.store.save_draft(session, text).await?;
        Ok(Reply::Done)
    }

    pub(super) async fn get_draft(&self, session: SessionId) -> Result<Reply, Problem> {
        Ok(Reply::Draft { text: self.store.draft(session).await? })
    }
}
