//! Does what the state machine says: one task per link owns the machine, its timer and the one
//! socket, and hands the machine's outputs to the owner without ever letting a slow owner delay a
//! heartbeat.

mod socket;

use crate::{
    Account, Output,
    machine::{Action, Input, Introduction, Machine, Now},
};
use protocol::{
    Channel, Clock, DeviceId,
    frame::{ClientFrame, Subscription},
};
use socket::{Outgoing, Socket};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{sync::mpsc, task::JoinSet, time::Instant};
use tokio_util::sync::CancellationToken;

/// Wishes of the owner that wait for the driver.
const WISHES: usize = 256;
/// Frames that wait for the driver.
const INCOMING: usize = 64;
/// With so many outputs waiting for the owner, the socket is read no further. The server sends
/// fewer events than this without an acknowledgement.
const WAITING_OUTPUTS: usize = 4_096;
/// Sockets get this long to say goodbye.
const FAREWELL: Duration = Duration::from_secs(2);

/// As what to connect. Where is the account's.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Which installation.
    pub device: DeviceId,
    /// Program and version, for the server's logs.
    pub client: String,
}

/// A connection that keeps itself up. Clones speak of the same one; it ends with
/// [`Link::stop`], when every clone is gone, or when nobody takes its outputs any more.
#[derive(Debug, Clone)]
pub struct Link {
    wishes: mpsc::Sender<Input>,
    connections: Arc<AtomicU64>,
    stopped: CancellationToken,
}

impl Link {
    /// Starts connecting at once. `seed` decides the random parts of delays and heartbeats;
    /// everything the owner must know goes to `out`.
    pub fn start(
        settings: Settings,
        account: Arc<Account>,
        clock: Arc<dyn Clock>,
        seed: u64,
        out: mpsc::Sender<Output>,
    ) -> Self {
        let (wishes, wished) = mpsc::channel(WISHES);
        let connections = Arc::new(AtomicU64::new(0));
        let stopped = CancellationToken::new();
        let guard = stopped.clone().drop_guard();
        let introduction = Introduction {
            device: settings.device,
            client: settings.client,
            is_embedded: account.is_embedded(),
        };
        let (incoming, arrived) = mpsc::channel(INCOMING);
        let driver = Driver {
            machine: Machine::new(introduction, seed),
            account,
            clock,
            started: Instant::now(),
            incoming,
            socket: None,
            tasks: JoinSet::new(),
            waiting: VecDeque::new(),
            connections: Arc::clone(&connections),
        };
        tokio::spawn(async move {
            driver.run(wished, arrived, out).await;
            drop(guard);
        });
        Self { wishes, connections, stopped }
    }

    /// Follows a channel from a place; a channel already followed is followed again from there.
    pub async fn follow(&self, subscription: Subscription) {
        self.wish(Input::Follow(subscription)).await;
    }

    /// Follows a channel no longer.
    pub async fn unfollow(&self, channel: Channel) {
        self.wish(Input::Unfollow(channel)).await;
    }

    /// Everything up to these numbers is stored. Cumulative; sent joined.
    pub async fn acknowledge(&self, places: BTreeMap<Channel, u64>) {
        self.wish(Input::Acknowledge(places)).await;
    }

    /// Dials now instead of at the end of a delay, also when the server ended the connection for
    /// good; asks a ready connection for a sign of life.
    pub async fn retry_now(&self) {
        self.wish(Input::RetryNow).await;
    }

    /// Disconnects for good, and returns when the socket is closed.
    pub async fn stop(&self) {
        self.wish(Input::Stop).await;
        self.stopped.cancelled().await;
    }

    /// How many sockets were opened since the start.
    pub fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
    }

    async fn wish(&self, wish: Input) {
        if self.wishes.send(wish).await.is_err() {
            tracing::debug!("the link has stopped");
        }
    }
}

