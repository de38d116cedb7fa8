//! Reading the logs: whether a subscription can go on from where it stands, and the next events.

use super::{Position, Storage, StorageError, View, blob, number, stored, uuid};
use axum::extract::ws::Utf8Bytes;
use protocol::{
    Channel, Envelope, Epoch, EventId, IdempotencyKey, RawEvent, Timestamp, UserId,
    frame::{ResyncReason, ServerFrame, Subscription},
    records::{Job, Session},
};
use rusqlite::{OptionalExtension, params};
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

/// An event as it goes to a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredEvent {
    /// Its log.
    pub(crate) channel: Channel,
    /// The history of that log.
    pub(crate) epoch: Epoch,
    /// Its number.
    pub(crate) seq: u64,
    /// Its id.
    pub(crate) id: EventId,
    /// The whole frame; clones share its text.
    pub(crate) frame: Utf8Bytes,
}

/// Who reads logs: an owner, by a sign-in that must not have ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader {
    /// Whose logs.
    pub(crate) owner: UserId,
    /// The sign-in.
    pub(crate) family: Uuid,
}

/// How much is read at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bound {
    /// Events, at most.
    pub(crate) events: usize,
    /// Bytes of their frames, exceeded by the last one at most.
    pub(crate) bytes: usize,
}

/// From where a log is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LogPlace {
    /// The history.
    pub(crate) epoch: Epoch,
    /// Only events after this number.
    pub(crate) after: u64,
    /// The id of the event at that number, when known.
    pub(crate) last: Option<EventId>,
}

/// Whether a subscription can go on from where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// There is no right to follow it.
    Forbidden,
    /// The whole resource must be read again.
    Resync(ResyncReason),
    /// Everything after its position is there.
    Good {
        /// The history.
        epoch: Epoch,
        /// The newest number.
        top: u64,
    },
}

/// The next events of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Page {
    /// There is no right to follow it any more.
    Forbidden,
    /// The history ended or these events are gone.
    Resync(ResyncReason),
    /// The log is not the one of which the events before were read: an older state of the database
    /// was put back.
    WentBack,
    /// They follow each other without a hole.
    Events {
        /// In order.
        events: Arc<[StoredEvent]>,
        /// The newest number there is.
        top: u64,
    },
}

impl Page {
    /// Whether it has events, and no more bytes than twice the bound that it was read with.
    pub(crate) fn is_usual(&self, bound: Bound) -> bool {
        let Self::Events { events, .. } = self else { return false };
        let bytes: usize = events.iter().map(|event| event.frame.len()).sum();
        !events.is_empty() && bytes <= 2 * bound.bytes
    }

    /// Where it ends, if it has events.
    pub(crate) fn end(&self) -> Option<Position> {
        let Self::Events { events, .. } = self else { return None };
        let StoredEvent { epoch, seq, id, .. } = events.last()?;
        Some(Position { epoch: *epoch, seq: *seq, last: Some(*id) })
    }
}

struct Log {
    epoch: Epoch,
    top: u64,
    floor: u64,
}

/// How the subscriptions of a connection stand.
#[derive(Debug)]
pub(crate) struct Standings {
    /// In the order asked.
    pub(crate) standings: Vec<Standing>,
    /// Logs that were set back and have begun a new history.
    pub(crate) renewed: Vec<Channel>,
}

impl Storage {
    /// Judge where subscriptions stand, all at one moment. A position that a log never had gives the
    /// channel a new history. `None` when the sign-in was ended.
    pub(crate) async fn standings(
        &self,
        reader: Reader,
        wishes: Vec<Subscription>,
    ) -> Result<Option<Standings>, StorageError> {
        let (standings, wishes) = {
            let reading = self.read_for(reader, move |view| {
                let standings = wishes.iter().map(|wish| view.standing(wish));
                Ok((standings.collect::<Result<Vec<_>, _>>()?, wishes))
            });
            let Some(read) = reading.await? else { return Ok(None) };
            read
        };
        let mut renewed = Vec::new();
        for (standing, wish) in standings.iter().zip(wishes) {
            if let Standing::Resync(ResyncReason::Ahead | ResyncReason::Rewound) = standing {
                tracing::warn!(?standing, "a channel was set back and begins a new history");
                self.renew(reader.owner, wish).await?;
                renewed.push(wish.ch);
            }
        }
        Ok(Some(Standings { standings, renewed }))
    }

