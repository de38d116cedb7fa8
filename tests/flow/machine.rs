//! A computer whose disk and network do what a test says: end the program at a named moment, lose an
//! answer, have no room.

use async_trait::async_trait;
use bytes::Bytes;
use db::{Fate, Memory, Moment, Point, Script};
use engine::Disk;
use http::{Request, Response};
use jiff::SignedDuration;
use link::{Network, Pieces, SocketError, Transport, TransportError, Wire};
use protocol::{Clock, SystemClock, Timestamp};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU32, Ordering},
};
use testkit::{Desktop, Surroundings, World};
use tokio::sync::watch;

/// Where the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// At a moment of the nth commit of this work into the file whose name begins so.
    Disk(Moment, &'static str, &'static str, u32),
    /// When a write is about to leave.
    BeforeRequest,
    /// When a write was answered and nobody has heard it.
    AfterRequest,
}

/// What disk and network are told.
#[derive(Debug)]
pub(crate) struct Plan {
    cut: Mutex<Option<Cut>>,
    met: AtomicU32,
    ended: watch::Sender<bool>,
    full: Mutex<&'static str>,
    deaf: AtomicBool,
    network: Network,
}

impl Plan {
    fn cut(&self) -> Option<Cut> {
        *self.cut.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over(&self) -> bool {
        *self.ended.borrow()
    }

    /// The program ends here.
    fn end(&self) {
        self.ended.send_replace(true);
    }
}

impl Script for Plan {
    fn decide(&self, point: Point<'_>) -> Fate {
        let name = point.path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        if let Some(Cut::Disk(moment, file, work, nth)) = self.cut()
            && point.moment == moment
            && name.starts_with(file)
            && point.works.iter().any(|name| name.contains(work))
            && self.met.fetch_add(1, Ordering::Relaxed) + 1 == nth
        {
            self.end();
        }
        let full = *self.full.lock().unwrap_or_else(PoisonError::into_inner);
        match self.is_over() {
            true => Fate::Never,
            false if !full.is_empty() && name.starts_with(full) => Fate::Full,
            false => Fate::GoOn,
        }
    }
}

#[async_trait]
impl Transport for Plan {
    async fn request(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let writes = request.headers().contains_key(protocol::rest::IDEMPOTENCY_KEY);
        if writes && self.cut() == Some(Cut::BeforeRequest) {
            self.end();
        }
        if self.is_over() {
            return std::future::pending().await;
        }
        let answer = self.network.request(request).await;
        if writes && self.cut() == Some(Cut::AfterRequest) {
            self.end();
        }
        if self.is_over() {
            return std::future::pending().await;
        }
        if writes && self.deaf.load(Ordering::Relaxed) {
            return Err(TransportError::TimedOut);
        }
        answer
    }

    async fn stream(&self, request: Request<Bytes>) -> Result<Response<Pieces>, TransportError> {
        self.network.stream(request).await
    }

    async fn socket(&self, request: Request<()>) -> Result<Wire, SocketError> {
        self.network.socket(request).await
    }
}

/// The time of day, moved by what a test says.
#[derive(Debug, Default)]
pub(crate) struct MovedClock(Mutex<SignedDuration>);

impl MovedClock {
    pub(crate) fn advance(&self, by: SignedDuration) {
        let mut moved = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *moved += by;
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        let moved = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        SystemClock.now() + moved
    }
}

/// A computer.
#[derive(Debug)]
pub(crate) struct Machine {
    memory: Arc<Memory>,
    pub(crate) clock: Arc<MovedClock>,
    pub(crate) plan: Arc<Plan>,
    surroundings: Surroundings,
}

impl Machine {
    /// A computer with nothing on it.
    pub(crate) fn new(world: &World, name: &str) -> Self {
        let clock = Arc::new(MovedClock::default());
        let time: Arc<dyn Clock> = Arc::<MovedClock>::clone(&clock);
        let surroundings = Surroundings { clock: time, ..world.surroundings(name) };
        let plan = plan(&surroundings);
        Self { memory: Arc::default(), clock, plan, surroundings }
    }

    /// Start the program, with a disk and a network that do what they should.
    pub(crate) async fn start(&mut self) -> Desktop {
        self.plan = plan(&self.surroundings);
        let script: Arc<dyn Script> = Arc::<Plan>::clone(&self.plan);
        let network: Arc<dyn Transport> = Arc::<Plan>::clone(&self.plan);
        let disk = Disk::scripted(Arc::clone(&self.memory), script);
        let surroundings = self.surroundings.clone();
        Desktop::start(Surroundings { disk, network, ..surroundings }).await
    }

    /// End the program when it comes to this.
    pub(crate) fn end_at(&self, cut: Cut) {
        *self.plan.cut.lock().unwrap_or_else(PoisonError::into_inner) = Some(cut);
    }

    /// Until the program has ended.
    pub(crate) async fn ended(&self) {
        let mut ended = self.plan.ended.subscribe();
        let ending = ended.wait_for(|ended| *ended);
        let came = tokio::time::timeout(testkit::PATIENCE, ending).await;
        assert!(came.is_ok(), "the program never came to {:?}", self.plan.cut());
    }

    /// There is no room for the files whose names begin so; with an empty name there is room again.
    pub(crate) fn fill(&self, file: &'static str) {
        *self.plan.full.lock().unwrap_or_else(PoisonError::into_inner) = file;
    }

    /// Whether answers to writes are lost.
    pub(crate) fn lose_answers(&self, lose: bool) {
        self.plan.deaf.store(lose, Ordering::Relaxed);
    }
}

fn plan(surroundings: &Surroundings) -> Arc<Plan> {
    Arc::new(Plan {
        cut: Mutex::default(),
        met: AtomicU32::new(0),
        ended: watch::Sender::new(false),
        full: Mutex::default(),
        deaf: AtomicBool::new(false),
        network: Network::new(&surroundings.server),
    })
}
