//! The open connections of this process: how many a person has, which of them are of one device, and
//! a way to end them from outside.

use super::peer::Carrier;
use protocol::{ConnectionId, DeviceId, UserId, frame::close};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Whether and how a connection is to end, said by somebody else.
#[derive(Debug, Default)]
struct Ending {
    /// The close code; `None` to end without a word.
    code: OnceLock<Option<u16>>,
    said: CancellationToken,
}

impl Ending {
    fn say(&self, code: Option<u16>) {
        // The first word counts.
        let _said_before = self.code.set(code);
        self.said.cancel();
    }
}

#[derive(Debug)]
struct Open {
    owner: UserId,
    family: Uuid,
    carrier: Carrier,
    /// Connections are counted as they come in; a later one has a higher number.
    number: u64,
    device: Option<DeviceId>,
    ending: Arc<Ending>,
}

#[derive(Debug, Default)]
struct Connections {
    open: HashMap<ConnectionId, Open>,
    number: u64,
}

/// All open connections of this process.
#[derive(Debug)]
pub(crate) struct Hub {
    most: usize,
    connections: Arc<Mutex<Connections>>,
}

/// A place among the open connections; free again when dropped.
#[derive(Debug)]
pub(super) struct Place {
    connections: Arc<Mutex<Connections>>,
    id: ConnectionId,
    ending: Arc<Ending>,
}

impl Hub {
    /// Nobody is connected yet; one person may have `most` connections.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, connections: Arc::default() }
    }

    /// Take a place; `None` when the person has no more.
    pub(super) fn enter(
        &self,
        id: ConnectionId,
        (owner, family): (UserId, Uuid),
        carrier: Carrier,
    ) -> Option<Place> {
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        let of_owner = connections.open.values().filter(|other| other.owner == owner);
        if of_owner.count() >= self.most {
            return None;
        }
        connections.number += 1;
        let (number, ending) = (connections.number, Arc::<Ending>::default());
        let of_place = Arc::clone(&ending);
        let open = Open { owner, family, carrier, number, device: None, ending };
        connections.open.insert(id, open);
        drop(connections);
        Some(Place { connections: Arc::clone(&self.connections), id, ending: of_place })
    }

    /// How many are open.
    pub(crate) fn count(&self) -> usize {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner).open.len()
    }

    /// End the connections of a sign-in.
    pub(crate) fn revoke(&self, family: Uuid) {
        let connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        for open in connections.open.values().filter(|open| open.family == family) {
            open.ending.say(Some(close::TOKEN_REVOKED));
        }
    }
}

impl Place {
    /// The connection is of this device. Of several that are carried alike only the one that came in
    /// last stays, whichever says so first: a device that dials again may be heard out of order, and
    /// its newest connection must not give way to one that it has left.
    pub(super) fn greet(&self, device: DeviceId) {
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(own) = connections.open.get_mut(&self.id) else { return };
        own.device = Some(device);
        let (owner, carrier) = (own.owner, own.carrier);
        let alike = |open: &&Open| {
            open.owner == owner && open.device == Some(device) && open.carrier == carrier
        };
        let newest = connections.open.values().filter(alike).map(|open| open.number).max();
        for open in connections.open.values().filter(alike) {
            if Some(open.number) != newest {
                // A socket tells that another program is there under the same name. Requests of the
                // slower ways follow each other, so there it says nothing.
                let is_socket = carrier == Carrier::Socket;
                open.ending.say(is_socket.then_some(close::REPLACED));
            }
        }
    }

    /// The connection goes on with another sign-in of the same person.
    pub(super) fn change_family(&self, family: Uuid) {
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = connections.open.get_mut(&self.id) {
            own.family = family;
        }
    }

    /// Wait until somebody else ends the connection; gives the close code, if it has one.
    pub(super) async fn ended(&self) -> Option<u16> {
        self.ending.said.cancelled().await;
        self.ending.code.get().copied().flatten()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        connections.open.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enter(hub: &Hub, number: u128, carrier: Carrier) -> Option<Place> {
        let id = ConnectionId(Uuid::from_u128(number));
        hub.enter(id, (UserId(Uuid::nil()), Uuid::nil()), carrier)
    }

    fn stays(place: &Place) -> bool {
        place.ending.code.get().is_none()
    }

    fn code(place: &Place) -> Option<u16> {
        place.ending.code.get().copied().flatten()
    }

    #[test]
    fn the_connection_that_came_in_last_stays_whichever_is_greeted_first() {
        let device = DeviceId(Uuid::from_u128(1));
        for order in [[0, 1], [1, 0]] {
            let hub = Hub::new(16);
            let places = [1, 2].map(|number| enter(&hub, number, Carrier::Socket).unwrap());
            for index in order {
                places[index].greet(device);
            }
            assert_eq!(code(&places[0]), Some(close::REPLACED));
            assert!(stays(&places[1]));
        }
    }

    #[test]
    fn other_devices_and_other_carriers_stay() {
        let hub = Hub::new(16);
        let socket = enter(&hub, 1, Carrier::Socket).unwrap();
        let other = enter(&hub, 2, Carrier::Socket).unwrap();
        let streams = [3, 4].map(|number| enter(&hub, number, Carrier::Stream).unwrap());
        socket.greet(DeviceId(Uuid::from_u128(1)));
        other.greet(DeviceId(Uuid::from_u128(2)));
        for stream in &streams {
            stream.greet(DeviceId(Uuid::from_u128(1)));
        }
        assert!(stays(&socket) && stays(&other) && stays(&streams[1]));
        assert!(!stays(&streams[0]));
        assert_eq!(code(&streams[0]), None);
    }

    #[test]
    fn a_place_is_free_again_when_its_connection_is_gone() {
        let hub = Hub::new(1);
        let place = enter(&hub, 1, Carrier::Poll).unwrap();
        assert!(enter(&hub, 2, Carrier::Poll).is_none());
        drop(place);
        assert!(enter(&hub, 3, Carrier::Poll).is_some());
    }
}