#[derive(Debug)]
struct Driver {
    machine: Machine,
    account: Arc<Account>,
    clock: Arc<dyn Clock>,
    started: Instant,
    incoming: mpsc::Sender<Input>,
    socket: Option<Socket>,
    tasks: JoinSet<()>,
    waiting: VecDeque<Output>,
    connections: Arc<AtomicU64>,
}

impl Driver {
    async fn run(
        mut self,
        mut wished: mpsc::Receiver<Input>,
        mut arrived: mpsc::Receiver<Input>,
        out: mpsc::Sender<Output>,
    ) {
        self.take(Input::Start);
        loop {
            let due = self.machine.next_deadline().map(|due| self.started + due);
            tokio::select! {
                wish = wished.recv() => match wish {
                    None | Some(Input::Stop) => break,
                    Some(wish) => self.take(wish),
                },
                Some(input) = arrived.recv(), if self.waiting.len() < WAITING_OUTPUTS => {
                    self.take(input);
                }
                permit = out.reserve(), if !self.waiting.is_empty() => {
                    let Ok(permit) = permit else { break };
                    if let Some(output) = self.waiting.pop_front() {
                        permit.send(output);
                    }
                }
                () = until(due), if due.is_some() => self.take(Input::Tick),
                Some(_) = self.tasks.join_next(), if !self.tasks.is_empty() => {}
                () = out.closed() => break,
            }
        }
        self.take(Input::Stop);
        self.finish(&out).await;
    }

    /// Lets sockets say goodbye, and tells the owner what it has room for.
    async fn finish(mut self, out: &mpsc::Sender<Output>) {
        while let Some(output) = self.waiting.pop_front() {
            if out.try_send(output).is_err() {
                break;
            }
        }
        let goodbye = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(FAREWELL, goodbye).await.is_err() {
            tracing::debug!("a socket did not close in time");
        }
    }

    fn take(&mut self, input: Input) {
        if let Input::Opened { .. } = input {
            self.connections.fetch_add(1, Ordering::Relaxed);
        }
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let now = Now { elapsed: self.started.elapsed(), wall: self.clock.now() };
            for action in self.machine.step(input, now) {
                inputs.extend(self.carry_out(action));
            }
        }
    }

    fn carry_out(&mut self, action: Action) -> Option<Input> {
        match action {
            Action::Dial { attempt, renew } => {
                tracing::debug!(attempt, "dialling");
                let account = Arc::clone(&self.account);
                let incoming = self.incoming.clone();
                let dial = socket::Dial { account, attempt, renew };
                self.socket = Some(Socket::open(dial, incoming, &mut self.tasks));
                None
            }
            Action::Send(frame) => self.send(frame),
            Action::Authorise => {
                self.authorise();
                None
            }
            Action::Close => {
                self.socket = None;
                None
            }
            Action::Tell(output) => {
                self.tell(output);
                None
            }
        }
    }

    /// A socket that does not take frames any more is as good as closed.
    fn send(&mut self, frame: ClientFrame) -> Option<Input> {
        let socket = self.socket.as_ref()?;
        let attempt = socket.attempt();
        if socket.send(Outgoing::Frame(frame)) {
            return None;
        }
        self.socket = None;
        Some(Input::Closed { attempt, code: None })
    }

    fn authorise(&mut self) {
        let Some(socket) = &self.socket else { return };
        let (attempt, outgoing) = (socket.attempt(), socket.outgoing());
        let (account, incoming) = (Arc::clone(&self.account), self.incoming.clone());
        let is_over = socket.is_over();
        self.tasks.spawn(async move {
            let work = socket::authorise(attempt, &account, &outgoing, &incoming);
            tokio::select! { () = work => {}, () = is_over.cancelled() => {} }
        });
    }

    /// Of several statuses in a row only the newest counts.
    fn tell(&mut self, output: Output) {
        if let (Output::Status(_), Some(last @ Output::Status(_))) =
            (&output, self.waiting.back_mut())
        {
            *last = output;
            return;
        }
        self.waiting.push_back(output);
    }
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}
