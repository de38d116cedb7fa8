//! What a server is started with, and why it may not start.

use crate::{agent::Models, limits::Rate, storage::StorageError};
use db::Disk;
use protocol::{Clock, Ids, SystemClock, SystemIds};
use secrecy::SecretString;
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};
use thiserror::Error;

/// Between words that the built-in interviewer writes.
const PACE: Duration = Duration::from_millis(25);
/// Sockets of one person.
const CONNECTIONS: usize = 16;

/// Changes by one device.
const COMMANDS: Rate = Rate { per_minute: 600, burst: 200 };
/// How long an access token is good.
const ACCESS: Duration = Duration::from_hours(1);

/// What a server is started with.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Names besides the loopback ones that requests may call the server by, as in the `Host`
    /// header.
    pub hosts: Vec<String>,
    /// The folder of the database; made when missing.
    pub data: PathBuf,
    /// What the folder is on.
    pub disk: Disk,
    /// What the embedding program signs in with. Without it there are accounts with passwords.
    pub embedded_secret: Option<SecretString>,
    /// Between words that the built-in interviewer writes.
    pub pace: Duration,
    /// The language model that words the questions, if one is chosen.
    pub models: Models,
    /// Sockets that one person may have open at a time; one more is closed with 4504.
    pub connections: usize,
    /// How often one device may change something, on a server with accounts.
    pub commands: Rate,
    /// How long an access token is good.
    pub access: Duration,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn Ids>,
}

impl Config {
    /// A server for one program on this machine, on any free loopback port.
    pub fn embedded(data: PathBuf, secret: SecretString) -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self { embedded_secret: Some(secret), ..Self::shared(listen, data) }
    }

    /// A server for several people.
    pub fn shared(listen: SocketAddr, data: PathBuf) -> Self {
        Self {
            listen,
            hosts: Vec::new(),
            data,
            disk: Disk::files(),
            embedded_secret: None,
            pace: PACE,
            models: Models::default(),
            connections: CONNECTIONS,
            commands: COMMANDS,
            access: ACCESS,
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
        }
    }
}

/// Why a server does not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The folder cannot be made.
    #[error("the data folder cannot be made")]
    Folder(#[source] std::io::Error),
    /// The database cannot be opened.
    #[error("the server's database cannot be opened")]
    Storage(#[from] StorageError),
    /// The address cannot be listened on.
    #[error("the address cannot be listened on")]
    Listen(#[source] std::io::Error),
}
