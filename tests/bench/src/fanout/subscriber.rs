//! One subscriber: follows, notes how late each event is, and wants every one once and in order.

use super::{
    round::Times,
    speech::{Heard, Speech},
};
use anyhow::{Context, Result, bail, ensure};
use futures_util::{SinkExt, StreamExt};
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::{
    sync::{Barrier, Semaphore},
    time::{MissedTickBehavior, interval},
};
use tokio_tungstenite::{connect_async, tungstenite::Message};

/// Our client acknowledges at the latest after this.
const WHILE: Duration = Duration::from_secs(1);

/// What is to be noted.
pub(super) struct Record {
    pub(super) events: u64,
    pub(super) times: Arc<Times>,
    pub(super) ready: Arc<Barrier>,
    /// Gets room for another event when one has arrived here.
    pub(super) arrived: Option<Arc<Semaphore>>,
}

/// What one subscriber noted.
pub(super) struct Read {
    /// In microseconds.
    pub(super) delays: Vec<u32>,
    /// Of the last event's frame.
    pub(super) bytes: usize,
}

/// Until the last event.
pub(super) async fn read(mut speech: Speech, record: Record) -> Result<Read> {
    let (mut socket, _) = connect_async(speech.request()?).await?;
    socket.send(Message::text(speech.greeting()?)).await?;
    let mut read = Read { delays: Vec::new(), bytes: 0 };
    let mut seen = 0;
    let mut came = vec![false; usize::try_from(record.events)?];
    let mut whiles = interval(WHILE);
    whiles.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while seen < record.events {
        let (message, in_time) = tokio::select! {
            message = socket.next() => (message.context("the server hung up")??, false),
            _ = whiles.tick() => (Message::text(""), true),
        };
        let text = match message {
            Message::Text(text) => text,
            Message::Close(reason) => bail!("the server closed the connection: {reason:?}"),
            _ => continue,
        };
        match speech.hear(&text)? {
            Heard::Event { number, place } => {
                seen += 1;
                ensure!(place.is_none_or(|place| place == seen), "{place:?} came as number {seen}");
                let number = usize::try_from(number)?;
                ensure!(!std::mem::replace(&mut came[number], true), "{number} came twice");
                let published = record.times.published[number].load(Ordering::Acquire);
                read.delays.push(u32::try_from(record.times.now() - published)?);
                read.bytes = text.len();
                if let Some(room) = &record.arrived {
                    room.add_permits(1);
                }
            }
            Heard::Following => {
                record.ready.wait().await;
            }
            Heard::Answer(answer) => socket.send(Message::text(answer)).await?,
            Heard::Nothing => {}
        }
        if let Some(frame) = speech.acknowledge(seen, in_time)? {
            socket.send(Message::text(frame)).await?;
        }
    }
    Ok(read)
}
