//! The program itself: started under `WebDriver` or plainly, quit, killed, started again.

use crate::{
    PATIENCE, Screen, Surroundings,
    process::{Process, children, runs, signal},
    program, until,
};
use anyhow::{Context, Result};
use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, json};
use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
};
use tokio::time::timeout;

/// The program with its page under control.
#[derive(Debug)]
pub struct Desktop {
    /// Its page.
    pub screen: Screen,
    id: u32,
    binary: PathBuf,
    driver: Process,
}

/// The program without `WebDriver`.
#[derive(Debug)]
pub struct Plain(Process);

impl Desktop {
    /// Starts the program on `machine` and waits for its page.
    pub async fn open(machine: &Surroundings, arguments: &[&str]) -> Result<Self> {
        Self::open_program(machine, &program::binary()?, arguments).await
    }

    /// Starts this build of the program on `machine` and waits for its page.
    pub async fn open_program(
        machine: &Surroundings,
        binary: &Path,
        arguments: &[&str],
    ) -> Result<Self> {
        let binary = binary.to_owned();
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let driver = Process::start(
            machine
                .command("WebKitWebDriver")
                .arg(format!("--port={port}"))
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .env("TRAJECTORY_LOG", program::set("TRAJECTORY_LOG").unwrap_or_default())
                .stdout(Stdio::null())
                .stderr(Stdio::from(log(machine)?)),
        )?;
        let mut wanted = Map::new();
        wanted.insert(
            String::from("webkitgtk:browserOptions"),
            json!({ "binary": binary, "args": arguments }),
        );
        let address = format!("http://127.0.0.1:{port}");
        until("a driver that listens", async || {
            tokio::net::TcpStream::connect(("127.0.0.1", port)).await?;
            Ok(Some(()))
        })
        .await?;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        // The driver waits for ever for a program that ended before it had a page.
        let client = timeout(PATIENCE, builder.capabilities(wanted).connect(&address))
            .await
            .map_err(anyhow::Error::from)
            .and_then(|client| Ok(client?))
            .with_context(|| format!("the program gives no page:\n{}", said(machine)))?;
        let id = until("the program as a process", async || {
            Ok(children(driver.id(), &binary).first().copied())
        })
        .await?;
        Ok(Self { screen: Screen::new(client), id, binary, driver })
    }

    /// Asks the program to end and waits until it did.
    pub async fn quit(self) -> Result<()> {
        signal(self.id, "TERM")?;
        self.gone().await
    }

    /// Ends the program at once, as a power cut would.
    pub async fn kill(self) -> Result<()> {
        signal(self.id, "KILL")?;
        self.gone().await
    }

    /// Waits until the program has ended by itself.
    pub async fn gone(self) -> Result<()> {
        until("the program's end", async || Ok((!runs(self.id)).then_some(()))).await?;
        // What is left of it holds its place on the bus for a moment.
        until("the end of its children", async || {
            Ok(children(self.driver.id(), &self.binary).is_empty().then_some(()))
        })
        .await
    }
}

impl Plain {
    /// Starts the program with more environment.
    pub fn start(
        machine: &Surroundings,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Result<Self> {
        let mut command = machine.command(program::binary()?);
        command.args(arguments).stdout(Stdio::null()).stderr(Stdio::from(log(machine)?));
        command.envs(environment.iter().copied());
        Ok(Self(Process::start(&mut command)?))
    }

    /// How it ended, once it did.
    pub async fn end(mut self) -> Result<ExitStatus> {
        until("the program's end", async || self.0.ended()).await
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> Result<bool> {
        Ok(self.0.ended()?.is_none())
    }
}

/// What the program wrote to its error stream on this machine.
pub fn said(machine: &Surroundings) -> String {
    std::fs::read_to_string(machine.home().join("said.log")).unwrap_or_default()
}

fn log(machine: &Surroundings) -> Result<std::fs::File> {
    let path = machine.home().join("said.log");
    Ok(std::fs::OpenOptions::new().create(true).append(true).open(path)?)
}
