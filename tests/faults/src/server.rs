//! One real server: `trajectory-server` in a process of its own, with its folder, always at the same
//! address, and what is in its database.

mod log;

use crate::process::{Process, program};
use anyhow::{Context, Result, bail};
pub use log::{Log, Logged, Tops};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{net::TcpStream, process::Command, time::Instant};

/// How long a start may take.
const PATIENCE: Duration = Duration::from_mins(1);
const GLANCE: Duration = Duration::from_millis(10);

/// What a server is told at its start, besides where.
#[derive(Debug, Clone, Default)]
pub struct Extras(pub Vec<String>);

/// A server that can be killed and started again.
#[derive(Debug)]
pub struct Server {
    process: Process,
    data: PathBuf,
    address: SocketAddr,
    arguments: Vec<String>,
}

impl Server {
    /// A server that does not run yet.
    pub fn new(folder: &Path, Extras(arguments): Extras) -> Result<Self> {
        // A port that was free a moment ago; it stays the server's for the whole run.
        let free = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        Ok(Self {
            process: Process::new(folder.join("server.log")),
            data: folder.join("server"),
            address: free.local_addr()?,
            arguments,
        })
    }

    /// Where it answers, when it does.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The folder of its database.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Its process.
    pub fn process(&mut self) -> &mut Process {
        &mut self.process
    }

    /// One more name that it may be called by.
    pub fn also_called(&mut self, address: SocketAddr) {
        self.arguments.extend(["--host".to_owned(), address.to_string()]);
    }

    /// Start it and wait until it answers.
    pub async fn start(&mut self) -> Result<()> {
        self.begin()?;
        let until = Instant::now() + PATIENCE;
        while TcpStream::connect(self.address).await.is_err() {
            if Instant::now() > until {
                bail!("the server does not answer: {}", self.process.said());
            }
            tokio::time::sleep(GLANCE).await;
        }
        Ok(())
    }

    /// Start it without waiting.
    pub fn begin(&mut self) -> Result<()> {
        let mut command = Command::new(program("trajectory-server")?);
        command
            .arg("--listen")
            .arg(self.address.to_string())
            .arg("--data")
            .arg(&self.data)
            .args(&self.arguments)
            .env("TRAJECTORY_LOG", "info,tower_http=warn")
            // Faults come quicker than people.
            .env("TRAJECTORY_COMMANDS_PER_MINUTE", "0");
        let child = self.process.start(&mut command)?;
        // It reads nothing and says nothing there.
        drop(child.stdin.take());
        drop(child.stdout.take());
        Ok(())
    }

    /// `kill -9`, and start again.
    pub async fn restart(&mut self) -> Result<()> {
        self.process.kill().await?;
        self.start().await
    }

    /// What is wrong with its database file, if anything is.
    pub fn damage(&self) -> Result<Option<String>> {
        log::damage(&self.data.join("server.db"))
    }

    /// Where each channel stands.
    pub fn tops(&self) -> Result<Tops> {
        log::tops(&self.data.join("server.db")).context("the server's channels can be read")
    }

    /// What is in its log and where each channel stands.
    pub fn log(&self) -> Result<Log> {
        log::read(&self.data.join("server.db")).context("the server's log can be read")
    }
}
