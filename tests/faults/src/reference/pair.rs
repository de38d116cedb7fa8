//! A Socket.IO server and its client in processes of their own, with the proxy between them, and
//! what each of them wrote down.

use super::Measured;
use crate::{
    process::Process,
    proxy::{Proxy, Weather},
    verdict::Tally,
    world::CHANGES,
};
use anyhow::{Context, Result, bail, ensure};
use reqwest::Client as Http;
use serde::Deserialize;
use std::{
    collections::BTreeSet,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{ChildStdin, Command},
    task::JoinHandle,
    time::{Instant, sleep, sleep_until},
};

/// How the packet of an event begins.
pub(super) const EVENT: &[u8] = b"42[\"event\"";
const PATIENCE: Duration = Duration::from_mins(2);
const GLANCE: Duration = Duration::from_millis(50);
const PAUSE: Duration = Duration::from_millis(20);
/// Between two marks that show that nothing more comes.
const MARK: Duration = Duration::from_millis(500);

/// A line of either process.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Line {
    got: Option<u64>,
    connected: bool,
    sent: bool,
}

#[derive(Debug, Default)]
struct Heard {
    got: Vec<u64>,
    connected: u64,
    sent: bool,
}

type Shared = Arc<Mutex<Heard>>;

fn with<T>(heard: &Shared, look: impl FnOnce(&mut Heard) -> T) -> T {
    look(&mut heard.lock().unwrap_or_else(PoisonError::into_inner))
}

/// One of the two programs.
#[derive(Debug)]
pub(super) struct Side {
    process: Process,
    script: &'static str,
    argument: String,
    input: Option<ChildStdin>,
    heard: Shared,
}

impl Side {
    fn new(script: &'static str, argument: String, log: PathBuf) -> Self {
        Self { process: Process::new(log), script, argument, input: None, heard: Shared::default() }
    }

    pub(super) fn process(&self) -> &Process {
        &self.process
    }

    fn start(&mut self) -> Result<()> {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/socketio"));
        ensure!(folder.join("node_modules").exists(), "`make faults` installs Socket.IO");
        let mut command = Command::new("node");
        let child =
            self.process.start(command.arg(folder.join(self.script)).arg(&self.argument))?;
        self.input = child.stdin.take();
        let output = child.stdout.take().context("its output is piped")?;
        let heard = Arc::clone(&self.heard);
        tokio::spawn(async move {
            let mut lines = BufReader::new(output).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                let Ok(line) = serde_json::from_str::<Line>(&line) else { continue };
                with(&heard, |heard| {
                    heard.got.extend(line.got);
                    heard.connected += u64::from(line.connected);
                    heard.sent |= line.sent;
                });
            }
        });
        Ok(())
    }

    /// The client sends changes, spread over this time.
    pub(super) async fn send_changes(&mut self, lasting: Duration) -> Result<()> {
        let input = self.input.as_mut().context("it runs")?;
        let began = Instant::now();
        for number in 1..=CHANGES {
            input.write_all(format!("{number}\n").as_bytes()).await?;
            let due = lasting * u32::try_from(number)? / u32::try_from(CHANGES)?;
            sleep_until(began + due).await;
        }
        Ok(())
    }

    async fn until(&self, what: &str, seen: impl Fn(&Heard) -> bool) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        while !with(&self.heard, |heard| seen(heard)) {
            if Instant::now() > until {
                bail!("{} never {what}: {}", self.script, self.process.said());
            }
            sleep(GLANCE).await;
        }
        Ok(())
    }
}

/// Both, and the line between them.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) proxy: Proxy,
    pub(super) client: Side,
    server: Side,
    address: SocketAddr,
    http: Http,
    counts_changes: bool,
}

impl Pair {
    pub(super) async fn start(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let free = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = free.local_addr()?;
        drop(free);
        let port = address.port().to_string();
        let server = Side::new("server.mjs", port, folder.join("server.log"));
        let proxy = Proxy::start(address).await?;
        let url = format!("http://{}", proxy.address());
        let client = Side::new("client.mjs", url, folder.join("client.log"));
        rustls::crypto::ring::default_provider().install_default().ok();
        let http = Http::builder().no_proxy().timeout(Duration::from_secs(5)).build()?;
        let mut pair = Self { proxy, client, server, address, http, counts_changes: false };
        pair.server.start()?;
        pair.until_served().await?;
        pair.client.start()?;
        pair.client.until("connected", |heard| heard.connected > 0).await?;
        Ok(pair)
    }

