//! What was just read of a log, for all who stand at the same place in it: the many who follow one
//! channel wake together, and the first of them reads for the others. A page is forgotten before
//! anybody is told that its channel has moved, so what is given out was read after the last move.
//! Another server on the same database tells nothing here, so a page serves for a moment only.

use crate::{
    fanout::Move,
    storage::{Bound, LogPlace, Page, Position, Reader, Storage, StorageError},
};
use protocol::{Channel, Epoch, EventId, UserId};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::OnceCell, time::Instant};

/// How much is read for all. Who has less room, or more to catch up with, reads alone.
const PAGE: Bound = Bound { events: 64, bytes: 32 * 1024 };
/// For how long a page serves.
const MOMENT: Duration = Duration::from_secs(1);
/// Pages that are kept at a time.
const MOST: usize = 128;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Wanted {
    owner: UserId,
    channel: Channel,
    epoch: Epoch,
    after: u64,
    last: Option<EventId>,
}

impl Wanted {
    fn new(owner: UserId, channel: Channel, from: LogPlace) -> Self {
        let LogPlace { epoch, after, last } = from;
        Self { owner, channel, epoch, after, last }
    }
}

/// Whether who has so much room takes what is read for all.
fn fits(bound: Bound) -> bool {
    bound.events >= PAGE.events && bound.bytes >= PAGE.bytes
}

#[derive(Debug, Clone)]
struct Kept {
    page: Arc<OnceCell<Page>>,
    since: Instant,
}

impl Kept {
    fn is_fresh(&self) -> bool {
        self.since.elapsed() < MOMENT
    }
}

type Pages = HashMap<Wanted, Kept>;

/// Pages that others may want as well.
#[derive(Debug, Default)]
pub(crate) struct SharedPages {
    pages: Mutex<Pages>,
}

/// Why there is no page for all.
enum Unshared {
    Failed(StorageError),
    /// The sign-in of the one who read has ended.
    Ended,
    /// It says something that is seldom so for several.
    Special(Page),
}

