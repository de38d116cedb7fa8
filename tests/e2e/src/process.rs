//! Child processes that never outlive the test.

use anyhow::{Context, Result};
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus},
};

/// A running program, killed when dropped.
#[derive(Debug)]
pub struct Process(Child);

impl Process {
    /// Starts it.
    pub fn start(command: &mut Command) -> Result<Self> {
        let child = command.spawn().with_context(|| {
            format!("{} does not start", command.get_program().to_string_lossy())
        })?;
        Ok(Self(child))
    }

    /// Its id.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// The child, for its streams.
    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// How it ended, if it did.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.0.try_wait()?)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself, which is all that is wanted.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// The children of `parent` that run `program`.
pub fn children(parent: u32, program: &Path) -> Vec<u32> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_string_lossy().parse().ok())
        .filter(|&id| parent_of(id) == Some(parent) && program_of(id).as_deref() == Some(program))
        .collect()
}

/// Whether a process of this id runs and is not just waiting to be collected.
pub fn runs(id: u32) -> bool {
    status(id, "State:").is_some_and(|state| !state.starts_with('Z'))
}

/// Sends a signal by its name.
pub fn signal(id: u32, name: &str) -> Result<()> {
    Command::new("kill").arg(format!("-{name}")).arg(id.to_string()).status()?;
    Ok(())
}

fn parent_of(id: u32) -> Option<u32> {
    status(id, "PPid:")?.parse().ok()
}

fn program_of(id: u32) -> Option<PathBuf> {
    std::fs::read_link(format!("/proc/{id}/exe")).ok()
}

fn status(id: u32, field: &str) -> Option<String> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix(field)).map(|value| value.trim().to_owned())
}
