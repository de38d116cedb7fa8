//! One real desktop without a window, in a process of its own: given orders, listened to, put to
//! sleep, killed and started again on the same folder.

mod cache;
mod record;

use crate::{
    process::{Process, program},
    server::Tops,
};
use anyhow::{Context, Result, bail};
pub(crate) use cache::{Cache, Effect, Step};
use faults::lines::{Line, Numbered, Order};
use protocol::{Command as Asked, Problem, Reply};
pub(crate) use record::{Life, Record};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{ChildStdin, Command},
    sync::Mutex,
    task::JoinHandle,
    time::timeout,
};
use url::Url;

/// How long an answer or an end may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// As whom and how a desktop works.
#[derive(Debug, Clone)]
pub(crate) struct Manner {
    /// The account's name.
    pub(crate) name: String,
    /// Its password.
    pub(crate) password: String,
    /// Where tokens are kept, as the desktop's option says it.
    pub(crate) secrets: &'static str,
    /// Variables of its environment, such as a session bus of its own.
    pub(crate) environment: Vec<(&'static str, String)>,
    /// Decides its delays.
    pub(crate) seed: u64,
}

/// A desktop that can be killed and started again.
#[derive(Debug)]
pub(crate) struct Desktop {
    process: Process,
    data: PathBuf,
    server: Url,
    manner: Manner,
    record: Arc<Record>,
    orders: Mutex<Option<ChildStdin>>,
    listening: Option<JoinHandle<()>>,
    asked: AtomicU64,
}

impl Desktop {
    /// A desktop that does not run yet.
    pub(crate) fn new(folder: &Path, server: Url, manner: Manner) -> Self {
        Self {
            process: Process::new(folder.join("desktop.log")),
            data: folder.join("desktop"),
            server,
            manner,
            record: Arc::default(),
            orders: Mutex::default(),
            listening: None,
            asked: AtomicU64::default(),
        }
    }

    /// The folder of its data.
    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// Its process.
    pub(crate) fn process(&mut self) -> &mut Process {
        &mut self.process
    }

    /// What it said, life by life.
    pub(crate) fn record(&self) -> &Arc<Record> {
        &self.record
    }

    /// Start it and wait until it runs, or says why not.
    pub(crate) async fn start(&mut self) -> Result<Result<(), Problem>> {
        let mut command = Command::new(program("headless-desktop")?);
        command
            .envs(self.manner.environment.iter().map(|(name, value)| (name, value)))
            .arg("--data")
            .arg(&self.data)
            .args(["--server", self.server.as_str()])
            .args(["--name", &self.manner.name, "--password", &self.manner.password])
            .args(["--secrets", self.manner.secrets, "--seed", &self.manner.seed.to_string()]);
        let child = self.process.start(&mut command)?;
        *self.orders.get_mut() = child.stdin.take();
        let output = child.stdout.take().context("its output is piped")?;
        self.record.begin();
        let record = Arc::clone(&self.record);
        let listening = tokio::spawn(async move {
            let mut lines = BufReader::new(output).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                match serde_json::from_str::<Line>(&line) {
                    Ok(line) => record.add(line),
                    // The last line of a process that was killed.
                    Err(_) => return,
                }
            }
        });
        self.listening = Some(listening);
        let started = timeout(PATIENCE, self.record.started()).await;
        started.with_context(|| format!("the desktop does not start: {}", self.process.said()))
    }

    /// Start it; it must run.
    pub(crate) async fn run(&mut self) -> Result<()> {
        self.start().await?.context("the desktop does not start")
    }

    /// Carry a command out, as its window would ask.
    pub(crate) async fn ask(&self, command: Asked) -> Result<Result<Reply, Problem>> {
        self.order(Order::Dispatch(Box::new(command))).await
    }

    /// Try now, as somebody who looks at the window would ask.
    pub(crate) async fn retry_now(&self) -> Result<()> {
        self.ask(Asked::RetryNow).await?.context("it can always be asked to try")?;
        Ok(())
    }

    /// Show a time of day that is so many seconds off.
    pub(crate) async fn shift_clock(&self, seconds: i64) -> Result<()> {
        self.order(Order::Clock(seconds)).await?.context("a clock can be shifted")?;
        Ok(())
    }

    async fn order(&self, order: Order) -> Result<Result<Reply, Problem>> {
        let n = self.send(order).await?;
        let answer = timeout(PATIENCE, self.record.answer(n)).await;
        answer.with_context(|| format!("the desktop does not answer: {}", self.process.said()))
    }

    /// Ask without waiting for the answer; gives its number.
    async fn send(&self, order: Order) -> Result<u64> {
        let n = self.asked.fetch_add(1, Ordering::Relaxed);
        let line = serde_json::to_string(&Numbered { n, order })?;
        let mut orders = self.orders.lock().await;
        let orders = orders.as_mut().context("the desktop runs")?;
        orders.write_all(format!("{line}\n").as_bytes()).await?;
        Ok(n)
    }

    /// `kill -9`; what it had written is heard to its end.
    pub(crate) async fn kill(&mut self) -> Result<()> {
        self.process.kill().await?;
        *self.orders.get_mut() = None;
        self.listened().await?;
        self.record.killed();
        Ok(())
    }

    /// End it in good order.
    pub(crate) async fn stop(&mut self) -> Result<()> {
        self.send(Order::Stop).await?;
        let ended = timeout(PATIENCE, self.process.ended()).await;
        if !ended.context("the desktop does not end")?? {
            bail!("the desktop ended badly: {}", self.process.said());
        }
        *self.orders.get_mut() = None;
        self.listened().await
    }

    async fn listened(&mut self) -> Result<()> {
        if let Some(listening) = self.listening.take() {
            listening.await?;
        }
        Ok(())
    }

    /// Where each channel stands in its cache; absent while it has none.
    pub(crate) fn places(&self) -> Result<Option<Tops>> {
        cache::places(&self.data)
    }

    /// What is in its cache; absent while it has none.
    pub(crate) fn cache(&self) -> Result<Option<Cache>> {
        cache::read(&self.data)
    }

    /// The file of its cache; absent while it has none.
    pub(crate) fn cache_file(&self) -> Result<Option<PathBuf>> {
        cache::file(&self.data)
    }

    /// From now on its cache itself notes every step of every position, in the transaction of that
    /// step. Says whether there is a cache yet.
    pub(crate) fn keep_journal(&self) -> Result<bool> {
        cache::keep_journal(&self.data)
    }
}
