//! What a subscriber says and hears, for each kind of server. Events carry their number in a name.

use anyhow::{Context, Result};
use protocol::{
    Channel, DeviceId, Ids, SystemIds,
    frame::{ClientFrame, SUBPROTOCOL, Subscription, VERSION},
};
use std::collections::BTreeMap;
use tokio_tungstenite::tungstenite::{
    client::IntoClientRequest, handshake::client::Request, http::HeaderValue,
};

/// Our client acknowledges after so many events.
const ACKNOWLEDGED: u64 = 64;
/// Before the number in an event's name.
const NUMBER: &str = "\"event ";
/// Before the place of an event in our log.
const PLACE: &str = "\"seq\":";

/// The name of event `number`.
pub(super) fn name(number: u64) -> String {
    format!("event {number:08}")
}

/// One subscriber's side.
pub(super) enum Speech {
    Ours { address: String, token: String, here: Subscription, acknowledged: u64 },
    SocketIo { address: String },
}

/// What a frame means to the subscriber.
pub(super) enum Heard {
    /// It follows from now on.
    Following,
    /// An event.
    Event {
        /// As it was published.
        number: u64,
        /// How many the subscriber has, with this one, where the server counts them.
        place: Option<u64>,
    },
    /// It has to be answered.
    Answer(String),
    Nothing,
}

impl Speech {
    pub(super) fn ours(address: String, token: String, here: Subscription) -> Self {
        Self::Ours { address, token, here, acknowledged: here.seq }
    }

    pub(super) fn socket_io(address: String) -> Self {
        Self::SocketIo { address }
    }

    pub(super) fn request(&self) -> Result<Request> {
        Ok(match self {
            Self::Ours { address, token, .. } => {
                let mut request = format!("ws://{address}/v1/socket").into_client_request()?;
                let headers = request.headers_mut();
                headers.insert("authorization", HeaderValue::try_from(format!("Bearer {token}"))?);
                let protocol = HeaderValue::from_static(SUBPROTOCOL);
                headers.insert("sec-websocket-protocol", protocol);
                request
            }
            Self::SocketIo { address } => {
                format!("ws://{address}/socket.io/?EIO=4&transport=websocket")
                    .into_client_request()?
            }
        })
    }

    /// The first thing to say.
    pub(super) fn greeting(&self) -> Result<String> {
        Ok(match self {
            Self::Ours { here, .. } => serde_json::to_string(&ClientFrame::Hello {
                v: VERSION,
                device: DeviceId(SystemIds.next()),
                client: String::from("bench"),
                subs: vec![*here],
            })?,
            Self::SocketIo { .. } => String::from("40"),
        })
    }

    pub(super) fn hear(&self, text: &str) -> Result<Heard> {
        let (event, following) = match self {
            Self::Ours { .. } => ("{\"t\":\"ev\"", "{\"t\":\"sub_ok\""),
            Self::SocketIo { .. } => ("42", "40"),
        };
        Ok(if text.starts_with(event) {
            let number = number_after(text, NUMBER)?;
            let place = match self {
                Self::Ours { here, .. } => Some(number_after(text, PLACE)? - here.seq),
                Self::SocketIo { .. } => None,
            };
            Heard::Event { number, place }
        } else if text.starts_with(following) {
            Heard::Following
        } else if text == "2" {
            Heard::Answer(String::from("3"))
        } else {
            Heard::Nothing
        })
    }

    /// What to say when `seen` events came, `in_time` when a while has passed.
    pub(super) fn acknowledge(&mut self, seen: u64, in_time: bool) -> Result<Option<String>> {
        let Self::Ours { here, acknowledged, .. } = self else { return Ok(None) };
        let reached = here.seq + seen;
        let due = if in_time { 1 } else { ACKNOWLEDGED };
        if reached < *acknowledged + due {
            return Ok(None);
        }
        *acknowledged = reached;
        let pos: BTreeMap<Channel, u64> = [(here.ch, reached)].into();
        Ok(Some(serde_json::to_string(&ClientFrame::Ack { pos })?))
    }
}

fn number_after(text: &str, mark: &str) -> Result<u64> {
    let (_, rest) = text.split_once(mark).context("an event has its numbers")?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Ok(rest[..end].parse()?)
}
