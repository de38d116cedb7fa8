//! Sends events over a socket as fast as they are taken, from frames made before, and measures how
//! long it takes until all that are acknowledged without waiting for a clock are.

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use protocol::{
    Channel, Clock, ConnectionId, ConstraintId, DeviceId, Envelope, Epoch, Event, EventId, Ids,
    RawEvent, ServerId, SystemClock, SystemIds, UserId,
    frame::{
        ClientFrame, Limits, ReconnectAdvice, ResyncReason, SUBPROTOCOL, ServerFrame, Subscription,
        SubscriptionMode, VERSION,
    },
    records::{Constraint, ConstraintKind, ConstraintStatus},
};
use std::time::{Duration, Instant};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::oneshot,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{ErrorResponse, Request, Response},
        http::HeaderValue,
    },
};
use uuid::Uuid;

/// Events of a run.
pub(super) const EVENTS: u64 = 20_000;
/// Records that they change in turn.
pub(super) const RECORDS: usize = 1_000;
/// So many events are acknowledged at once; what is left at the end waits for a second to pass.
const JOINED: u64 = 64;
const PATIENCE: Duration = Duration::from_mins(2);

/// Waits for one client.
pub(super) struct Sender {
    pub(super) address: String,
    rate: oneshot::Receiver<Result<f64>>,
}

impl Sender {
    pub(super) async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let (found, rate) = oneshot::channel();
        tokio::spawn(async move {
            // Nobody may be left to hear it.
            let _unheard = found.send(serve(listener).await);
        });
        Ok(Self { address, rate })
    }

    /// Events a second.
    pub(super) async fn rate(self) -> Result<f64> {
        timeout(PATIENCE, self.rate).await.context("events are missing")??
    }
}

type Socket = WebSocketStream<TcpStream>;

#[expect(
    clippy::result_large_err,
    clippy::unnecessary_wraps,
    reason = "the library asks for this answer"
)]
fn agree(_: &Request, mut answer: Response) -> Result<Response, ErrorResponse> {
    let protocol = HeaderValue::from_static(SUBPROTOCOL);
    answer.headers_mut().insert("sec-websocket-protocol", protocol);
    Ok(answer)
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
async fn serve(listener: TcpListener) -> Result<f64> {
    let (stream, _) = listener.accept().await?;
    stream.set_nodelay(true)?;
    let mut socket = accept_hdr_async(stream, agree).await?;
    let place = greet(&mut socket).await?;
    let (Channel::User(user), Some(epoch)) = (place.ch, place.epoch) else {
        bail!("the person's channel is followed from a place");
    };
    let frames = frames(user, epoch, place.seq)?;
    let last = place.seq + EVENTS;
    let mode = SubscriptionMode::Replay;
    let follows = ServerFrame::SubOk { ch: place.ch, epoch, mode, from: place.seq + 1, top: last };
    say(&mut socket, &follows).await?;
    let began = Instant::now();
    let (mut sink, mut stream) = socket.split();
    let sending = async {
        for frame in frames {
            sink.feed(Message::text(frame)).await?;
        }
        sink.flush().await?;
        Ok::<_, anyhow::Error>(())
    };
    let hearing = async {
        loop {
            let message = stream.next().await.context("the client hung up")??;
            if let Ok(ClientFrame::Ack { pos }) = serde_json::from_str(message.to_text()?)
                && let Some(seq) = pos.get(&place.ch)
                && *seq + JOINED > last
            {
                return Ok((seq - place.seq, began.elapsed()));
            }
        }
    };
    let ((), (taken, took)) = tokio::try_join!(sending, hearing)?;
    Ok(f64::from(u32::try_from(taken)?) / took.as_secs_f64())
}

/// Says that it is there, and sends whoever stands nowhere to read the whole. Gives where the person
/// is followed from.
async fn greet(socket: &mut Socket) -> Result<Subscription> {
    say(socket, &ready()).await?;
    loop {
        let message = socket.next().await.context("the client hung up")??;
        let wishes = match serde_json::from_str(message.to_text()?)? {
            ClientFrame::Hello { subs, .. } => subs,
            ClientFrame::Sub(wish) => vec![wish],
            _ => Vec::new(),
        };
        for wish in wishes {
            match wish.ch {
                Channel::User(_) if wish.epoch.is_some() => return Ok(wish),
                ch => {
                    let reason = ResyncReason::First;
                    say(socket, &ServerFrame::Resync { ch, reason }).await?;
                }
            }
        }
    }
}

async fn say(socket: &mut Socket, frame: &ServerFrame) -> Result<()> {
    Ok(socket.send(Message::text(serde_json::to_string(frame)?)).await?)
}

fn ready() -> ServerFrame {
    let now = SystemClock.now();
    ServerFrame::Ready {
        conn: ConnectionId(SystemIds.next()),
        server_id: ServerId(Uuid::nil()),
        node: String::from("bench"),
        now,
        hb_ms: 30_000,
        pong_ms: 10_000,
        token_exp: now + Duration::from_hours(1),
        limits: Limits {
            frame_in: 262_144,
            frame_out: 1_048_576,
            channels: 128,
            unacked_events: 512,
            unacked_bytes: 1_048_576,
        },
        reconnect: ReconnectAdvice { min_ms: 1_000, max_ms: 30_000 },
    }
}

fn frames(user: UserId, epoch: Epoch, after: u64) -> Result<Vec<String>> {
    let ids: Vec<ConstraintId> = (0..RECORDS).map(|_| ConstraintId(SystemIds.next())).collect();
    (1..=EVENTS)
        .map(|number| {
            let turn = usize::try_from(number - 1)?;
            let id = ids[turn % RECORDS];
            let version = u64::try_from(turn / RECORDS)? + 1;
            let event = Event::ConstraintUpdated(constraint(id, version, number));
            Ok(serde_json::to_string(&ServerFrame::Ev(Envelope {
                channel: Channel::User(user),
                epoch,
                seq: after + number,
                id: EventId(SystemIds.next()),
                at: SystemClock.now(),
                cause: None,
                event: RawEvent::from(&event),
            }))?)
        })
        .collect()
}

fn name(number: u64) -> String {
    format!("constraint of event {number:08}")
}

/// What the last event names its record.
pub(super) fn last_name() -> String {
    name(EVENTS)
}

fn constraint(id: ConstraintId, version: u64, number: u64) -> Constraint {
    let now = SystemClock.now();
    Constraint {
        id,
        version,
        kind: ConstraintKind::Time,
        name: name(number),
        severity: 0.5,
        status: ConstraintStatus::Active,
        evidence: Vec::new(),
        withdrawn: false,
        created_at: now,
        updated_at: now,
    }
}

/// How long a frame is.
pub(super) fn frame_bytes() -> Result<usize> {
    let frames = frames(user_of_the_loop(), Epoch(Uuid::max()), 0)?;
    Ok(frames.last().context("there are events")?.len())
}

/// Whose channel the bare loop follows.
pub(super) fn user_of_the_loop() -> UserId {
    UserId(Uuid::max())
}

/// What the bare loop says first.
pub(super) fn hello_of_the_loop() -> ClientFrame {
    let ch = Channel::User(user_of_the_loop());
    ClientFrame::Hello {
        v: VERSION,
        device: DeviceId(SystemIds.next()),
        client: String::from("loop"),
        subs: vec![Subscription { ch, epoch: Some(Epoch(Uuid::max())), seq: 0, last: None }],
    }
}
