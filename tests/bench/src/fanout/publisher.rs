//! The one publisher: at a steady rate, whether or not earlier events are answered.

use super::{
    round::{Pace, Times},
    server::Running,
    speech::{self, Heard},
};
use anyhow::{Context, Result};
use futures_util::{SinkExt, StreamExt, stream::SplitSink};
use protocol::{
    ConstraintId, IdempotencyKey, Ids, SystemIds, Write,
    records::{Constraint, ConstraintKind, ConstraintStatus},
    rest::IDEMPOTENCY_KEY,
    write::NewConstraint,
};
use std::{
    ops::Range,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::{
    net::TcpStream,
    sync::{Mutex, Semaphore},
    task::JoinSet,
    time::interval,
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

type Sink = SplitSink<WebSocketStream<MaybeTlsStream<TcpStream>>, Message>;

/// Publishes at a pace.
pub(super) struct Publisher {
    way: Way,
    pace: Pace,
    room: Arc<Semaphore>,
}

/// How a server is published to.
enum Way {
    /// By idempotent requests, as the desktop does.
    Ours { http: reqwest::Client, address: String, token: String },
    /// On a socket of its own.
    SocketIo(Mutex<Sink>),
}

impl Publisher {
    /// Each event takes room before it goes.
    pub(super) async fn new(running: &Running, pace: Pace, room: Arc<Semaphore>) -> Result<Self> {
        let (address, token) = running.door();
        let way = match token {
            Some(token) => Way::Ours {
                http: reqwest::Client::builder().no_proxy().build()?,
                address: address.to_owned(),
                token: token.to_owned(),
            },
            None => socket_io(running).await?,
        };
        Ok(Self { way, pace, room })
    }

    /// Publishes these events and returns when all were taken.
    pub(super) async fn publish(
        self: &Arc<Self>,
        events: Range<u64>,
        times: &Arc<Times>,
    ) -> Result<()> {
        let mut ticks = match self.pace {
            Pace::Steady(rate) => Some(interval(Duration::from_secs(1) / u32::try_from(rate)?)),
            Pace::Flood(_) => None,
        };
        let mut under_way = JoinSet::new();
        for number in events {
            if let Some(ticks) = &mut ticks {
                ticks.tick().await;
            }
            self.room.acquire().await?.forget();
            let (publisher, times) = (Arc::clone(self), Arc::clone(times));
            under_way.spawn(async move { publisher.one(number, &times).await });
        }
        while let Some(done) = under_way.join_next().await {
            done??;
        }
        Ok(())
    }

    async fn one(&self, number: u64, times: &Times) -> Result<()> {
        let body =
            NewConstraint { name: speech::name(number), kind: ConstraintKind::Time, severity: 0.5 };
        let id = ConstraintId(SystemIds.next());
        let place = times.published.get(usize::try_from(number)?).context("an event to come")?;
        match &self.way {
            Way::Ours { http, address, token } => {
                let request = Write::CreateConstraint { id, body }.request();
                let address = format!("http://{address}{}", request.path);
                let asked = http
                    .request(request.method.parse()?, address)
                    .bearer_auth(token)
                    .header(IDEMPOTENCY_KEY, IdempotencyKey(SystemIds.next()).to_string())
                    .body(request.body);
                place.store(times.now(), Ordering::Release);
                asked.send().await?.error_for_status()?;
            }
            Way::SocketIo(sink) => {
                let event = serde_json::to_string(&told(id, body))?;
                place.store(times.now(), Ordering::Release);
                sink.lock().await.send(Message::text(format!("42[\"publish\",{event}]"))).await?;
            }
        }
        Ok(())
    }
}

async fn socket_io(running: &Running) -> Result<Way> {
    let speech = running.speech();
    let (socket, _) = connect_async(speech.request()?).await?;
    let (mut sink, mut stream) = socket.split();
    sink.send(Message::text(speech.greeting()?)).await?;
    // Who publishes before the answer is thrown out.
    loop {
        let message = stream.next().await.context("the server hung up")??;
        if matches!(speech.hear(message.to_text()?)?, Heard::Following) {
            break;
        }
    }
    // Heartbeats alone, which a round does not last long enough to answer.
    tokio::spawn(async move { while let Some(Ok(_)) = stream.next().await {} });
    Ok(Way::SocketIo(Mutex::new(sink)))
}

/// What our server tells of it, so that the reference carries the same.
fn told(id: ConstraintId, body: NewConstraint) -> Constraint {
    let now = protocol::Clock::now(&protocol::SystemClock);
    Constraint {
        id,
        version: 1,
        kind: body.kind,
        name: body.name,
        severity: body.severity,
        status: ConstraintStatus::Active,
        evidence: Vec::new(),
        withdrawn: false,
        created_at: now,
        updated_at: now,
    }
}
