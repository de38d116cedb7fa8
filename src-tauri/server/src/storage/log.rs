//! Reading the logs: whether a subscription can go on from where it stands, and the next events.

use super::{Storage, StorageError, View, blob, number, stored, uuid};
use protocol::{
    Channel, Envelope, Epoch, EventId, IdempotencyKey, RawEvent, Timestamp, UserId,
    frame::{ResyncReason, ServerFrame, Subscription},
    records::{Job, Session},
};
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An event as it goes over a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredEvent {
    /// Its number.
    pub(crate) seq: u64,
    /// The whole frame.
    pub(crate) frame: String,
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
    /// They follow each other without a hole.
    Events {
        /// In order.
        events: Vec<StoredEvent>,
        /// The newest number there is.
        top: u64,
    },
}

struct Log {
    epoch: Epoch,
    top: u64,
    floor: u64,
}

impl Storage {
    /// Judge where a subscription stands. A position that this log never had gives the channel a
    /// new history.
    pub(crate) async fn standing(
        &self,
        owner: UserId,
        wish: Subscription,
    ) -> Result<Standing, StorageError> {
        let standing = self.read(owner, move |view| view.standing(&wish)).await?;
        if let Standing::Resync(ResyncReason::Ahead | ResyncReason::Rewound) = standing {
            tracing::warn!(reason = ?standing, "a channel was set back and begins a new history");
            self.renew(owner, wish).await?;
        }
        Ok(standing)
    }

    /// The events after a number, at most `limit`.
    pub(crate) async fn events(
        &self,
        owner: UserId,
        channel: Channel,
        after: (Epoch, u64),
        limit: u32,
    ) -> Result<Page, StorageError> {
        self.read(owner, move |view| view.events(channel, after, limit)).await
    }

    /// Where the channels stand. One that may not be followed is left out.
    pub(crate) async fn tops(
        &self,
        owner: UserId,
        channels: Vec<Channel>,
    ) -> Result<BTreeMap<Channel, (Epoch, u64)>, StorageError> {
        self.read(owner, move |view| {
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

    fn events(
        &self,
        channel: Channel,
        (epoch, after): (Epoch, u64),
        limit: u32,
    ) -> Result<Page, StorageError> {
        if !self.may_follow(channel)? {
            return Ok(Page::Forbidden);
        }
        let Some(log) = self.log(channel)?.filter(|log| log.epoch == epoch) else {
            return Ok(Page::Resync(ResyncReason::Epoch));
        };
        if after < log.floor {
            return Ok(Page::Resync(ResyncReason::Trimmed));
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT seq, id, at, cause, name, data FROM event
             WHERE owner = ?1 AND channel = ?2 AND seq > ?3 ORDER BY seq LIMIT ?4",
        )?;
        let owner = blob(&self.owner.0);
        let mut rows =
            statement.query(params![owner, channel.to_string(), stored(after), limit])?;
        let mut events = Vec::new();
        let mut expected = after + 1;
        while let Some(row) = rows.next()? {
            let envelope = envelope(row, channel, epoch)?;
            if envelope.seq != expected {
                // A hole in the log can only be healed by reading the whole.
                return Ok(Page::Resync(ResyncReason::Trimmed));
            }
            expected += 1;
            let seq = envelope.seq;
            let frame = serde_json::to_string(&ServerFrame::Ev(envelope))
                .expect("every frame has a JSON form");
            events.push(StoredEvent { seq, frame });
        }
        if events.is_empty() && after < log.top {
            return Ok(Page::Resync(ResyncReason::Trimmed));
        }
        Ok(Page::Events { events, top: log.top })
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
