//! The server, in this process and in virtual time, asked by its router.

use bytes::Bytes;
use db::{Disk, Fate, Memory, Point, Script};
use futures_util::TryStreamExt;
use http::{Request, StatusCode};
use protocol::{
    Channel, Clock, Envelope, Epoch, FindingId, IdempotencyKey, MessageId, ServerId, SessionId,
    Timestamp, UserId, Write,
    frame::{PollAnswer, ServerFrame},
    records::{Finding, Job, Message},
    rest::{CHANNEL_POSITION, IDEMPOTENCY_KEY, Page, Tokens},
};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use server::{Config, Server};
use std::{path::PathBuf, sync::Arc, time::Duration};
use testkit::CountingIds;
use tokio::time::Instant;
use tower::ServiceExt;

const SECRET: &str = "a secret for tests, long enough to be one";
const ADDRESS: &str = "127.0.0.1:4871";
/// Between words of an answer.
const PACE: Duration = Duration::from_millis(30);

/// A disk that always works.
#[derive(Debug)]
pub(super) struct Sound;

impl Script for Sound {
    fn decide(&self, _point: Point<'_>) -> Fate {
        Fate::GoOn
    }
}

#[derive(Debug)]
struct RuntimeClock(Instant);

impl Clock for RuntimeClock {
    fn now(&self) -> Timestamp {
        let start: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        start + self.0.elapsed()
    }
}

/// Hands a request to the server; gives status, position and body.
type Ask = Box<dyn Fn(Request<String>) -> futures_util::future::BoxFuture<'static, Answer>>;

struct Answer {
    status: StatusCode,
    position: Option<(Epoch, u64)>,
    body: Vec<u8>,
}

/// A server and one person's token.
pub(super) struct Source {
    memory: Arc<Memory>,
    clock: Arc<RuntimeClock>,
    ids: Arc<CountingIds>,
    running: Option<Server>,
    ask: Ask,
    token: String,
    pub(super) server: ServerId,
    pub(super) user: UserId,
}

impl Source {
    pub(super) async fn start() -> Self {
        let memory: Arc<Memory> = Arc::default();
        let clock = Arc::new(RuntimeClock(Instant::now()));
        let ids = Arc::new(CountingIds::new("server"));
        let (server, ask) = run((&memory, &clock, &ids), PACE).await;
        let device = uuid::Uuid::nil();
        let body = serde_json::json!({ "secret": SECRET, "device": device }).to_string();
        let request = Request::post("/v1/auth/embedded").header("host", ADDRESS);
        let request = request.header("content-type", "application/json").body(body).unwrap();
        let answer = ask(request).await;
        let tokens: Tokens = serde_json::from_slice(&answer.body).unwrap();
        Self {
            memory,
            clock,
            ids,
            running: Some(server),
            ask,
            token: tokens.access_token,
            server: tokens.server_id,
            user: tokens.user_id,
        }
    }

    /// Stop, and start again with another time between words.
    pub(super) async fn restart(&mut self, pace: Duration) {
        if let Some(server) = self.running.take() {
            server.stop().await;
        }
        let (server, ask) = run((&self.memory, &self.clock, &self.ids), pace).await;
        (self.running, self.ask) = (Some(server), ask);
    }

    /// Carry a write out, or have it refused.
    pub(super) async fn write(&self, write: &Write) {
        let made = write.request();
        let key = IdempotencyKey(protocol::Ids::next(self.ids.as_ref()));
        let request =
            self.request(made.method, &made.path).header(IDEMPOTENCY_KEY, key.to_string());
        let body = String::from_utf8(made.body).unwrap();
        let answer = (self.ask)(request.body(body).unwrap()).await;
        assert!(!answer.status.is_server_error(), "{write:?}: {}", answer.status);
    }

    /// A read, `None` when there is no such thing.
    pub(super) async fn read<T: DeserializeOwned>(
        &self,
        path: &str,
    ) -> Option<(T, Option<(Epoch, u64)>)> {
        let answer = (self.ask)(self.request("GET", path).body(String::new()).unwrap()).await;
        if answer.status == StatusCode::NOT_FOUND || answer.status == StatusCode::FORBIDDEN {
            return None;
        }
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        Some((serde_json::from_slice(&answer.body).unwrap(), answer.position))
    }

