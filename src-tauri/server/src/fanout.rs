//! The doorbell: tells connections of this process that a channel has moved. It carries no
//! events; who hears it reads the log. A lost ring is only late.

use crate::storage::Position;
use protocol::{Channel, Epoch, UserId};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError, Weak},
};
use tokio::sync::Notify;

/// One listener's bell: the newest place of each channel that rang since it last looked. It never
/// holds more than one place for each channel it hears.
#[derive(Debug)]
pub(crate) struct Bell {
    owner: UserId,
    heard: Mutex<Heard>,
    woken: Notify,
}

#[derive(Debug, Default)]
struct Heard {
    channels: BTreeMap<Channel, Option<(Epoch, u64)>>,
}

impl Bell {
    /// Hear these channels from now on and no others.
    pub(crate) fn hear(&self, channels: impl Iterator<Item = Channel>) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let mut before = std::mem::take(&mut heard.channels);
        heard.channels =
            channels.map(|channel| (channel, before.remove(&channel).flatten())).collect();
    }

    /// Wait until a channel has moved; gives the places that moved since.
    pub(crate) async fn rung(&self) -> Vec<(Channel, Epoch, u64)> {
        loop {
            let moved = self.take();
            if !moved.is_empty() {
                return moved;
            }
            self.woken.notified().await;
        }
    }

    fn take(&self) -> Vec<(Channel, Epoch, u64)> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard
            .channels
            .iter_mut()
            .filter_map(|(channel, place)| place.take().map(|(epoch, top)| (*channel, epoch, top)))
            .collect()
    }

    fn ring(&self, moved: &BTreeMap<Channel, Position>) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let mut any = false;
        for (channel, position) in moved {
            if let Some(place) = heard.channels.get_mut(channel) {
                *place = Some((position.epoch, position.seq));
                any = true;
            }
        }
        drop(heard);
        if any {
            self.woken.notify_one();
        }
    }
}

/// Rings the bells of an owner's listeners.
#[derive(Debug, Default)]
pub(crate) struct Doorbell {
    bells: Mutex<HashMap<UserId, Vec<Weak<Bell>>>>,
}

impl Doorbell {
    /// A bell for a new listener. It falls silent when dropped.
    pub(crate) fn listen(&self, owner: UserId) -> Arc<Bell> {
        let bell = Arc::new(Bell { owner, heard: Mutex::default(), woken: Notify::new() });
        let mut bells = self.bells.lock().unwrap_or_else(PoisonError::into_inner);
        bells.retain(|_, listeners| {
            listeners.retain(|listener| listener.strong_count() > 0);
            !listeners.is_empty()
        });
        bells.entry(bell.owner).or_default().push(Arc::downgrade(&bell));
        bell
    }

    /// Tell an owner's listeners where channels stand now.
    pub(crate) fn ring(&self, owner: UserId, moved: &BTreeMap<Channel, Position>) {
        let bells = self.bells.lock().unwrap_or_else(PoisonError::into_inner);
        for listener in bells.get(&owner).into_iter().flatten() {
            if let Some(bell) = listener.upgrade() {
                bell.ring(moved);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::SessionId;
    use uuid::Uuid;

    fn moved(channel: Channel, seq: u64) -> BTreeMap<Channel, Position> {
        BTreeMap::from([(channel, Position { epoch: Epoch(Uuid::nil()), seq, last: None })])
    }

    #[tokio::test]
    async fn a_bell_tells_the_newest_place_of_what_it_hears() {
        let owner = UserId(Uuid::from_u128(1));
        let heard = Channel::Session(SessionId(Uuid::from_u128(2)));
        let unheard = Channel::Session(SessionId(Uuid::from_u128(3)));
        let doorbell = Doorbell::default();
        let bell = doorbell.listen(owner);
        bell.hear([heard].into_iter());
        doorbell.ring(owner, &moved(unheard, 9));
        doorbell.ring(owner, &moved(heard, 1));
        doorbell.ring(owner, &moved(heard, 2));
        doorbell.ring(UserId(Uuid::from_u128(4)), &moved(heard, 7));
        assert_eq!(bell.rung().await, vec![(heard, Epoch(Uuid::nil()), 2)]);
        assert!(bell.take().is_empty());
    }
}
