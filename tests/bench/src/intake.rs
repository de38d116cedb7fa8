//! B2: events a second from the socket to a commit in the desktop's `SQLite`, through the real link
//! and engine, against a bare loop that reads the same frames from the same socket and parses their
//! JSON. Both say that they have an event by the same frame, and the sender holds the watch.

mod detour;
mod sender;

use crate::report::{Outcome, Spread};
use anyhow::{Context, Result, bail, ensure};
use detour::Detour;
use futures_util::{SinkExt, StreamExt};
use protocol::{
    Channel, Command, Reply,
    frame::{ClientFrame, SUBPROTOCOL, ServerFrame},
};
use sender::{EVENTS, RECORDS, Sender};
use std::sync::Arc;
use testkit::World;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};

const REPEATS: usize = 5;
/// Of the bare loop's rate.
const WANTED: f64 = 0.5;
/// Why it is missed where it is.
const WHY: &str = "the bare loop keeps nothing. Here every event is read, stored with its place in a \
    transaction, read back as the window would show it, told and acknowledged; no one part is most of \
    it";

/// How the bare loop reads a frame.
#[derive(Debug, Clone, Copy)]
enum Parse {
    /// As any JSON.
    Value,
    /// As a frame of the protocol with its event.
    Frame,
}

async fn ours() -> Result<f64> {
    let mut world = World::start().await;
    let sender = Sender::start().await?;
    let network = Arc::new(Detour::new(world.url(), &sender.address));
    let mut desktop = world.desktop_over("desktop", network).await;
    let rate = sender.rate().await?;
    // What was acknowledged must be there.
    let last = sender::last_name();
    desktop
        .eventually(async |engine| {
            let asked = engine.dispatch(Command::ListConstraints).await;
            let Ok(Reply::Constraints { constraints }) = asked else { return None };
            let is_there = constraints.iter().any(|constraint| constraint.name == last);
            (constraints.len() == RECORDS && is_there).then_some(())
        })
        .await;
    desktop.engine.stop().await;
    world.stop_server().await;
    Ok(rate)
}

async fn bare(parse: Parse) -> Result<f64> {
    let sender = Sender::start().await?;
    let mut request = format!("ws://{}/v1/socket", sender.address).into_client_request()?;
    let protocol = HeaderValue::from_static(SUBPROTOCOL);
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    let (mut socket, _) = connect_async(request).await?;
    socket.send(Message::text(serde_json::to_string(&sender::hello_of_the_loop())?)).await?;
    let mut seq = 0;
    while seq < EVENTS {
        let message = socket.next().await.context("the sender hung up")??;
        seq = seq.max(number(message.to_text()?, parse)?);
    }
    let pos = [(Channel::User(sender::user_of_the_loop()), seq)].into();
    socket.send(Message::text(serde_json::to_string(&ClientFrame::Ack { pos })?)).await?;
    sender.rate().await
}

/// The number of the event in a frame, 0 when it is none.
fn number(text: &str, parse: Parse) -> Result<u64> {
    match parse {
        Parse::Value => {
            let value: serde_json::Value = serde_json::from_str(text)?;
            Ok(value.get("seq").and_then(serde_json::Value::as_u64).unwrap_or(0))
        }
        Parse::Frame => match serde_json::from_str(text)? {
            ServerFrame::Ev(envelope) => {
                ensure!(envelope.event.typed().is_some(), "the event is known");
                Ok(envelope.seq)
            }
            ServerFrame::Err { name, .. } => bail!("refused: {name}"),
            _ => Ok(0),
        },
    }
}

pub(crate) async fn run() -> Result<Outcome> {
    let (mut committed, mut values, mut frames) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..REPEATS {
        values.push(bare(Parse::Value).await?);
        committed.push(ours().await?);
        frames.push(bare(Parse::Frame).await?);
    }
    let (ours, reference) = (Spread::of(committed)?, Spread::of(values)?);
    let frames = Spread::of(frames)?;
    let ratio = ours.median / reference.median;
    let met = ratio >= WANTED;
    let missed = (!met).then(|| format!("missed: {WHY}"));
    Ok(Outcome {
        ours: ours.median,
        reference: reference.median,
        ratio,
        unit: String::from("events/s (reference: bare tokio-tungstenite + serde_json loop)"),
        goal: format!("≥ {:.0} % of the bare loop", WANTED * 100.0),
        met,
        notes: [
            ours.words("from socket to commit, with acknowledgement", "events/s"),
            reference.words("bare loop, each frame parsed as JSON", "events/s"),
            frames.words("bare loop, each frame parsed into the protocol's types", "events/s"),
            format!(
                "{EVENTS} events of {} bytes a run, changing {RECORDS} constraints in turn; the \
                 sender takes no heed of the window, and is in the same process",
                sender::frame_bytes()?,
            ),
        ]
        .into_iter()
        .chain(missed)
        .collect(),
    })
}
