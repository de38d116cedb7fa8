//! One simulated desktop machine: its disk, its keyring, its line and its clock, and the runs of the
//! real engine on it, one after the other.

use super::secret;
use super::{
    backend::ADDRESS,
    chance::Chance,
    clock::WallClock,
    disk::MachineDisk,
    life::Life,
    line::Line,
    network::{Connection, Network},
    screen::Screen,
};
use crate::{CountingIds, QuietHost};
use async_trait::async_trait;
use engine::{Config, Engine, Ports};
use link::{Identity, MemorySecrets, SecretError, SecretStore};
use protocol::{Command, Problem, Reply};
use secrecy::SecretString;
use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// Draws behind the interval of η: nobody looks at it here.
const DRAWS: usize = 16;
/// No command takes longer: none waits for the network.
const PATIENCE: Duration = Duration::from_mins(5);

/// One run of the engine.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) life: Life,
    pub(crate) engine: Arc<Engine>,
    pub(crate) screen: Arc<Screen>,
}

/// The machine.
#[derive(Debug)]
pub(crate) struct Machine {
    pub(crate) name: &'static str,
    pub(crate) disk: Arc<MachineDisk>,
    pub(crate) line: Arc<Line>,
    pub(crate) clock: Arc<WallClock>,
    network: Arc<Network>,
    chance: Chance,
    ids: Arc<CountingIds>,
    secrets: Arc<MemorySecrets>,
    run: Mutex<Option<Run>>,
    quits: AtomicBool,
}

impl Machine {
    pub(crate) fn new(
        name: &'static str,
        network: Arc<Network>,
        disk: Arc<MachineDisk>,
        (line, clock): (Line, WallClock),
        chance: Chance,
    ) -> Arc<Self> {
        Arc::new(Self {
            name,
            disk,
            line: Arc::new(line),
            clock: Arc::new(clock),
            network,
            chance,
            ids: Arc::new(CountingIds::new(name)),
            secrets: Arc::default(),
            run: Mutex::default(),
            quits: AtomicBool::new(false),
        })
    }

    /// The folder of its data.
    pub(crate) fn folder(&self) -> PathBuf {
        PathBuf::from(self.name)
    }

    /// The engine as it runs now; `None` while the machine or the program is down.
    pub(crate) fn run(&self) -> Option<Run> {
        let run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        run.clone().filter(|run| !run.life.is_over())
    }

    /// Keep the program running, whatever happens to it.
    pub(crate) async fn keep(self: Arc<Self>) {
        loop {
            let life = Life::default();
            if let Some(run) = self.start(&life).await {
                *self.run.lock().unwrap_or_else(PoisonError::into_inner) = Some(run);
                life.over().await;
                let run = self.run.lock().unwrap_or_else(PoisonError::into_inner).take();
                drop(run);
            }
            if !self.quits.swap(false, Ordering::Relaxed) && self.chance.one_in(3) {
                self.disk.lose_power();
            }
            let down = if self.chance.one_in(5) { 10_000..100_000 } else { 100..3_000 };
            tokio::time::sleep(self.chance.millis(down)).await;
        }
    }

    /// Quit in good order; the program starts again after a while.
    pub(crate) async fn quit(&self) {
        if let Some(run) = self.run() {
            let stopped = run.life.until_over(run.engine.stop()).await;
            self.quits.store(stopped.is_some(), Ordering::Relaxed);
            // What was closed in good order is on the disk.
            self.disk.press();
            run.life.end();
            self.line.tally.count("desktops quit in good order");
        }
    }

    async fn start(&self, life: &Life) -> Option<Run> {
        let config = Config {
            data: self.folder(),
            disk: self.disk.of(life),
            server: format!("http://{ADDRESS}").parse().expect("an address makes a URL"),
            identity: Identity::Account { name: "person".to_owned(), password: secret() },
            client: "desktop/simulated".to_owned(),
        };
        let network = Connection {
            network: Arc::clone(&self.network),
            line: Arc::clone(&self.line),
            life: life.clone(),
        };
        let ports = Ports {
            network: Arc::new(network),
            secrets: Arc::new(Keyring { secrets: Arc::clone(&self.secrets), life: life.clone() }),
            host: Arc::new(QuietHost::new(self.folder())),
            clock: Arc::<WallClock>::clone(&self.clock),
            ids: Arc::<CountingIds>::clone(&self.ids),
            seed: self.chance.seed(),
            draws: DRAWS,
        };
        let engine = match life.until_over(Engine::start(config, ports)).await? {
            Ok(engine) => Arc::new(engine),
            Err(error) => {
                self.network.ledger.fault(format!("{} does not start: {error}", self.name));
                return None;
            }
        };
        let screen = Screen::watch(&engine, life, Arc::clone(&self.line.tally));
        Some(Run { life: life.clone(), engine, screen })
    }

    /// Carry a command out; `None` when the program is not there or crashes meanwhile.
    pub(crate) async fn ask(&self, command: Command) -> Option<Result<Reply, Problem>> {
        let run = self.run()?;
        let name = format!("{command:?}");
        let asking = tokio::time::timeout(PATIENCE, run.engine.dispatch(command));
        let answer = run.life.until_over(asking).await?;
        if answer.is_err() {
            let name: String = name.chars().take(60).collect();
            self.network.ledger.fault(format!("{} does not answer: {name}", self.name));
        }
        answer.ok()
    }
}

/// The system's keyring as one run sees it.
#[derive(Debug)]
struct Keyring {
    secrets: Arc<MemorySecrets>,
    life: Life,
}

#[async_trait]
impl SecretStore for Keyring {
    async fn get(&self, name: &str) -> Result<Option<SecretString>, SecretError> {
        self.life.during(self.secrets.get(name)).await
    }

    async fn set(&self, name: &str, value: SecretString) -> Result<(), SecretError> {
        self.life.during(self.secrets.set(name, value)).await
    }

    async fn delete(&self, name: &str) -> Result<(), SecretError> {
        self.life.during(self.secrets.delete(name)).await
    }
}
