//! A desktop without a window: the real engine on a folder of its own. It takes orders as lines of
//! JSON and writes what it applied and announced as lines of JSON; see `faults::lines`.

mod applied;
mod clock;
mod secrets;

use anyhow::{Context, Result};
use clap::Parser;
use clock::ShiftedClock;
use engine::{Config, Disk, Engine, Ports};
use faults::lines::{Line, Numbered, Order};
use link::{Identity, Network};
use protocol::{Problem, Reply, SystemIds};
use secrets::Kind;
use std::{io::Write, path::PathBuf, sync::Arc};
use testkit::QuietHost;
use tokio::io::{AsyncBufReadExt, BufReader, Lines, Stdin};
use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};
use url::Url;

/// The interval of η is not what is looked at here.
const DRAWS: usize = 64;

/// A desktop without a window.
#[derive(Debug, Parser)]
struct Options {
    /// The folder of its data.
    #[arg(long)]
    data: PathBuf,
    /// Where the server is, or what stands before it.
    #[arg(long)]
    server: Url,
    /// The account's name.
    #[arg(long)]
    name: String,
    /// The account's password.
    #[arg(long)]
    password: String,
    /// Where tokens are kept.
    #[arg(long, value_enum, default_value_t = Kind::File)]
    secrets: Kind,
    /// Decides delays.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let told = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(std::io::stderr);
    let level = EnvFilter::builder()
        .with_env_var("TRAJECTORY_LOG")
        .try_from_env()
        .unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::registry()
        .with(applied::Saying.with_filter(applied::only()))
        .with(told.with_filter(level))
        .init();
    let options = Options::parse();
    let clock = Arc::new(ShiftedClock::default());
    let engine = match start(&options, Arc::clone(&clock)).await {
        Ok(engine) => Arc::new(engine),
        Err(problem) => {
            say(&Line::Failed { problem });
            return Ok(());
        }
    };
    say(&Line::Started { pid: std::process::id() });
    let mut heard = engine.subscribe();
    let telling = tokio::spawn(async move {
        while let Some(announcement) = heard.next().await {
            say(&Line::Told(Box::new(announcement)));
        }
    });
    let orders = BufReader::new(tokio::io::stdin()).lines();
    obey(orders, &engine, &clock).await?;
    engine.stop().await;
    telling.await.context("the listener ends with the engine")
}

async fn start(options: &Options, clock: Arc<ShiftedClock>) -> Result<Engine, Problem> {
    let config = Config {
        data: options.data.clone(),
        disk: Disk::files(),
        server: options.server.clone(),
        identity: Identity::Account {
            name: options.name.clone(),
            password: options.password.clone().into(),
        },
        client: "desktop/faults".to_owned(),
    };
    let ports = Ports {
        network: Arc::new(Network::new(&options.server)),
        secrets: options.secrets.open(&options.data).await,
        host: Arc::new(QuietHost::new(options.data.clone())),
        clock,
        ids: Arc::new(SystemIds),
        seed: options.seed,
        draws: DRAWS,
    };
    Engine::start(config, ports).await.map_err(Problem::from)
}

/// Until told to stop, or nobody gives orders any more.
async fn obey(
    mut orders: Lines<BufReader<Stdin>>,
    engine: &Arc<Engine>,
    clock: &ShiftedClock,
) -> Result<()> {
    while let Some(line) = orders.next_line().await? {
        let Numbered { n, order } = serde_json::from_str(&line)?;
        match order {
            Order::Dispatch(command) => {
                let engine = Arc::clone(engine);
                tokio::spawn(async move {
                    let result = engine.dispatch(*command).await;
                    say(&Line::Answer { n, result });
                });
            }
            Order::Clock(seconds) => {
                clock.shift(seconds);
                say(&Line::Answer { n, result: Ok(Reply::Done) });
            }
            Order::Stop => break,
        }
    }
    Ok(())
}

/// One line, whole, whoever else speaks.
fn say(line: &Line) {
    let mut text = serde_json::to_string(line).expect("every line has a JSON form");
    text.push('\n');
    // Whoever listened may have gone.
    std::io::stdout().lock().write_all(text.as_bytes()).ok();
}