    /// The events after a place. `None` when the sign-in was ended.
    pub(crate) async fn events(
        &self,
        reader: Reader,
        channel: Channel,
        from: LogPlace,
        bound: Bound,
    ) -> Result<Option<Page>, StorageError> {
        self.read_for(reader, move |view| view.events(channel, from, bound)).await
    }

    /// The events after a place, for readers of whom each is known to have a right to them.
    pub(crate) async fn events_for_all(
        &self,
        owner: UserId,
        channel: Channel,
        from: LogPlace,
        bound: Bound,
    ) -> Result<Page, StorageError> {
        self.read(owner, move |view| view.events(channel, from, bound)).await
    }

    /// Where the channels stand. One that is not there is left out. `None` when the sign-in was
    /// ended.
    pub(crate) async fn tops(
        &self,
        reader: Reader,
        channels: Vec<Channel>,
    ) -> Result<Option<BTreeMap<Channel, (Epoch, u64)>>, StorageError> {
        self.read_for(reader, move |view| {
            let mut tops = BTreeMap::new();
            for channel in channels {
                if let Some(log) = view.log(channel)? {
                    tops.insert(channel, (log.epoch, log.top));
                }
            }
            Ok(tops)
        })
        .await
    }

    async fn read_for<T: Send + 'static>(
        &self,
        reader: Reader,
        work: impl FnOnce(&View<'_>) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<Option<T>, StorageError> {
        self.read(reader.owner, move |view| {
            if view.sign_in_lives(reader.family)? { work(view).map(Some) } else { Ok(None) }
        })
        .await
    }

    async fn renew(&self, owner: UserId, wish: Subscription) -> Result<(), StorageError> {
        let epoch = Epoch(self.ids.next());
        self.database
            .write(move |tx| {
                let view = View::new(tx, owner);
                // Another connection may have renewed it already.
                let same = view.log(wish.ch)?.is_some_and(|log| Some(log.epoch) == wish.epoch);
                if same {
                    tx.execute(
                        "DELETE FROM event WHERE owner = ?1 AND channel = ?2",
                        params![blob(&owner.0), wish.ch.to_string()],
                    )?;
                    tx.execute(
                        "UPDATE channel SET epoch = ?3, top = 0, floor = 0
                         WHERE owner = ?1 AND name = ?2",
                        params![blob(&owner.0), wish.ch.to_string(), blob(&epoch.0)],
                    )?;
                }
                Ok(())
            })
            .await
    }
}

