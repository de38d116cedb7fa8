//! Which versions of a session's messages are shown: what the server said, unsent work laid over.

use crate::{
    Store, StoreError,
    overlay::Overlay,
    reads::Scope,
    record::{self, Record, unsigned},
    row::Lane,
};
use profile::Tree;
use protocol::{
    MessageId, SessionId,
    app_event::MessageView,
    records::{Decision, Finding, Message},
};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, btree_map::Entry};

/// The messages of a session, with how their versions hang together.
pub(crate) struct Branches<'a> {
    connection: &'a Connection,
    overlay: &'a Overlay,
    session: SessionId,
    tree: Tree,
}

impl<'a> Branches<'a> {
    pub(crate) fn of(
        connection: &'a Connection,
        overlay: &'a Overlay,
        session: SessionId,
    ) -> Result<Self, StoreError> {
        let chosen = overlay.session(connection, session)?.map(|session| session.chosen);
        let (last, forks) = (last_ordinal(connection, session)?, forks(connection, session)?);
        let mut tree = Tree::new(last, forks, &chosen.unwrap_or_default());
        for view in overlay.messages.get(&session).into_iter().flatten() {
            tree.push(view.message.ordinal, view.message.follows);
        }
        Ok(Self { connection, overlay, session, tree })
    }

    pub(crate) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The place of a message, when it is here.
    pub(crate) fn ordinal(&self, id: MessageId) -> Result<Option<u64>, StoreError> {
        let sort: Option<i64> = self
            .connection
            .prepare_cached("SELECT sort FROM records WHERE kind = ?1 AND id = ?2 AND parent = ?3")?
            .query_row(params![Message::KIND, id.to_string(), self.session.to_string()], |row| {
                row.get(0)
            })
            .optional()?;
        let unsent = || self.unsent().find(|view| view.message.id == id);
        Ok(sort.map(unsigned).or_else(|| unsent().map(|view| view.message.ordinal)))
    }

    /// All versions of the message at `ordinal`, oldest first; none when it is the only one.
    pub(crate) fn versions(&self, ordinal: u64) -> Result<Vec<MessageId>, StoreError> {
        let ordinals = if self.tree.is_line() { Vec::new() } else { self.tree.versions(ordinal) };
        if ordinals.len() < 2 {
            return Ok(Vec::new());
        }
        let ids = ordinals.into_iter().map(|ordinal| self.id(ordinal));
        Ok(ids.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// A message with its versions, and the unsent wish for another one.
    pub(crate) fn with_versions(&self, view: MessageView) -> Result<MessageView, StoreError> {
        let versions = self.versions(view.message.ordinal)?;
        let renewal = self.overlay.renewals.get(&view.message.id).cloned().map(Box::new);
        Ok(MessageView { versions, renewal, ..view })
    }

    /// Whether a finding is offered: it is decided, or its words are in a message that is shown.
    pub(crate) fn offers(&self, finding: &Finding) -> Result<bool, StoreError> {
        if self.tree.is_line() || finding.decision != Decision::Suggested {
            return Ok(true);
        }
        let ordinal = self.ordinal(finding.quote.message_id)?;
        Ok(ordinal.is_none_or(|ordinal| self.tree.is_shown(ordinal)))
    }

    fn id(&self, ordinal: u64) -> Result<Option<MessageId>, StoreError> {
        let id: Option<String> = self
            .connection
            .prepare_cached("SELECT id FROM records WHERE kind = ?1 AND parent = ?2 AND sort = ?3")?
            .query_row(
                params![Message::KIND, self.session.to_string(), record::signed(ordinal)],
                |row| row.get(0),
            )
            .optional()?;
        if let Some(id) = id {
            return Ok(Some(id.parse()?));
        }
        let found = self.unsent().find(|view| view.message.ordinal == ordinal);
        Ok(found.map(|view| view.message.id))
    }

    fn unsent(&self) -> impl Iterator<Item = &MessageView> {
        self.overlay.messages.get(&self.session).into_iter().flatten()
    }
}

/// The branches of several sessions, each looked up once.
pub(crate) struct ManyBranches<'a> {
    connection: &'a Connection,
    overlay: &'a Overlay,
    known: BTreeMap<SessionId, Branches<'a>>,
}

impl<'a> ManyBranches<'a> {
    pub(crate) fn new(connection: &'a Connection, overlay: &'a Overlay) -> Self {
        Self { connection, overlay, known: BTreeMap::new() }
    }

    pub(crate) fn of(&mut self, session: SessionId) -> Result<&Branches<'a>, StoreError> {
        Ok(match self.known.entry(session) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                place.insert(Branches::of(self.connection, self.overlay, session)?)
            }
        })
    }
}

impl Store {
    /// All versions of a message, oldest first; none when it is the only one or not here.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn versions(
        &self,
        session: SessionId,
        id: MessageId,
    ) -> Result<Vec<MessageId>, StoreError> {
        self.view(Scope::one(Lane::Session(session)), move |connection, overlay| {
            let branches = Branches::of(connection, overlay, session)?;
            let ordinal = branches.ordinal(id)?;
            ordinal.map_or(Ok(Vec::new()), |ordinal| branches.versions(ordinal))
        })
        .await
    }

    /// Every message of a session in every version, oldest first.
    ///
    /// # Errors
    ///
    /// Database errors.
    pub async fn every_message(&self, session: SessionId) -> Result<Vec<Message>, StoreError> {
        self.view(Scope::one(Lane::Session(session)), move |connection, overlay| {
            let mut all = record::list::<Message>(connection, Some(&session.to_string()))?;
            let unsent = overlay.messages.get(&session).into_iter().flatten();
            all.extend(unsent.map(|view| view.message.clone()));
            Ok(all)
        })
        .await
    }
}

/// The number of the last stored message of a session; 0 when there is none.
pub(crate) fn last_ordinal(connection: &Connection, id: SessionId) -> Result<u64, StoreError> {
    let last: Option<i64> = connection
        .prepare_cached("SELECT max(sort) FROM records WHERE kind = ?1 AND parent = ?2")?
        .query_row(params![Message::KIND, id.to_string()], |row| row.get(0))?;
    Ok(last.map_or(0, unsigned))
}

/// The stored messages that do not follow the one before them: ordinal and what it follows.
fn forks(connection: &Connection, session: SessionId) -> Result<Vec<(u64, u64)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT sort, follows FROM records WHERE parent = ?1 AND follows IS NOT NULL",
    )?;
    let mut rows = statement.query([session.to_string()])?;
    let mut forks = Vec::new();
    while let Some(row) = rows.next()? {
        forks.push((unsigned(row.get(0)?), unsigned(row.get(1)?)));
    }
    Ok(forks)
}
