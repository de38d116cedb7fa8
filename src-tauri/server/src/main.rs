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

fn main() -> anyhow::Result<()> {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    with_one_memory_pool();
    run()
}

/// glibc gives each thread a pool of memory and keeps in it what was freed there: megabytes in all,
/// once readers that were away come back. With one pool the server is as large as what it holds. The
/// choice is read at the start of a program only, so this one starts itself anew in its place;
/// whoever sets the variable decides otherwise.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn with_one_memory_pool() {
    use std::{env, os::unix::process::CommandExt, process::Command};
    const POOLS: &str = "MALLOC_ARENA_MAX";
    if env::var_os(POOLS).is_none()
        && let Ok(own) = env::current_exe()
    {
        // It returns only when it failed, and then the server runs as it is.
        let _failed = Command::new(own).args(env::args_os().skip(1)).env(POOLS, "1").exec();
    }
}

#[tokio::main]
async fn run() -> anyhow::Result<()> {
    let filter = EnvFilter::builder()
        .with_env_var("TRAJECTORY_LOG")
        .try_from_env()
        .unwrap_or_else(|_| EnvFilter::new("info"));
    // What a model's server answers may hold a person's words.
    let filter = filter.add_directive("genai=off".parse()?);
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
