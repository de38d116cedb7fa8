//! A session bus of its own, with or without the system's keyring on it.

use crate::process::Process;
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::Command,
    time::{Instant, sleep},
};

const DAEMON: &str = "gnome-keyring-daemon";
const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE: Duration = Duration::from_millis(50);

/// A bus on which nothing is started on demand.
const CONFIGURATION: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"#;

/// Whether this machine has what it takes.
pub(super) fn is_there() -> bool {
    let named = |name: &str| Path::new("/usr/bin").join(name).exists();
    named(DAEMON) && named("dbus-daemon") && named("dbus-send")
}

/// A session bus. Everything on it ends when it is dropped.
#[derive(Debug)]
pub(super) struct Bus {
    address: String,
    home: PathBuf,
    keyring: Process,
    _daemon: Process,
}

impl Bus {
    /// Nobody is on it.
    pub(super) async fn alone(folder: &Path) -> Result<Self> {
        let home = folder.join("home");
        fs::create_dir_all(&home)?;
        let configuration = home.join("bus.conf");
        fs::write(&configuration, CONFIGURATION)?;
        let mut daemon = Process::new(folder.join("bus.log"));
        let child = daemon.start(
            Command::new("dbus-daemon")
                .arg(format!("--config-file={}", configuration.display()))
                .args(["--print-address=1", "--nofork"]),
        )?;
        let output = child.stdout.take().context("its output is piped")?;
        let address = BufReader::new(output).lines().next_line().await?;
        let address = address.context("a bus says its address")?;
        let keyring = Process::new(folder.join("keyring.log"));
        Ok(Self { address, home, keyring, _daemon: daemon })
    }

    /// A keyring that works.
    pub(super) async fn with_keyring(folder: &Path) -> Result<Self> {
        let mut bus = Self::alone(folder).await?;
        bus.start_keyring(true).await?;
        Ok(bus)
    }

    /// A keyring whose password nobody types.
    pub(super) async fn with_locked_keyring(folder: &Path) -> Result<Self> {
        let mut bus = Self::with_keyring(folder).await?;
        bus.keyring.kill().await?;
        bus.start_keyring(false).await?;
        Ok(bus)
    }

    /// The variables that lead to it.
    pub(super) fn environment(&self) -> Vec<(&'static str, String)> {
        let home = self.home.display().to_string();
        vec![
            ("DBUS_SESSION_BUS_ADDRESS", self.address.clone()),
            ("HOME", home.clone()),
            ("XDG_RUNTIME_DIR", home.clone()),
            ("XDG_DATA_HOME", home),
        ]
    }

    async fn start_keyring(&mut self, unlocked: bool) -> Result<()> {
        let mut command = Command::new(DAEMON);
        command.args(["--foreground", "--components=secrets"]).envs(self.environment());
        if unlocked {
            command.arg("--unlock");
        }
        let child = self.keyring.start(&mut command)?;
        let mut input = child.stdin.take().context("its input is piped")?;
        if unlocked {
            input.write_all(b"a password of the keyring").await?;
        }
        drop(input);
        drop(child.stdout.take());
        self.until_there().await
    }

    async fn until_there(&self) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        loop {
            let asked = Command::new("dbus-send")
                .envs(self.environment())
                .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"])
                .args(["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"])
                .output()
                .await?;
            if String::from_utf8_lossy(&asked.stdout).contains("true") {
                return Ok(());
            }
            if Instant::now() > until {
                bail!("the keyring does not come: {}", self.keyring.said());
            }
            sleep(GLANCE).await;
        }
    }
}
