//! The simulated server machine: keeps the real server running, through stops, crashes and the day
//! on which somebody puts an old copy of its database back.

use super::secret;
use super::{
    chance::Chance,
    clock::WallClock,
    disk::MachineDisk,
    life::Life,
    network::{Network, Up},
};
use crate::CountingIds;
use db::Image;
use server::{Config, Server};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::mpsc;

/// Where requests are addressed to.
pub(crate) const ADDRESS: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 4_000);
const FOLDER: &str = "server";
const FILE: &str = "server/server.db";
/// Copies kept.
const COPIES: usize = 3;

/// What may be done to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// End it in good order and start it again.
    Restart,
    /// End it as a crash does, wherever it is, and start it again.
    Crash,
    /// End it, put an old copy of its database back, and start it again.
    Restore,
}

/// The machine.
#[derive(Debug)]
pub(crate) struct Backend {
    pub(crate) disk: Arc<MachineDisk>,
    pub(crate) clock: Arc<WallClock>,
    network: Arc<Network>,
    chance: Chance,
    ids: Arc<CountingIds>,
    copies: Mutex<Vec<Image>>,
    orders: mpsc::Sender<Order>,
}

impl Backend {
    /// A machine on which the server runs from now on, and the task that keeps it running.
    pub(crate) fn new(
        network: Arc<Network>,
        disk: Arc<MachineDisk>,
        clock: WallClock,
        chance: Chance,
    ) -> Arc<Self> {
        let (orders, given) = mpsc::channel(8);
        let backend = Arc::new(Self {
            disk,
            clock: Arc::new(clock),
            network,
            chance,
            ids: Arc::new(CountingIds::new("server")),
            copies: Mutex::default(),
            orders,
        });
        tokio::spawn(Arc::clone(&backend).keep(given));
        backend
    }

    pub(crate) async fn order(&self, order: Order) {
        // The task that takes them lives as long as the world.
        let _taken = self.orders.send(order).await;
    }

    /// Keep a copy of the database as it is, every now and then.
    pub(crate) fn copy_at_times(&self, chance: &Chance) {
        if chance.one_in(4)
            && let Ok(Some(image)) = self.disk.memory().image(Path::new(FILE))
        {
            let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
            if copies.len() == COPIES {
                copies.remove(0);
            }
            copies.push(image);
        }
    }

    async fn keep(self: Arc<Self>, mut orders: mpsc::Receiver<Order>) {
        loop {
            let life = Life::default();
            let Some(server) = self.start(&life).await else {
                tokio::time::sleep(self.chance.millis(0..3_000)).await;
                continue;
            };
            let order = tokio::select! {
                biased;
                () = life.over() => Order::Crash,
                order = orders.recv() => match order {
                    Some(order) => order,
                    None => return,
                },
            };
            self.end(order, &life, server).await;
            let down = if self.chance.one_in(6) { 5_000..90_000 } else { 0..4_000 };
            tokio::time::sleep(self.chance.millis(down)).await;
        }
    }

    /// `None` when it crashed on the way.
    async fn start(&self, life: &Life) -> Option<Arc<Server>> {
        let config = Config {
            listen: ADDRESS,
            disk: self.disk.of(life),
            clock: Arc::<WallClock>::clone(&self.clock),
            ids: Arc::<CountingIds>::clone(&self.ids),
            pace: Duration::from_millis(if self.chance.one_in(5) { 30 } else { 2 }),
            ..Config::embedded(PathBuf::from(FOLDER), secret())
        };
        let (server, router) = match life.until_over(server::start_inside(config)).await? {
            Ok(started) => started,
            Err(error) => {
                self.network.ledger.fault(format!("the server does not start: {error}"));
                return None;
            }
        };
        let server = Arc::new(server);
        let up = Up { life: life.clone(), server: Arc::clone(&server), router };
        self.network.set_up(Some(up));
        self.network.tally.count("starts of the server");
        Some(server)
    }

    async fn end(&self, order: Order, life: &Life, server: Arc<Server>) {
        self.network.set_up(None);
        if order == Order::Crash {
            if !life.is_over() {
                self.network.tally.count("crash of the server: anywhere");
                life.end();
            }
            return;
        }
        // Requests under way may hold it a little longer.
        let stopping = async {
            let mut server = server;
            loop {
                match Arc::try_unwrap(server) {
                    Ok(server) => return server.stop().await,
                    Err(held) => server = held,
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        life.until_over(stopping).await;
        life.end();
        self.network.tally.count("stops of the server");
        if order == Order::Restore {
            self.restore();
        }
    }

    fn restore(&self) {
        let copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        if !copies.is_empty() {
            let image = self.chance.pick(&copies);
            self.disk.memory().put(Path::new(FILE), image).expect("a copy is a database");
            self.network.tally.count("old copies of the server's database put back");
        }
    }
}
