//! Does what the state machine says: one task per link owns the machine, its timer and its
//! connection, and hands the machine's outputs to the owner without ever letting a slow owner delay a
//! heartbeat.

mod carrier;
mod event_stream;
mod requests;
mod socket;

use crate::{
    Account, Output,
    machine::{Action, Input, Introduction, Machine, Now},
};
use carrier::{Carrier, Dial};
use protocol::{
    Channel, Clock, DeviceId,
    frame::{ClientFrame, Subscription},
};
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
            carriers: BTreeMap::new(),
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

    /// The machine has a network, perhaps another than before, or it has none.
    pub async fn network_changed(&self, is_up: bool) {
        self.wish(if is_up { Input::NetworkUp } else { Input::NetworkDown }).await;
    }

    /// Disconnects for good, and returns when the socket is closed.
    pub async fn stop(&self) {
        self.wish(Input::Stop).await;
        self.stopped.cancelled().await;
    }

    /// How many connections were made since the start.
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
    /// The connection by the number of its dial, and perhaps a second one that may replace it.
    carriers: BTreeMap<u64, Carrier>,
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
        let mut renewals = self.account.renewals();
        self.take(Input::Start);
        loop {
            let due = self.machine.next_deadline().map(|due| self.started + due);
            let takes = self.waiting.len() < WAITING_OUTPUTS && !self.machine.is_full();
            tokio::select! {
                wish = wished.recv() => match wish {
                    None | Some(Input::Stop) => break,
                    Some(wish) => self.take(wish),
                },
                Some(input) = arrived.recv(), if takes => self.take(input),
                permit = out.reserve(), if !self.waiting.is_empty() => {
                    let Ok(permit) = permit else { break };
                    if let Some(output) = self.waiting.pop_front() {
                        permit.send(output);
                    }
                }
                () = until(due), if due.is_some() => self.tick(!arrived.is_empty()),
                Ok(()) = renewals.changed() => self.take(Input::TokenRenewed),
                Some(_) = self.tasks.join_next(), if !self.tasks.is_empty() => {}
                () = out.closed() => break,
            }
        }
        self.take(Input::Stop);
        self.finish(&out).await;
    }

    /// What waits to be read because the owner is slow is a sign of life.
    fn tick(&mut self, is_something_unread: bool) {
        if is_something_unread {
            let attempts: Vec<u64> = self.carriers.keys().copied().collect();
            for attempt in attempts {
                self.take(Input::Heard { attempt });
            }
        }
        self.take(Input::Tick);
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
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            if let Input::Closed { attempt, .. } | Input::DialFailed { attempt, .. } = &input {
                self.carriers.remove(attempt);
            }
            let now = Now { elapsed: self.started.elapsed(), wall: self.clock.now() };
            for action in self.machine.step(input, now) {
                inputs.extend(self.carry_out(action));
            }
        }
    }

    fn carry_out(&mut self, action: Action) -> Option<Input> {
        match action {
            Action::Dial { attempt, transport, renew } => {
                tracing::debug!(attempt, ?transport, "dialling");
                let account = Arc::clone(&self.account);
                let dial = Dial { account, attempt, transport, renew };
                let carrier = Carrier::open(dial, self.incoming.clone(), &mut self.tasks);
                self.carriers.insert(attempt, carrier);
            }
            Action::Send { attempt, frame } => return self.send(attempt, frame),
            Action::Authorise { attempt } => self.authorise(attempt),
            Action::Close { attempt } => drop(self.carriers.remove(&attempt)),
            Action::Tell(output) => self.tell(output),
        }
        None
    }

    /// A connection that does not take frames any more is as good as closed.
    fn send(&mut self, attempt: u64, frame: ClientFrame) -> Option<Input> {
        let is_stuck = self.carriers.get(&attempt).is_some_and(|carrier| !carrier.send(frame));
        is_stuck.then_some(Input::Closed { attempt, code: None })
    }

    fn authorise(&mut self, attempt: u64) {
        let Some(carrier) = self.carriers.get(&attempt) else { return };
        let (outgoing, is_over) = (carrier.outgoing(), carrier.is_over());
        let (account, incoming) = (Arc::clone(&self.account), self.incoming.clone());
        self.tasks.spawn(async move {
            let work = carrier::authorise(attempt, &account, &outgoing, &incoming);
            is_over.run_until_cancelled(work).await;
        });
    }

    /// Of several statuses in a row only the newest counts, and an owner that takes nothing wants
    /// no log.
    fn tell(&mut self, output: Output) {
        match &output {
            Output::Ready { .. } => {
                self.connections.fetch_add(1, Ordering::Relaxed);
            }
            Output::Logged(_) if self.waiting.len() >= WAITING_OUTPUTS => return,
            _ => {}
        }
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
