//! The one publisher: at a steady rate, whether or not earlier events are answered.

use super::{Times, server::Running, speech};
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
use tokio::{net::TcpStream, task::JoinSet, time::interval};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

type Sink = SplitSink<WebSocketStream<MaybeTlsStream<TcpStream>>, Message>;

/// Speaks to one server.
pub(super) enum Publisher {
    /// By idempotent requests, as the desktop does.
    Ours { http: reqwest::Client, address: String, token: String },
    /// On a socket of its own.
    SocketIo(tokio::sync::Mutex<Sink>),
}

impl Publisher {
    pub(super) async fn new(running: &Running) -> Result<Self> {
        let (address, token) = running.door();
        if let Some(token) = token {
            let http = reqwest::Client::builder().no_proxy().build()?;
            return Ok(Self::Ours { http, address: address.to_owned(), token: token.to_owned() });
        }
        let speech = running.speech();
        let (socket, _) = connect_async(speech.request()?).await?;
        let (mut sink, mut stream) = socket.split();
        sink.send(Message::text(speech.greeting()?)).await?;
        tokio::spawn(async move { while let Some(Ok(_)) = stream.next().await {} });
        Ok(Self::SocketIo(tokio::sync::Mutex::new(sink)))
    }

    /// Publishes these events and returns when all were taken.
    pub(super) async fn publish(
        self: &Arc<Self>,
        events: Range<u64>,
        per_second: u64,
        times: &Arc<Times>,
    ) -> Result<()> {
        let mut ticks = interval(Duration::from_secs(1) / u32::try_from(per_second)?);
        let mut under_way = JoinSet::new();
        for number in events {
            ticks.tick().await;
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
        match self {
            Self::Ours { http, address, token } => {
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
            Self::SocketIo(sink) => {
                let event = serde_json::to_string(&told(id, body))?;
                place.store(times.now(), Ordering::Release);
                sink.lock().await.send(Message::text(format!("42[\"publish\",{event}]"))).await?;
            }
        }
        Ok(())
    }
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
        created_at: now,
        updated_at: now,
    }
}
