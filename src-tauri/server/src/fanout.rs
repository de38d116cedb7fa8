//! The doorbell: tells connections of this process that a channel has moved, and what other devices
//! do in a session. It carries no events; who hears it reads the log. A lost ring is only late, and a
//! lost sign lapses by itself.

mod news;

pub(crate) use news::Move;

use crate::{
    app::App,
    realtime::{Kind, Sign},
    storage::Position,
};
use news::News;
use protocol::{Channel, DeviceId, Epoch, UserId, frame::ServerFrame};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};
use tokio::{sync::Notify, time::sleep};

/// What an owner commits within this time after listeners were told is told together.
const TOGETHER: Duration = Duration::from_millis(4);

/// One listener's bell: the newest place of each channel that rang since it last looked, and the
/// newest sign of each device. It never holds more than one of each for a channel that it hears.
#[derive(Debug)]
pub(crate) struct Bell {
    owner: UserId,
    heard: Mutex<Heard>,
    woken: Notify,
}

#[derive(Debug, Default)]
struct Heard {
    channels: BTreeMap<Channel, Option<(Epoch, u64)>>,
    signs: BTreeMap<(Channel, DeviceId, Kind), bool>,
    /// Whose bell it is, once it has said so.
    device: Option<DeviceId>,
    /// What it shows to the others.
    shown: BTreeSet<(Channel, Kind)>,
}

/// What a bell tells.
#[derive(Debug, PartialEq)]
pub(crate) enum Ring {
    /// Where channels stand that have moved.
    Moved(Vec<(Channel, Epoch, u64)>),
    /// What other devices do.
    Signs(Vec<ServerFrame>),
}

impl Bell {
    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hear these channels, in their order, from now on and no others.
    pub(crate) fn hear(&self, channels: impl Iterator<Item = Channel> + Clone) {
        let mut heard = self.lock();
        if heard.channels.keys().copied().eq(channels.clone()) {
            return;
        }
        let mut before = std::mem::take(&mut heard.channels);
        heard.channels =
            channels.map(|channel| (channel, before.remove(&channel).flatten())).collect();
        let Heard { channels, signs, .. } = &mut *heard;
        signs.retain(|(channel, ..), _| channels.contains_key(channel));
    }

    /// The bell is of this device.
    pub(crate) fn greet(&self, device: DeviceId) {
        self.lock().device = Some(device);
    }

    /// Wait until it rings; gives what it tells since it was last asked.
    pub(crate) async fn rung(&self) -> Ring {
        loop {
            if let Some(ring) = self.take() {
                return ring;
            }
            self.woken.notified().await;
        }
    }

    fn take(&self) -> Option<Ring> {
        let mut heard = self.lock();
        let places = heard.channels.iter_mut();
        let moved: Vec<_> = places
            .filter_map(|(channel, place)| place.take().map(|(epoch, top)| (*channel, epoch, top)))
            .collect();
        if !moved.is_empty() {
            return Some(Ring::Moved(moved));
        }
        let signs = std::mem::take(&mut heard.signs);
        let frame = |((ch, device, kind), on)| {
            let user = self.owner;
            match kind {
                Kind::Typing => ServerFrame::Typing { ch, user, device, on },
                Kind::Presence => ServerFrame::Presence { ch, user, device, on },
            }
        };
        (!signs.is_empty()).then(|| Ring::Signs(signs.into_iter().map(frame).collect()))
    }

    fn ring(&self, moved: &BTreeMap<Channel, Position>) {
        let mut heard = self.lock();
        let mut any = false;
        for (channel, position) in moved {
            if let Some(place) = heard.channels.get_mut(channel) {
                // The newest place of a history counts, in whatever order they come.
                let before = place.filter(|(epoch, _)| *epoch == position.epoch);
                let top = before.map_or(0, |(_, top)| top).max(position.seq);
                *place = Some((position.epoch, top));
                any = true;
            }
        }
        drop(heard);
        if any {
            self.woken.notify_one();
        }
    }

    /// Keep what the listener itself shows. Gives its device and whether this is new.
    fn keep(&self, Sign { channel, kind, on }: Sign) -> Option<(DeviceId, bool)> {
        let mut heard = self.lock();
        let is_new = if on {
            heard.shown.insert((channel, kind))
        } else {
            heard.shown.remove(&(channel, kind))
        };
        heard.device.map(|device| (device, is_new))
    }

