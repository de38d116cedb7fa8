//! Which event of each channel was the last taken in. Written in the transaction of its effect.

use crate::{
    StoreError,
    record::{signed, unsigned},
};
use protocol::{Channel, ChannelPosition, Epoch, EventId, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

pub(crate) fn get(
    connection: &Connection,
    channel: Channel,
) -> Result<Option<ChannelPosition>, StoreError> {
    let row: Option<(String, i64, Option<String>)> = connection
        .prepare_cached("SELECT epoch, seq, last FROM positions WHERE channel = ?1")?
        .query_row([channel.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    row.map(|(epoch, seq, last)| read(channel, &epoch, seq, last.as_deref())).transpose()
}

pub(crate) fn all(connection: &Connection) -> Result<Vec<ChannelPosition>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT channel, epoch, seq, last FROM positions")?;
    let mut rows = statement.query([])?;
    let mut places = Vec::new();
    while let Some(row) = rows.next()? {
        let channel: String = row.get(0)?;
        let channel = channel.parse().map_err(|_| StoreError::Id)?;
        let epoch: String = row.get(1)?;
        let last: Option<String> = row.get(3)?;
        places.push(read(channel, &epoch, row.get(2)?, last.as_deref())?);
    }
    Ok(places)
}

fn read(
    channel: Channel,
    epoch: &str,
    seq: i64,
    last: Option<&str>,
) -> Result<ChannelPosition, StoreError> {
    let epoch: Epoch = epoch.parse()?;
    let last: Option<EventId> = last.map(str::parse).transpose()?;
    Ok(ChannelPosition { channel, epoch, seq: unsigned(seq), last })
}

/// Where a channel stands now, and when the event at that place was committed, if one led there.
pub(crate) fn put(
    connection: &Connection,
    place: &ChannelPosition,
    at: Option<Timestamp>,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO positions (channel, epoch, seq, last, last_at)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (channel) DO UPDATE SET
                 epoch = excluded.epoch, seq = excluded.seq, last = excluded.last,
                 last_at = coalesce(excluded.last_at, last_at)",
        )?
        .execute(params![
            place.channel.to_string(),
            place.epoch.to_string(),
            signed(place.seq),
            place.last.map(|id| id.to_string()),
            at.map(|at| at.to_string()),
        ])?;
    Ok(())
}

/// When the last event of a channel was committed that is taken in here.
pub(crate) fn last_at(
    connection: &Connection,
    channel: Channel,
) -> Result<Option<Timestamp>, StoreError> {
    let at: Option<Option<String>> = connection
        .prepare_cached("SELECT last_at FROM positions WHERE channel = ?1")?
        .query_row([channel.to_string()], |row| row.get(0))
        .optional()?;
    at.flatten().map(|at| at.parse().map_err(|_| StoreError::Id)).transpose()
}

pub(crate) fn forget(connection: &Connection, channel: Channel) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM positions WHERE channel = ?1")?
        .execute([channel.to_string()])?;
    Ok(())
}

/// No channel was ever followed.
pub(crate) fn forget_all(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM positions", [])?;
    Ok(())
}