    async fn until_served(&self) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        while tokio::net::TcpStream::connect(self.address).await.is_err() {
            ensure!(Instant::now() < until, "it does not answer: {}", self.server.process.said());
            sleep(GLANCE).await;
        }
        Ok(())
    }

    /// Start emitting events, spread over this time.
    pub(super) fn emit(&self, lasting: Duration) -> JoinHandle<Result<()>> {
        let (http, address) = (self.http.clone(), self.address);
        tokio::spawn(async move {
            let began = Instant::now();
            for number in 1..=CHANGES {
                emit(&http, address, number).await?;
                let due = lasting * u32::try_from(number)? / u32::try_from(CHANGES)?;
                sleep_until(began + due).await;
            }
            Ok(())
        })
    }

    pub(super) async fn restart_server(&mut self) -> Result<()> {
        self.server.process.kill().await?;
        self.server.start()?;
        self.until_served().await
    }

    pub(super) async fn restart_client(&mut self) -> Result<()> {
        self.client.process.kill().await?;
        self.client.start()
    }

    /// The client's changes are what counts.
    pub(super) fn count_changes(&mut self) {
        self.counts_changes = true;
    }

    /// Wait until nothing more comes, and count. Who never gets to the end is counted as it is.
    pub(super) async fn end(mut self) -> Result<Measured> {
        self.proxy.weather(Weather::FAIR);
        let cuts = self.proxy.cuts();
        let (finished, receiver) = if self.counts_changes {
            (self.until_sent().await, &self.server)
        } else {
            (self.until_marked().await?, &self.client)
        };
        let got = with(&receiver.heard, |heard| heard.got.clone());
        self.client.process.kill().await?;
        self.server.process.kill().await?;
        Ok(Measured { tally: judge(&got), cuts, unfinished: u64::from(!finished) })
    }

    /// Whether the client says that everything was acknowledged, before nothing comes for so long
    /// that nothing more will.
    async fn until_sent(&self) -> bool {
        let come = || with(&self.server.heard, |heard| heard.got.len());
        let (mut before, mut since) = (come(), Instant::now());
        while since.elapsed() < PATIENCE {
            if with(&self.client.heard, |heard| heard.sent) {
                return true;
            }
            sleep(GLANCE).await;
            if come() != before {
                (before, since) = (come(), Instant::now());
            }
        }
        false
    }

    /// Events keep their order, so one that was emitted last shows that those before it have come
    /// or never will. Whether it came.
    async fn until_marked(&self) -> Result<bool> {
        let until = Instant::now() + PATIENCE;
        for mark in (CHANGES + 1..).take_while(|_| Instant::now() < until) {
            emit(&self.http, self.address, mark).await?;
            sleep(MARK).await;
            if with(&self.client.heard, |heard| heard.got.iter().any(|got| *got > CHANGES)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

async fn emit(http: &Http, address: SocketAddr, number: u64) -> Result<()> {
    let until = Instant::now() + PATIENCE;
    loop {
        let sent = http.post(format!("http://{address}/emit?n={number}")).send().await;
        if sent.is_ok_and(|answer| answer.status().is_success()) {
            return Ok(());
        }
        ensure!(Instant::now() < until, "the server never comes back");
        sleep(PAUSE).await;
    }
}

fn judge(got: &[u64]) -> Tally {
    let mut tally = Tally { sent: CHANGES, ..Tally::default() };
    let mut seen = BTreeSet::new();
    let mut newest = 0;
    for number in got.iter().copied().filter(|number| *number <= CHANGES) {
        if !seen.insert(number) {
            tally.duplicated += 1;
        } else if number < newest {
            tally.out_of_order += 1;
        }
        newest = newest.max(number);
    }
    tally.missing = CHANGES - u64::try_from(seen.len()).unwrap_or(0);
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_lost_doubled_or_swapped_is_counted() {
        let all: Vec<u64> = (1..=CHANGES).collect();
        let clean = Tally { sent: CHANGES, ..Tally::default() };
        assert_eq!(judge(&all), clean);
        assert_eq!(judge(&all[3..]), Tally { missing: 3, ..clean });
        assert_eq!(judge(&[&all[..5], &all[2..]].concat()), Tally { duplicated: 3, ..clean });
        let swapped = [&all[1..2], &all[..1], &all[2..]].concat();
        assert_eq!(judge(&swapped), Tally { out_of_order: 1, ..clean });
    }
}