    /// All of a list, with the smallest position of its pages.
    pub(super) async fn all<T: DeserializeOwned>(&self, path: &str) -> (Vec<T>, (Epoch, u64)) {
        let (mut items, mut smallest) = (Vec::new(), None::<(Epoch, u64)>);
        let mut before = String::new();
        loop {
            let page = self.read::<Page<T>>(&format!("{path}?limit=200{before}")).await;
            let (page, position) = page.unwrap();
            let (epoch, seq) = position.unwrap();
            smallest = Some((epoch, smallest.map_or(seq, |(_, smallest)| smallest.min(seq))));
            items.extend(page.items);
            match page.before {
                Some(next) => before = format!("&before={next}"),
                None => return (items, smallest.unwrap()),
            }
        }
    }

    /// The events of a channel after a place; `None` when the channel is gone or begins elsewhere.
    pub(super) async fn events(
        &self,
        channel: Channel,
        (epoch, mut seq): (Epoch, u64),
    ) -> Option<Vec<Envelope>> {
        let mut events = Vec::new();
        loop {
            let path = format!("/v1/channels/{channel}/events?epoch={epoch}&seq={seq}&wait_ms=0");
            let (answer, _) = self.read::<PollAnswer>(&path).await?;
            let before = events.len();
            for frame in answer.frames {
                match frame {
                    ServerFrame::Ev(event) => events.push(event),
                    ServerFrame::Resync { .. } | ServerFrame::Err { .. } => return None,
                    _ => {}
                }
            }
            if events.len() == before {
                return Some(events);
            }
            seq = events.last().map_or(seq, |event: &Envelope| event.seq);
        }
    }

    pub(super) async fn findings(&self) -> Vec<FindingId> {
        let (findings, _) = self.all::<Finding>("/v1/findings").await;
        findings.into_iter().map(|finding| finding.id).collect()
    }

    /// In every version, oldest first.
    pub(super) async fn messages(&self, session: SessionId) -> Vec<Message> {
        let (mut messages, _) =
            self.all::<Message>(&format!("/v1/sessions/{session}/messages")).await;
        messages.sort_by_key(|message| message.ordinal);
        messages
    }

    /// The newest of what follows the same message as this one.
    pub(super) async fn newest_version(&self, of: &Message) -> MessageId {
        let parent = |message: &Message| message.follows.unwrap_or(message.ordinal - 1);
        let mut messages = self.messages(of.session_id).await;
        messages.retain(|message| parent(message) == parent(of));
        messages.pop().map_or(of.id, |newest| newest.id)
    }

    /// Newest first.
    pub(super) async fn jobs(&self) -> Vec<Job> {
        let (mut jobs, _) = self.all::<Job>("/v1/jobs").await;
        jobs.sort_by_key(|job| std::cmp::Reverse(job.id));
        jobs
    }

    fn request(&self, method: &str, path: &str) -> http::request::Builder {
        let request = Request::builder().method(method).uri(path).header("host", ADDRESS);
        let request = request.header("content-type", "application/json");
        request.header("authorization", format!("Bearer {}", self.token))
    }
}

async fn run(
    (memory, clock, ids): (&Arc<Memory>, &Arc<RuntimeClock>, &Arc<CountingIds>),
    pace: Duration,
) -> (Server, Ask) {
    let config = Config::embedded(PathBuf::from("server"), SecretString::from(SECRET));
    let config = Config {
        disk: Disk::scripted(Arc::clone(memory), Arc::new(Sound)),
        listen: ADDRESS.parse().unwrap(),
        pace,
        access: Duration::from_hours(100),
        clock: Arc::<RuntimeClock>::clone(clock),
        ids: Arc::<CountingIds>::clone(ids),
        ..config
    };
    let (server, router) = server::start_inside(config).await.unwrap();
    let ask = move |request: Request<String>| -> futures_util::future::BoxFuture<'static, Answer> {
        let router = router.clone();
        Box::pin(async move {
            let answer = router.oneshot(request).await.unwrap();
            let position = answer.headers().get(CHANNEL_POSITION).map(|position| {
                let (epoch, seq) = position.to_str().unwrap().rsplit_once(':').unwrap();
                (epoch.parse().unwrap(), seq.parse().unwrap())
            });
            let status = answer.status();
            let pieces: Vec<Bytes> =
                answer.into_body().into_data_stream().try_collect().await.unwrap();
            Answer { status, position, body: pieces.concat() }
        })
    };
    (server, Box::new(ask))
}