    /// What the listener itself shows in a channel.
    fn shown(&self, channel: Channel) -> Vec<(DeviceId, Sign)> {
        let heard = self.lock();
        let here = heard.shown.iter().filter(|(at, _)| *at == channel);
        let signs = here.map(|(channel, kind)| Sign { channel: *channel, kind: *kind, on: true });
        signs.filter_map(|sign| heard.device.map(|device| (device, sign))).collect()
    }

    /// Show the listener what another device does.
    fn show(&self, device: DeviceId, Sign { channel, kind, on }: Sign) {
        let mut heard = self.lock();
        if heard.device != Some(device) && heard.channels.contains_key(&channel) {
            heard.signs.insert((channel, device, kind), on);
            drop(heard);
            self.woken.notify_one();
        }
    }
}

/// The listeners of one owner.
#[derive(Debug, Default)]
struct Listeners {
    bells: Vec<Weak<Bell>>,
    news: News,
}

/// Rings the bells of an owner's listeners.
#[derive(Debug, Default)]
pub(crate) struct Doorbell {
    owners: Mutex<HashMap<UserId, Listeners>>,
}

impl Doorbell {
    fn lock(&self) -> MutexGuard<'_, HashMap<UserId, Listeners>> {
        self.owners.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A bell for a new listener. It falls silent when dropped.
    pub(crate) fn listen(&self, owner: UserId) -> Arc<Bell> {
        let bell = Arc::new(Bell { owner, heard: Mutex::default(), woken: Notify::new() });
        let mut owners = self.lock();
        owners.retain(|_, listeners| {
            listeners.bells.retain(|bell| bell.strong_count() > 0);
            !listeners.bells.is_empty() || listeners.news.is_being_told()
        });
        owners.entry(bell.owner).or_default().bells.push(Arc::downgrade(&bell));
        bell
    }

    fn bells(&self, owner: UserId) -> Vec<Arc<Bell>> {
        let owners = self.lock();
        let bells = owners.get(&owner).into_iter().flat_map(|listeners| &listeners.bells);
        bells.filter_map(Weak::upgrade).collect()
    }

    /// An owner's channels have moved. Gives whether somebody must [`tell`] the listeners, because
    /// there are some and nobody does.
    pub(crate) fn moved(&self, owner: UserId, moved: &BTreeMap<Channel, Position>) -> bool {
        self.lock().get_mut(&owner).is_some_and(|listeners| listeners.news.add(moved))
    }

    fn next(&self, owner: UserId) -> Option<BTreeMap<Channel, Move>> {
        self.lock().get_mut(&owner)?.news.next()
    }

    fn is_heard(&self, owner: UserId, channel: Channel) -> bool {
        self.bells(owner).iter().any(|bell| bell.lock().channels.contains_key(&channel))
    }

    /// Tell an owner's listeners where channels stand now.
    fn ring(&self, owner: UserId, moved: &BTreeMap<Channel, Position>) {
        for bell in self.bells(owner) {
            bell.ring(moved);
        }
        if let Some(listeners) = self.lock().get_mut(&owner) {
            listeners.news.told(moved);
        }
    }

    /// Show the owner's other devices what the device of this bell does. A device that comes into a
    /// session is shown what the others do there.
    pub(crate) fn show(&self, bell: &Bell, sign: Sign) {
        let Some((device, is_new)) = bell.keep(sign) else { return };
        let mut others = self.bells(bell.owner);
        others.retain(|other| !std::ptr::eq(other.as_ref(), bell));
        let theirs = others.iter().flat_map(|other| other.shown(sign.channel));
        let theirs: Vec<(DeviceId, Sign)> = theirs.collect();
        if is_new && sign.on && sign.kind == Kind::Presence {
            for (device, sign) in &theirs {
                bell.show(*device, *sign);
            }
        }
        // What ends here goes on if the device shows it by another connection.
        let goes_on = theirs.contains(&(device, Sign { on: true, ..sign }));
        if sign.on || !goes_on {
            for other in &others {
                other.show(device, sign);
            }
        }
    }

    /// The listener leaves; nothing of it shows any more.
    pub(crate) fn leave(&self, bell: &Bell) {
        let shown = bell.lock().shown.clone();
        for (channel, kind) in shown {
            self.show(bell, Sign { channel, kind, on: false });
        }
    }
}

