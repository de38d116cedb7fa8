//! Unsent writes of a session: its first message, more messages, and changes of the session itself.

use super::Overlay;
use crate::{
    Lane, Row, StoreError,
    branches::{Branches, last_ordinal},
    record,
    turn::{Turn, delivery},
};
use profile::Tree;
use protocol::{
    MessageId, SessionId, Write,
    app_event::MessageView,
    ids::opening_id,
    import::NewImport,
    records::{Block, Message, Role, Session, SessionStatus},
    write::{CreateSession, NewMessage},
};
use rusqlite::Connection;

impl Overlay {
    pub(super) fn lay_session(
        &mut self,
        connection: &Connection,
        row: &Row,
        turn: Turn,
    ) -> Result<(), StoreError> {
        match &row.write {
            Write::CreateSession(body) => self.create(connection, row, turn, body),
            Write::Import(body) => self.import(connection, row, turn, body),
            Write::PostMessage { session, body } => {
                let shown = self.show(connection, (row, turn), &body.message, body.replaces)?;
                if shown { self.said(connection, row, *session) } else { Ok(()) }
            }
            Write::Regenerate { session, body } => {
                self.regenerate(connection, (row, turn), *session, body)
            }
            Write::ShowVersion { session, body } => self.show_version(connection, *session, *body),
            Write::DeleteSession { session } => {
                self.removed.insert(*session);
                Ok(())
            }
            write => {
                let Some(id) = write.session() else { return Ok(()) };
                if let Some(mut session) = self.session(connection, id)? {
                    change(&mut session, row);
                    self.sessions.insert(id, session);
                }
                Ok(())
            }
        }
    }

    pub(crate) fn session(
        &self,
        connection: &Connection,
        id: SessionId,
    ) -> Result<Option<Session>, StoreError> {
        if self.removed.contains(&id) {
            return Ok(None);
        }
        match self.sessions.get(&id) {
            Some(session) => Ok(Some(session.clone())),
            None => record::get(connection, &id.to_string()),
        }
    }

    fn create(
        &mut self,
        connection: &Connection,
        row: &Row,
        turn: Turn,
        body: &CreateSession,
    ) -> Result<(), StoreError> {
        if self.session(connection, body.id)?.is_none() {
            self.sessions.insert(body.id, profile::new_session(body, row.created_at));
        }
        if self.last_ordinal(connection, body.id)? == 0
            && let Some(text) = &row.opening
        {
            self.messages.entry(body.id).or_default().push(opening(body.id, text, row));
        }
        self.show(connection, (row, turn), &body.first_message, None)?;
        Ok(())
    }

    /// Shows each passage unless the server's copy is here.
    fn import(
        &mut self,
        connection: &Connection,
        row: &Row,
        turn: Turn,
        body: &NewImport,
    ) -> Result<(), StoreError> {
        if self.session(connection, body.id)?.is_none() {
            self.sessions.insert(body.id, profile::imported_session(body, row.created_at));
        }
        let views = self.messages.entry(body.id).or_default();
        for message in profile::imported_messages(body, row.created_at) {
            if record::get::<Message>(connection, &message.id.to_string())?.is_none() {
                views.push(MessageView::new(message, delivery(row, turn), None));
            }
        }
        Ok(())
    }

    /// What a message that is shown does to its session.
    fn said(
        &mut self,
        connection: &Connection,
        row: &Row,
        id: SessionId,
    ) -> Result<(), StoreError> {
        if !row.is_stuck()
            && let Some(mut session) = self.session(connection, id)?
        {
            session.message_count += 1;
            session.shown_count = session.shown_count.map(|count| count + 1);
            session.last_message_at = session.last_message_at.max(row.created_at);
            if session.status == SessionStatus::Paused {
                session.status = SessionStatus::Idle;
            }
            self.sessions.insert(id, session);
        }
        Ok(())
    }

    /// Show a message unless the server's copy is here, in the place of the one it replaces; says
    /// whether it is shown.
    fn show(
        &mut self,
        connection: &Connection,
        (row, turn): (&Row, Turn),
        said: &NewMessage,
        replaces: Option<MessageId>,
    ) -> Result<bool, StoreError> {
        let Lane::Session(session) = row.lane else { return Ok(false) };
        if record::get::<Message>(connection, &said.id.to_string())?.is_some() {
            return Ok(false);
        }
        let ordinal = self.last_ordinal(connection, session)? + 1;
        let mut message = profile::new_message(session, said, ordinal, row.created_at);
        let branches = Branches::of(connection, self, session)?;
        let replaced = replaces.map(|id| branches.ordinal(id)).transpose()?.flatten();
        let tree = branches.tree();
        let parent = replaced.map_or_else(|| tree.end(), |replaced| tree.parent(replaced));
        message.follows = Tree::follows(ordinal, parent);
        if replaced.is_some() {
            let chosen = tree.showing_newest(parent);
            self.choose(connection, session, chosen)?;
        }
        let key = (turn != Turn::Past).then_some(row.key);
        let view = MessageView::new(message, delivery(row, turn), key);
        self.messages.entry(session).or_default().push(view);
        Ok(true)
    }

    /// The number of the last message of a session, laid over or stored; 0 when there is none.
    fn last_ordinal(&self, connection: &Connection, id: SessionId) -> Result<u64, StoreError> {
        if let Some(last) = self.messages.get(&id).and_then(|views| views.last()) {
            return Ok(last.message.ordinal);
        }
        last_ordinal(connection, id)
    }
}

fn opening(session: SessionId, text: &str, row: &Row) -> MessageView {
    let message = Message {
        id: opening_id(session),
        session_id: session,
        ordinal: 1,
        follows: None,
        role: Role::Assistant,
        blocks: vec![Block::Text { text: text.to_owned() }],
        job_id: None,
        stopped: false,
        created_at: row.created_at,
    };
    MessageView::sent(message)
}

fn change(session: &mut Session, row: &Row) {
    match &row.write {
        Write::UpdateSession { body, .. } => profile::change_session(session, body),
        Write::PauseSession { .. } => session.status = SessionStatus::Paused,
        Write::ResumeSession { .. } if session.status == SessionStatus::Paused => {
            session.status = SessionStatus::Idle;
        }
        Write::FinalizeSession { .. } => {
            session.status = SessionStatus::Finalized;
            session.finalized_at.get_or_insert(row.created_at);
        }
        _ => {}
    }
}
