//! Builds what is measured, as it is released: each row only what it needs.

use anyhow::{Context, Result, ensure};
use e2e::program::{root, set, target};
use std::{path::PathBuf, process::Command};

fn run(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("{name} does not start"))?;
    ensure!(status.success(), "{name} failed");
    Ok(())
}

/// Builds parts of the workspace, this program among them so that what they share is built once,
/// and gives the folder of the programs.
fn release(parts: &[&str]) -> Result<PathBuf> {
    let cargo = set("CARGO").unwrap_or_else(|| String::from("cargo"));
    run(Command::new(cargo).args(["build", "--release"]).args(parts).current_dir(root()))?;
    Ok(target().join("release"))
}

/// The desktop with its interface, and the empty window beside it.
pub(crate) fn desktop() -> Result<PathBuf> {
    run(Command::new("npm").args(["run", "--silent", "build"]).current_dir(root().join("ui")))?;
    release(&["-p", "bench", "-p", "trajectory", "--bins", "--examples"])
}

/// The desktop alone: `TRAJECTORY_DESKTOP_BINARY` if it is set, so that another one can be compared,
/// otherwise built now.
pub(crate) fn program() -> Result<PathBuf> {
    match set("TRAJECTORY_DESKTOP_BINARY") {
        Some(named) => Ok(PathBuf::from(named)),
        None => Ok(desktop()?.join("trajectory")),
    }
}

/// The server as a program: `TRAJECTORY_SERVER_BINARY` if it is set, so that an older one can be
/// compared, otherwise built now.
pub(crate) fn server() -> Result<PathBuf> {
    match set("TRAJECTORY_SERVER_BINARY") {
        Some(named) => Ok(PathBuf::from(named)),
        None => Ok(release(&["-p", "bench", "-p", "server", "--bins"])?.join("trajectory-server")),
    }
}

/// The folder of socket.io's server with all that it needs.
pub(crate) fn socket_io() -> Result<PathBuf> {
    let folder = root().join("tests/bench/socket.io");
    if !folder.join("node_modules").exists() {
        run(Command::new("npm").args(["ci", "--silent", "--no-audit"]).current_dir(&folder))?;
    }
    Ok(folder)
}