impl SharedPages {
    fn lock(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next events of a log, if they were read already and there is room for them.
    pub(super) fn kept(
        &self,
        reader: Reader,
        (channel, from): (Channel, LogPlace),
        bound: Bound,
    ) -> Option<Page> {
        let wanted = Wanted::new(reader.owner, channel, from);
        let kept = if fits(bound) { self.lock().get(&wanted).cloned() } else { None };
        kept.filter(Kept::is_fresh)?.page.get().cloned()
    }

    /// The next events of a log, for a reader whose sign-in is known to be alive. `None` when it has
    /// ended all the same.
    pub(super) async fn read(
        &self,
        storage: &Storage,
        reader: Reader,
        (channel, from): (Channel, LogPlace),
        bound: Bound,
    ) -> Result<Option<Page>, StorageError> {
        if !fits(bound) {
            return storage.events(reader, channel, from, bound).await;
        }
        let page = self.place(Wanted::new(reader.owner, channel, from));
        let reading = page.get_or_try_init(async || {
            match storage.events(reader, channel, from, PAGE).await {
                Ok(Some(page)) if page.is_usual(PAGE) => Ok(page),
                Ok(Some(page)) => Err(Unshared::Special(page)),
                Ok(None) => Err(Unshared::Ended),
                Err(error) => Err(Unshared::Failed(error)),
            }
        });
        match reading.await {
            Ok(page) => Ok(Some(page.clone())),
            Err(Unshared::Special(page)) => Ok(Some(page)),
            Err(Unshared::Ended) => Ok(None),
            Err(Unshared::Failed(error)) => Err(error),
        }
    }

    /// Read on from where those stand who follow a channel, before they are told that it has moved.
    /// Gives how far they can be told that it goes, which is at least as far as it moved.
    pub(crate) async fn read_ahead(
        &self,
        storage: &Storage,
        (owner, channel): (UserId, Channel),
        Move { from, to }: Move,
    ) -> Position {
        let Some(Position { epoch, seq: after, last }) = from else { return to };
        let from = LogPlace { epoch, after, last };
        let page = self.place(Wanted::new(owner, channel, from));
        let reading = page.get_or_try_init(async || {
            let read = storage.events_for_all(owner, channel, from, PAGE).await;
            // Whoever needs what is not for all reads it alone, and says what is wrong with it.
            read.ok().filter(|page| page.is_usual(PAGE)).ok_or(())
        });
        match reading.await.map(Page::end) {
            Ok(Some(end)) if end.seq > to.seq => end,
            _ => to,
        }
    }

    fn place(&self, wanted: Wanted) -> Arc<OnceCell<Page>> {
        let mut pages = self.lock();
        if let Some(kept) = pages.get(&wanted).filter(|kept| kept.is_fresh()) {
            return Arc::clone(&kept.page);
        }
        if pages.len() >= MOST {
            pages.clear();
        }
        let page = Arc::default();
        pages.insert(wanted, Kept { page: Arc::clone(&page), since: Instant::now() });
        page
    }

    /// These channels have moved. A page that goes so far already stays for its moment.
    pub(crate) fn forget(&self, owner: UserId, moved: &BTreeMap<Channel, Position>) {
        let goes_to = |page: &OnceCell<Page>, to: u64| matches!(page.get(), Some(Page::Events { top, .. }) if *top >= to);
        self.lock().retain(|wanted, kept| {
            let goes_so_far = match moved.get(&wanted.channel) {
                Some(to) if wanted.owner == owner => {
                    wanted.epoch == to.epoch && goes_to(&kept.page, to.seq)
                }
                _ => true,
            };
            goes_so_far && kept.is_fresh()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::{Batch, Family, View};
    use protocol::{DeviceId, Event, Ids, SystemClock, SystemIds, records::LifeState};

    const ROOM: Bound = Bound { events: 300, bytes: 1024 * 1024 };

    struct World {
        storage: Storage,
        reader: Reader,
        pages: SharedPages,
        _folder: tempfile::TempDir,
    }

    impl World {
        async fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let (clock, ids) = (Arc::new(SystemClock), Arc::new(SystemIds));
            let file = folder.path().join("server.db");
            let storage = Storage::open(&db::Disk::files(), &file, clock, ids).unwrap();
            let owner = storage.embedded_account().await.unwrap();
            let (family, device) = (SystemIds.next(), DeviceId(SystemIds.next()));
            storage.add_family(Family { id: family, owner, device }, [1; 32]).await.unwrap();
            let reader = Reader { owner, family };
            Self { storage, reader, pages: SharedPages::default(), _folder: folder }
        }

        fn channel(&self) -> Channel {
            Channel::User(self.reader.owner)
        }

        async fn write(&self) -> BTreeMap<Channel, Position> {
            let mut batch = Batch::default();
            batch.tell(self.channel(), Event::StateUpdated(LifeState::default()));
            let plan = Box::new(|_: &View<'_>| Ok(batch));
            self.storage.commit(self.reader.owner, None, plan).await.unwrap().moved
        }

        async fn read(&self, bound: Bound) -> Option<Page> {
            let tops = self.storage.tops(self.reader, vec![self.channel()]).await.unwrap()?;
            let (epoch, _) = tops[&self.channel()];
            let place = (self.channel(), LogPlace { epoch, after: 0, last: None });
            self.pages.read(&self.storage, self.reader, place, bound).await.unwrap()
        }

        /// How many events are read from the beginning.
        async fn count(&self, bound: Bound) -> usize {
            match self.read(bound).await {
                Some(Page::Events { events, .. }) => events.len(),
                other => panic!("{other:?} has no events"),
            }
        }
    }

    #[tokio::test]
    async fn a_page_serves_others_until_its_channel_has_moved() {
        let world = World::new().await;
        world.write().await;
        assert_eq!(world.count(ROOM).await, 1);
        let moved = world.write().await;
        assert_eq!(world.count(ROOM).await, 1, "nobody has said yet that it moved");
        world.pages.forget(UserId(SystemIds.next()), &moved);
        assert_eq!(world.count(ROOM).await, 1, "it moved for somebody else");
        world.pages.forget(world.reader.owner, &moved);
        assert_eq!(world.count(ROOM).await, 2);
    }

    #[tokio::test]
    async fn a_page_that_holds_the_news_already_stays_and_one_of_an_old_history_does_not() {
        let world = World::new().await;
        let (moved, owner) = (world.write().await, world.reader.owner);
        world.count(ROOM).await;
        world.pages.forget(owner, &moved);
        assert_eq!(world.pages.lock().len(), 1);
        let anew = Position::unknown(SystemIds.next());
        world.pages.forget(owner, &BTreeMap::from([(world.channel(), anew)]));
        assert_eq!(world.pages.lock().len(), 0);
    }

    #[tokio::test]
    async fn what_another_server_wrote_is_read_after_a_moment() {
        let world = World::new().await;
        world.write().await;
        assert_eq!(world.count(ROOM).await, 1);
        world.write().await;
        tokio::time::pause();
        tokio::time::advance(MOMENT).await;
        tokio::time::resume();
        assert_eq!(world.count(ROOM).await, 2);
    }

    #[tokio::test]
    async fn what_was_read_ahead_is_there_for_whoever_stands_where_it_was_told_last() {
        let world = World::new().await;
        let (owner, channel) = (world.reader.owner, world.channel());
        let first = world.write().await[&channel];
        let second = world.write().await[&channel];
        let last = world.write().await[&channel];
        let unknown = Move { from: None, to: second };
        let reached = world.pages.read_ahead(&world.storage, (owner, channel), unknown).await;
        assert_eq!(reached, second);
        let known = Move { from: Some(first), to: second };
        let reached = world.pages.read_ahead(&world.storage, (owner, channel), known).await;
        assert_eq!(reached, last, "as far as it goes");
        let Position { epoch, seq: after, last } = first;
        let place = LogPlace { epoch, after, last };
        let kept = world.pages.kept(world.reader, (channel, place), ROOM);
        assert!(matches!(kept, Some(Page::Events { events, .. }) if events.len() == 2));
    }

    #[tokio::test]
    async fn who_has_little_room_reads_no_more_than_fits() {
        let world = World::new().await;
        for _ in 0..3 {
            world.write().await;
        }
        assert_eq!(world.count(ROOM).await, 3);
        assert_eq!(world.count(Bound { events: 2, ..ROOM }).await, 2);
        assert_eq!(world.count(Bound { bytes: 1, ..ROOM }).await, 1);
    }

    #[tokio::test]
    async fn pages_without_events_are_not_kept() {
        let world = World::new().await;
        assert_eq!(world.count(ROOM).await, 0);
        world.write().await;
        assert_eq!(world.count(ROOM).await, 1);
    }

    #[tokio::test]
    async fn so_many_pages_are_kept_and_no_more() {
        let world = World::new().await;
        let wanted = Wanted {
            owner: world.reader.owner,
            channel: world.channel(),
            epoch: Epoch(SystemIds.next()),
            after: 0,
            last: None,
        };
        for after in 0..1_000 {
            world.pages.place(Wanted { after, ..wanted });
            assert!(world.pages.lock().len() <= MOST);
        }
    }
}
