//! The open connections: how many a person has, and a way to end those of a sign-in.

use protocol::{ConnectionId, UserId};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

#[derive(Debug)]
struct Open {
    owner: UserId,
    family: Uuid,
    revoked: CancellationToken,
}

/// All open connections of this process.
#[derive(Debug)]
pub(crate) struct Hub {
    most: usize,
    open: Mutex<HashMap<ConnectionId, Open>>,
}

/// A place among the open connections; free again when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    hub: Arc<crate::app::App>,
    id: ConnectionId,
    /// Cancelled when the connection's sign-in ends.
    pub(super) revoked: CancellationToken,
}

impl Hub {
    /// Nobody is connected yet; one person may have `most` connections.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, open: Mutex::default() }
    }

    /// Take a place; `None` when the person has no more.
    pub(super) fn enter(
        app: &Arc<crate::app::App>,
        id: ConnectionId,
        owner: UserId,
        family: Uuid,
    ) -> Option<Place> {
        let mut open = app.hub.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.values().filter(|other| other.owner == owner).count() >= app.hub.most {
            return None;
        }
        let revoked = CancellationToken::new();
        open.insert(id, Open { owner, family, revoked: revoked.clone() });
        Some(Place { hub: Arc::clone(app), id, revoked })
    }

    /// End the connections of a sign-in.
    pub(crate) fn revoke(&self, family: Uuid) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        for connection in open.values().filter(|connection| connection.family == family) {
            connection.revoked.cancel();
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.hub.hub.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}
