//! Other versions of messages: an answer given once more, a reply made anew, another version shown.

use crate::core::Core;
use protocol::{
    ErrorCode, MessageId, Problem, Reply, SessionId, Write,
    write::{NewMessage, PostMessage, Regenerate, ShowVersion},
};

impl Core {
    pub(super) async fn revise_message(
        &self,
        session: SessionId,
        answer: MessageId,
        text: String,
    ) -> Result<Reply, Problem> {
        profile::check_message(&text)?;
        self.known_in_open(session, answer).await?;
        let message = NewMessage { id: MessageId(self.ids.next()), text };
        let said = message.clone();
        let body = PostMessage { message, resume: true, replaces: Some(answer) };
        let row = self.enqueue(Write::PostMessage { session, body }, None).await?;
        Ok(Reply::Message { view: self.kept_message(session, &said, &row).await })
    }

    pub(super) async fn regenerate(
        &self,
        session: SessionId,
        message: MessageId,
    ) -> Result<Reply, Problem> {
        self.known_in_open(session, message).await?;
        let body = Regenerate { message, reply: MessageId(self.ids.next()) };
        self.keep(Write::Regenerate { session, body }).await
    }

    pub(super) async fn show_version(
        &self,
        session: SessionId,
        message: MessageId,
    ) -> Result<Reply, Problem> {
        self.known_in_open(session, message).await?;
        let Some(newest) = self.store.versions(session, message).await?.pop() else {
            return Ok(Reply::Done);
        };
        self.keep(Write::ShowVersion { session, body: ShowVersion { message, newest } }).await
    }

    /// Whether the message is here and its session takes anything.
    async fn known_in_open(&self, session: SessionId, message: MessageId) -> Result<(), Problem> {
        let known = self.store.session(session).await?;
        let known = known.ok_or_else(|| Problem::not_found("session"))?;
        if known.finalized_at.is_some() {
            let title = "The session is finalized and takes nothing more.";
            return Err(Problem::refused(ErrorCode::SessionFinalized, title));
        }
        match self.store.message(session, message).await? {
            Some(_) => Ok(()),
            None => Err(Problem::not_found("message")),
        }
    }
}