/// Tell an owner's listeners what is new until nothing is. The next events are read before, so that
/// those who wake together find them and need not wait for the first of them to read.
pub(crate) async fn tell(app: Arc<App>, owner: UserId) {
    while let Some(moves) = app.doorbell.next(owner) {
        let mut moved = moves.iter().map(|(channel, Move { to, .. })| (*channel, *to)).collect();
        app.pages.forget(owner, &moved);
        for (channel, step) in moves {
            if app.doorbell.is_heard(owner, channel) {
                let reached = app.pages.read_ahead(&app.storage, (owner, channel), step).await;
                moved.insert(channel, reached);
            }
        }
        app.doorbell.ring(owner, &moved);
        tokio::select! {
            () = sleep(TOGETHER) => {}
            () = app.stopping.cancelled() => return,
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
        assert_eq!(bell.rung().await, Ring::Moved(vec![(heard, Epoch(Uuid::nil()), 2)]));
        assert_eq!(bell.take(), None);
        doorbell.ring(owner, &moved(heard, 4));
        doorbell.ring(owner, &moved(heard, 3));
        assert_eq!(bell.take(), Some(Ring::Moved(vec![(heard, Epoch(Uuid::nil()), 4)])));
    }

    #[test]
    fn listeners_are_told_by_one_and_whoever_has_none_by_nobody() {
        let owner = UserId(Uuid::from_u128(1));
        let doorbell = Doorbell::default();
        let news = moved(Channel::User(owner), 1);
        assert!(!doorbell.moved(owner, &news));
        let _bell = doorbell.listen(owner);
        assert!(doorbell.moved(owner, &news));
        assert!(!doorbell.moved(owner, &news));
        assert!(doorbell.next(owner).is_some());
        assert!(!doorbell.moved(owner, &moved(Channel::User(owner), 2)));
        assert!(doorbell.next(owner).is_some());
        assert!(doorbell.next(owner).is_none());
        assert!(doorbell.moved(owner, &moved(Channel::User(owner), 3)));
    }

    fn enter(doorbell: &Doorbell, device: u128, room: Channel) -> Arc<Bell> {
        let bell = doorbell.listen(UserId(Uuid::from_u128(1)));
        bell.hear([room].into_iter());
        bell.greet(DeviceId(Uuid::from_u128(device)));
        doorbell.show(&bell, sign(room, Kind::Presence, true));
        bell
    }

    fn sign(channel: Channel, kind: Kind, on: bool) -> Sign {
        Sign { channel, kind, on }
    }

    fn seen(bell: &Bell) -> Vec<(u128, Kind, bool)> {
        let Some(Ring::Signs(frames)) = bell.take() else { return Vec::new() };
        let seen = frames.into_iter().map(|frame| match frame {
            ServerFrame::Typing { device, on, .. } => (device.0.as_u128(), Kind::Typing, on),
            ServerFrame::Presence { device, on, .. } => (device.0.as_u128(), Kind::Presence, on),
            other => panic!("{other:?} is no sign"),
        });
        seen.collect()
    }

    #[test]
    fn devices_in_a_session_see_each_other_come_write_and_leave() {
        let room = Channel::Session(SessionId(Uuid::from_u128(2)));
        let doorbell = Doorbell::default();
        let first = enter(&doorbell, 1, room);
        doorbell.show(&first, sign(room, Kind::Typing, true));
        let second = enter(&doorbell, 2, room);
        assert_eq!(seen(&first), vec![(2, Kind::Presence, true)]);
        assert_eq!(seen(&second), vec![(1, Kind::Typing, true), (1, Kind::Presence, true)]);
        doorbell.leave(&first);
        assert_eq!(seen(&second), vec![(1, Kind::Typing, false), (1, Kind::Presence, false)]);
        assert_eq!(seen(&first), Vec::new());
    }

    #[test]
    fn a_device_that_is_there_twice_is_there_until_both_are_gone_and_does_not_see_itself() {
        let room = Channel::Session(SessionId(Uuid::from_u128(2)));
        let doorbell = Doorbell::default();
        let [first, again, other] = [1, 1, 2].map(|device| enter(&doorbell, device, room));
        assert_eq!(seen(&first), vec![(2, Kind::Presence, true)]);
        assert_eq!(seen(&other), vec![(1, Kind::Presence, true)]);
        doorbell.leave(&first);
        assert_eq!(seen(&other), Vec::new());
        doorbell.leave(&again);
        assert_eq!(seen(&other), vec![(1, Kind::Presence, false)]);
    }
}
