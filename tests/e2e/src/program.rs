//! Where the program under test is. It is built first, so that no test runs an old one.

use anyhow::{Context, Result, bail};
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// The repository.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The folder of things that tests and demo leave behind.
pub fn target() -> PathBuf {
    set("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The program: `TRAJECTORY_BINARY` if it is set and there, otherwise built now.
pub fn binary() -> Result<PathBuf> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let built = BUILT.get_or_init(|| find().map_err(|error| format!("{error:#}")));
    built.clone().map_err(anyhow::Error::msg)
}

fn find() -> Result<PathBuf> {
    if let Some(named) = set("TRAJECTORY_BINARY").map(PathBuf::from).filter(|path| path.exists()) {
        return Ok(std::fs::canonicalize(named)?);
    }
    let cargo = set("CARGO").unwrap_or_else(|| String::from("cargo"));
    let status = Command::new(cargo)
        .args(["build", "--quiet", "-p", "trajectory"])
        .current_dir(root())
        .status()
        .context("cargo does not start")?;
    if !status.success() {
        bail!("the program does not build");
    }
    Ok(std::fs::canonicalize(target().join("debug/trajectory"))?)
}

/// A variable of the environment that is set and not empty.
#[expect(clippy::disallowed_methods, reason = "the one place where the tests are configured")]
pub fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