impl View<'_> {
    fn may_follow(&self, channel: Channel) -> Result<bool, StorageError> {
        match channel {
            Channel::User(id) => Ok(id == self.owner),
            Channel::Session(id) => self.has::<Session>(id.0),
            Channel::Job(id) => self.has::<Job>(id.0),
        }
    }

    fn log(&self, channel: Channel) -> Result<Option<Log>, StorageError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT epoch, top, floor FROM channel WHERE owner = ?1 AND name = ?2",
        )?;
        let log = statement
            .query_row(params![blob(&self.owner.0), channel.to_string()], |row| {
                let epoch = Epoch(uuid(row, 0)?);
                Ok(Log { epoch, top: number(row, 1)?, floor: number(row, 2)? })
            })
            .optional()?;
        Ok(log)
    }

    fn standing(&self, wish: &Subscription) -> Result<Standing, StorageError> {
        if !self.may_follow(wish.ch)? {
            return Ok(Standing::Forbidden);
        }
        let resync = |reason| Ok(Standing::Resync(reason));
        let Some(log) = self.log(wish.ch)? else {
            return resync(ResyncReason::First);
        };
        match wish.epoch {
            None => return resync(ResyncReason::First),
            Some(epoch) if epoch != log.epoch => return resync(ResyncReason::Epoch),
            Some(_) => {}
        }
        if wish.seq > log.top {
            return resync(ResyncReason::Ahead);
        }
        if wish.seq < log.floor {
            return resync(ResyncReason::Trimmed);
        }
        if let Some(last) = wish.last
            && wish.seq > log.floor
            && self.event_id(wish.ch, wish.seq)? != Some(last)
        {
            return resync(ResyncReason::Rewound);
        }
        Ok(Standing::Good { epoch: log.epoch, top: log.top })
    }

    fn event_id(&self, channel: Channel, seq: u64) -> Result<Option<EventId>, StorageError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM event WHERE owner = ?1 AND channel = ?2 AND seq = ?3",
        )?;
        let id = statement
            .query_row(params![blob(&self.owner.0), channel.to_string(), stored(seq)], |row| {
                uuid(row, 0)
            })
            .optional()?;
        Ok(id.map(EventId))
    }

    fn events(&self, channel: Channel, from: LogPlace, bound: Bound) -> Result<Page, StorageError> {
        if !self.may_follow(channel)? {
            return Ok(Page::Forbidden);
        }
        let LogPlace { epoch, after, last } = from;
        let Some(log) = self.log(channel)?.filter(|log| log.epoch == epoch) else {
            return Ok(Page::Resync(ResyncReason::Epoch));
        };
        if after < log.floor {
            return Ok(Page::Resync(ResyncReason::Trimmed));
        }
        let is_other =
            last.is_some() && after > log.floor && self.event_id(channel, after)? != last;
        if after > log.top || is_other {
            return Ok(Page::WentBack);
        }
        let events = self.page_of_events(channel, from, bound)?;
        // A hole in the log can only be healed by reading the whole.
        let follow = (after + 1..).zip(&events).all(|(expected, event)| event.seq == expected);
        if !follow || (events.is_empty() && after < log.top) {
            return Ok(Page::Resync(ResyncReason::Trimmed));
        }
        Ok(Page::Events { events: events.into(), top: log.top })
    }

    fn page_of_events(
        &self,
        channel: Channel,
        from: LogPlace,
        bound: Bound,
    ) -> Result<Vec<StoredEvent>, StorageError> {
        let mut statement = self.connection.prepare_cached(
            // A bound LIMIT would be planned anew each time; whoever reads stops by themselves.
            "SELECT seq, id, at, cause, name, data FROM event
             WHERE owner = ?1 AND channel = ?2 AND seq > ?3 ORDER BY seq",
        )?;
        let owner = blob(&self.owner.0);
        let mut rows = statement.query(params![owner, channel.to_string(), stored(from.after)])?;
        let (mut events, mut bytes) = (Vec::new(), 0);
        while events.len() < bound.events
            && let Some(row) = rows.next()?
        {
            let envelope = envelope(row, channel, from.epoch)?;
            let Envelope { epoch, seq, id, .. } = envelope;
            let frame = serde_json::to_string(&ServerFrame::Ev(envelope))
                .expect("every frame has a JSON form");
            bytes += frame.len();
            events.push(StoredEvent { channel, epoch, seq, id, frame: frame.into() });
            if bytes >= bound.bytes {
                break;
            }
        }
        Ok(events)
    }
}

fn envelope(
    row: &rusqlite::Row<'_>,
    channel: Channel,
    epoch: Epoch,
) -> Result<Envelope, StorageError> {
    let cause: Option<[u8; 16]> = row.get(3)?;
    let data: String = row.get(5)?;
    Ok(Envelope {
        channel,
        epoch,
        seq: number(row, 0)?,
        id: EventId(uuid(row, 1)?),
        at: Timestamp::from_microsecond(row.get(2)?).map_err(|_| StorageError::Unreadable)?,
        cause: cause.map(|key| IdempotencyKey(Uuid::from_bytes(key))),
        event: RawEvent {
            name: row.get(4)?,
            data: serde_json::from_str(&data).map_err(|_| StorageError::Unreadable)?,
        },
    })
}
