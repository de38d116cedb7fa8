//! Unsent wishes for another version of a message: made anew, or shown.

use super::Overlay;
use crate::{
    Row, StoreError,
    branches::Branches,
    turn::{Turn, delivery},
};
use protocol::{
    SessionId,
    write::{Regenerate, ShowVersion},
};
use rusqlite::Connection;

impl Overlay {
    /// The newest version is to be shown as soon as it comes.
    pub(super) fn regenerate(
        &mut self,
        connection: &Connection,
        (row, turn): (&Row, Turn),
        id: SessionId,
        body: &Regenerate,
    ) -> Result<(), StoreError> {
        if turn != Turn::Past {
            self.renewals.insert(body.message, delivery(row, turn));
        }
        let branches = Branches::of(connection, self, id)?;
        match branches.ordinal(body.message)? {
            Some(reply) if !row.is_stuck() => {
                let tree = branches.tree();
                let chosen = tree.showing_newest(tree.parent(reply));
                self.choose(connection, id, chosen)
            }
            _ => Ok(()),
        }
    }

    pub(super) fn show_version(
        &mut self,
        connection: &Connection,
        id: SessionId,
        body: ShowVersion,
    ) -> Result<(), StoreError> {
        let branches = Branches::of(connection, self, id)?;
        match branches.ordinal(body.message)? {
            Some(version) => {
                let chosen = branches.tree().showing(version);
                self.choose(connection, id, chosen)
            }
            None => Ok(()),
        }
    }

    pub(super) fn choose(
        &mut self,
        connection: &Connection,
        id: SessionId,
        chosen: Vec<u64>,
    ) -> Result<(), StoreError> {
        if let Some(mut session) = self.session(connection, id)? {
            session.chosen = chosen;
            self.sessions.insert(id, session);
        }
        Ok(())
    }
}
