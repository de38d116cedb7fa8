//! A machine for one test: a display with a window manager, a session bus, a home folder, and on
//! request a keyring and a tray. Nothing of the real session is seen or touched.

use crate::{
    process::Process,
    program,
    tray::{self, Tray},
    until,
};
use anyhow::{Context, Result};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// What the machine has beside display and bus.
#[derive(Debug, Clone, Copy)]
pub struct With {
    /// An unlocked keyring.
    pub keyring: bool,
    /// A tray.
    pub tray: bool,
}

impl With {
    /// A usual desktop.
    pub const ALL: Self = Self { keyring: true, tray: true };
    /// Neither keyring nor tray.
    pub const NOTHING: Self = Self { keyring: false, tray: false };
}

/// A bus without programs to start on demand: what is not started here is not there.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"#;

/// One machine. Everything ends and is removed when it is dropped.
#[derive(Debug)]
pub struct Surroundings {
    // In the order in which they end.
    tray: Option<Tray>,
    bus: zbus::Connection,
    bus_address: String,
    display: String,
    processes: Vec<Process>,
    variables: Vec<(&'static str, String)>,
    home: TempDir,
}

impl Surroundings {
    /// Starts the machine.
    pub async fn start(with: With) -> Result<Self> {
        let home = tempfile::Builder::new().prefix("trajectory-").tempdir()?;
        for folder in ["runtime", "config", "data", "cache"] {
            fs::DirBuilder::new().mode(0o700).create(home.path().join(folder))?;
        }
        fs::write(home.path().join("bus.conf"), BUS)?;
        let mut display_process = Process::start(
            Command::new("Xvfb")
                // Without -noreset it forgets everybody when the last client leaves for a moment.
                .args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-noreset"])
                .args(["-nolisten", "tcp"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        let display = format!(":{}", first_line(&mut display_process)?);
        let mut bus_process = Process::start(
            Command::new("dbus-daemon")
                .arg(format!("--config-file={}", home.path().join("bus.conf").display()))
                .args(["--print-address=1", "--nofork"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        let bus_address = first_line(&mut bus_process)?;
        let bus = zbus::connection::Builder::address(bus_address.as_str())?.build().await?;
        let mut machine = Self {
            tray: None,
            bus,
            bus_address,
            display,
            processes: vec![display_process, bus_process],
            variables: Vec::new(),
            home,
        };
        machine.manage_windows().await?;
        if with.keyring {
            machine.unlock_keyring().await?;
        }
        if with.tray {
            machine.tray = Some(tray::watch(&machine.bus_address).await?);
        }
        Ok(machine)
    }

    async fn manage_windows(&mut self) -> Result<()> {
        let manager =
            Process::start(self.command("openbox").stdout(Stdio::null()).stderr(Stdio::null()))?;
        self.processes.push(manager);
        until("a window manager", async || {
            let asked = self.command("wmctrl").arg("-m").stderr(Stdio::null()).output()?;
            Ok(asked.status.success().then_some(()))
        })
        .await
    }

    async fn unlock_keyring(&mut self) -> Result<()> {
        let mut keyring = Process::start(
            self.command("gnome-keyring-daemon")
                .args(["--foreground", "--unlock", "--components=secrets"])
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        )?;
        let mut password = keyring.child().stdin.take().context("the keyring reads")?;
        password.write_all(b"test")?;
        drop(password);
        self.processes.push(keyring);
        let bus = zbus::fdo::DBusProxy::new(&self.bus).await?;
        until("a keyring on the bus", async || {
            let name = "org.freedesktop.secrets".try_into()?;
            Ok(bus.name_has_owner(name).await?.then_some(()))
        })
        .await
    }

    /// A variable in the environment of every program that is started from now on.
    pub fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.variables.push((name, value.into()));
    }

    /// The tray, when the machine has one.
    pub fn tray(&self) -> Result<&Tray> {
        self.tray.as_ref().context("this machine has no tray")
    }

    /// The session bus.
    pub fn bus(&self) -> &zbus::Connection {
        &self.bus
    }

    /// The data folder of the program.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data/app.trajectoryos.desktop")
    }

    /// A folder for what a test saves.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The display's name.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// A program of this machine, not started yet.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let home = self.home.path();
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", program::set("PATH").unwrap_or_default())
            .env("LANG", "C.UTF-8")
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home.join("runtime"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_SESSION_TYPE", "x11")
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus_address)
            // There is no assistive technology on this bus to wait for.
            .env("NO_AT_BRIDGE", "1")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .current_dir(home);
        command
    }

    /// The titles of the windows that are there, hidden ones not.
    pub fn windows(&self) -> Result<Vec<String>> {
        let listed = self.command("wmctrl").arg("-l").output()?;
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        // Identity, desktop, machine, title.
        Ok(listed
            .lines()
            .filter_map(|line| {
                let mut rest = line;
                for _ in 0..3 {
                    rest = rest.split_once(' ')?.1.trim_start();
                }
                Some(rest.to_owned())
            })
            .collect())
    }

    /// What the display shows, as PNG.
    pub fn screenshot(&self) -> Result<Vec<u8>> {
        Ok(self.command("import").args(["-window", "root", "png:-"]).output()?.stdout)
    }
}

fn first_line(process: &mut Process) -> Result<String> {
    let out = process.child().stdout.take().context("the output is piped")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    Ok(line.trim().to_owned())
}
