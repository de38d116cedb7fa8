//! Runs the server as a program until it is told to stop.

use clap::Parser;
use server::{Config, Rate};
use std::{net::SocketAddr, path::PathBuf, time::Duration};
use tracing_subscriber::EnvFilter;

/// The realtime backend of TrajectoryOS.
#[derive(Debug, Parser)]
#[command(name = "trajectory-server", version)]
struct Options {
    /// Where to listen.
    #[arg(long, env = "TRAJECTORY_LISTEN", default_value = "127.0.0.1:4870")]
    listen: SocketAddr,
    /// The folder of the database.
    #[arg(long, env = "TRAJECTORY_DATA", default_value = "trajectory-data")]
    data: PathBuf,
    /// A name that requests may call the server by, with its port unless that is the usual one.
    #[arg(long = "host", env = "TRAJECTORY_HOSTS", value_delimiter = ',')]
    hosts: Vec<String>,
    /// How many sockets one person may have open at a time, 16 unless it says otherwise.
    #[arg(long, env = "TRAJECTORY_CONNECTIONS")]
    connections: Option<usize>,
    /// How many changes one device may make in a minute, 600 unless it says otherwise; 0 for any
    /// number.
    #[arg(long, env = "TRAJECTORY_COMMANDS_PER_MINUTE")]
    commands_per_minute: Option<u32>,
    /// How many seconds an access token is good, 3,600 unless it says otherwise.
    #[arg(long, env = "TRAJECTORY_TOKEN_SECONDS")]
    token_seconds: Option<u64>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::builder()
        .with_env_var("TRAJECTORY_LOG")
        .try_from_env()
        .unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).init();
    let options = Options::parse();
    let usual = Config::shared(options.listen, options.data);
    let per_minute = options.commands_per_minute.unwrap_or(usual.commands.per_minute);
    let config = Config {
        hosts: options.hosts,
        connections: options.connections.unwrap_or(usual.connections),
        commands: Rate { per_minute, ..usual.commands },
        access: options.token_seconds.map_or(usual.access, Duration::from_secs),
        ..usual
    };
    let server = server::start(config).await?;
    wait_for_the_end().await?;
    server.stop().await;
    Ok(())
}

#[cfg(unix)]
async fn wait_for_the_end() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        ended = tokio::signal::ctrl_c() => ended?,
        _ = terminated.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn wait_for_the_end() -> anyhow::Result<()> {
    Ok(tokio::signal::ctrl_c().await?)
}
