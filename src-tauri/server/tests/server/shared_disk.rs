//! Servers that share one database in memory, in virtual time, over which a script decides how long
//! each read and commit takes and which server crashes when.

use crate::support::{SECRET, key};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, request::Builder},
    response::Response,
};
use db::{Disk, Fate, Memory, Moment, Point, Script};
use protocol::{Clock, IdempotencyKey, Ids, Timestamp, Write, ids::hashed};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use server::{Config, Server};
use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::time::Instant;
use tower::ServiceExt;

const ADDRESS: &str = "127.0.0.1:4870";

/// Shows the time of the runtime.
#[derive(Debug)]
struct RuntimeClock(Instant);

impl Clock for RuntimeClock {
    fn now(&self) -> Timestamp {
        let start: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        start + self.0.elapsed()
    }
}

/// Ids in order, the same in every run.
#[derive(Debug)]
struct CountingIds(AtomicU64);

impl Ids for CountingIds {
    fn next(&self) -> uuid::Uuid {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let chance = hashed(&[&number.to_string()]);
        let mut rest = [0; 10];
        rest.copy_from_slice(&chance.as_bytes()[..10]);
        uuid::Builder::from_unix_timestamp_millis(1_700_000_000_000 + number, &rest).into_uuid()
    }
}

/// Decides over one server's reads and commits.
#[derive(Debug)]
pub(crate) struct Weather(Mutex<State>);

#[derive(Debug)]
struct State {
    luck: StdRng,
    /// Of 1,000 works so many take some time, and so many longer, beyond a lease at times.
    slow: u32,
    asleep: u32,
    /// The commit at which it crashes, counted down.
    crash_in: Option<u32>,
    has_crashed: bool,
    /// The next commit takes so long.
    once: Option<Duration>,
    /// Any other commit takes so long.
    each: Duration,
    is_full: bool,
}

impl Weather {
    /// Everything works at once.
    pub(crate) fn fair() -> Arc<Self> {
        Self::rough(0, 0, 0)
    }

    /// Every commit takes so long.
    pub(crate) fn steady(each: Duration) -> Arc<Self> {
        let weather = Self::fair();
        weather.0.lock().unwrap().each = each;
        weather
    }

    pub(crate) fn rough(seed: u64, slow: u32, asleep: u32) -> Arc<Self> {
        Arc::new(Self(Mutex::new(State {
            luck: StdRng::seed_from_u64(seed),
            slow,
            asleep,
            crash_in: None,
            has_crashed: false,
            once: None,
            each: Duration::ZERO,
            is_full: false,
        })))
    }

    /// Crash at this commit from now on, the next being 0.
    pub(crate) fn crash_in(&self, commits: u32) {
        self.0.lock().unwrap().crash_in = Some(commits);
    }

    pub(crate) fn has_crashed(&self) -> bool {
        self.0.lock().unwrap().has_crashed
    }

    /// Whether the disk has no more room.
    pub(crate) fn fill(&self, is_full: bool) {
        self.0.lock().unwrap().is_full = is_full;
    }

    /// Sleep before the next commit.
    pub(crate) fn sleep_once(&self, time: Duration) {
        self.0.lock().unwrap().once = Some(time);
    }
}

impl Script for Weather {
    fn decide(&self, point: Point<'_>) -> Fate {
        let mut state = self.0.lock().unwrap();
        if point.moment == Moment::Commit && !state.has_crashed {
            if let Some(time) = state.once.take() {
                return Fate::After(time);
            }
            match state.crash_in {
                Some(0) => state.has_crashed = true,
                Some(commits) => state.crash_in = Some(commits - 1),
                None => {}
            }
        }
        if state.has_crashed {
            return Fate::Never;
        }
        if state.is_full {
            return Fate::Full;
        }
        let drawn = state.luck.random_range(0..1_000);
        if drawn < state.asleep {
            Fate::After(Duration::from_secs(state.luck.random_range(5..40)))
        } else if drawn < state.asleep + state.slow {
            Fate::After(Duration::from_millis(state.luck.random_range(1..300)))
        } else if point.moment == Moment::Commit && !state.each.is_zero() {
            Fate::After(state.each)
        } else {
            Fate::GoOn
        }
    }
}

/// What the servers share.
pub(crate) struct Shared {
    memory: Arc<Memory>,
    clock: Arc<RuntimeClock>,
    ids: Arc<CountingIds>,
}

impl Shared {
    pub(crate) fn new() -> Self {
        Self {
            memory: Arc::default(),
            clock: Arc::new(RuntimeClock(Instant::now())),
            ids: Arc::new(CountingIds(AtomicU64::new(0))),
        }
    }

    /// A server. One that is `alone` takes every lease that it finds for one of its own past.
    pub(crate) async fn start(&self, weather: &Arc<Weather>, alone: bool) -> Node {
        let secret = SecretString::from(SECRET);
        let mut config = Config::embedded(PathBuf::from("shared"), secret);
        if !alone {
            config.embedded_secret = None;
        }
        config.disk = Disk::scripted(Arc::clone(&self.memory), Arc::<Weather>::clone(weather));
        config.listen = ADDRESS.parse().unwrap();
        config.pace = Duration::from_millis(30);
        config.clock = Arc::<RuntimeClock>::clone(&self.clock);
        config.ids = Arc::<CountingIds>::clone(&self.ids);
        let (server, router) = server::start_inside(config).await.unwrap();
        Node { server, router }
    }
}

/// A running server and the way to ask it.
pub(crate) struct Node {
    pub(crate) server: Server,
    router: Router,
}

fn request(method: &str, path: &str, token: &str) -> Builder {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let request = Request::builder().method(method).uri(path).header("host", ADDRESS);
    request.header("authorization", format!("Bearer {token}"))
}

impl Node {
    async fn ask(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// The access token of the one person of a server that is alone.
    pub(crate) async fn sign_in(&self) -> String {
        let device = uuid::Uuid::nil();
        let body = serde_json::json!({ "secret": SECRET, "device": device }).to_string();
        let request = request("POST", "/v1/auth/embedded", "").body(Body::from(body));
        let tokens: protocol::rest::Tokens = parsed(self.ask(request.unwrap()).await).await;
        tokens.access_token
    }

    pub(crate) async fn write(&self, token: &str, write: &Write) -> u16 {
        self.attempt(token, write, key()).await.status().as_u16()
    }

    pub(crate) async fn attempt(
        &self,
        token: &str,
        write: &Write,
        key: IdempotencyKey,
    ) -> Response {
        let made = write.request();
        let request = request(made.method, &made.path, token)
            .header("idempotency-key", key.to_string())
            .body(Body::from(made.body));
        self.ask(request.unwrap()).await
    }

    pub(crate) async fn read<T: DeserializeOwned>(&self, token: &str, path: &str) -> T {
        let request = request("GET", path, token).body(Body::empty());
        parsed(self.ask(request.unwrap()).await).await
    }

    /// The history of the channel that a read backs.
    pub(crate) async fn epoch(&self, token: &str, path: &str) -> String {
        let request = request("GET", path, token).body(Body::empty());
        let answer = self.ask(request.unwrap()).await;
        let position = answer.headers()["channel-position"].to_str().unwrap();
        position.split_once(':').unwrap().0.to_owned()
    }
}

async fn parsed<T: DeserializeOwned>(answer: Response) -> T {
    assert_eq!(answer.status(), StatusCode::OK);
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    serde_json::from_slice(&body).unwrap()
}
