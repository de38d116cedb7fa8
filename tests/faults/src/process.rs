//! Real processes: where their programs are, how they start, stop, sleep and are killed, and under
//! which ids they ran.

use anyhow::{Context, Result, bail};
use std::{
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
    process::Stdio,
};
use tokio::process::{Child, Command};

/// The programs, beside this one; tests are a folder deeper.
pub fn program(name: &str) -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let found = own.ancestors().skip(1).take(2).map(|folder| folder.join(name));
    let mut built = found.filter(|path| path.is_file());
    built.next().with_context(|| format!("{name} is not built; `make build` builds it"))
}

/// One program that may run several times, one process at a time.
#[derive(Debug)]
pub struct Process {
    child: Option<Child>,
    ids: Vec<u32>,
    errors: PathBuf,
}

impl Process {
    /// Nothing runs yet. What it says on its standard error is added to a file.
    pub fn new(errors: PathBuf) -> Self {
        Self { child: None, ids: Vec::new(), errors }
    }

    /// Start a process, with pipes for its input and output.
    pub fn start(&mut self, command: &mut Command) -> Result<&mut Child> {
        let child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(self.errors()?)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| {
                format!("{} does not start", command.as_std().get_program().display())
            })?;
        self.ids.extend(child.id());
        Ok(self.child.insert(child))
    }

    fn errors(&self) -> Result<File> {
        Ok(OpenOptions::new().create(true).append(true).open(&self.errors)?)
    }

    /// What all its processes said on their standard error.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.errors).unwrap_or_default()
    }

    /// Every process that ran, in order.
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// The process that runs.
    pub fn id(&self) -> Result<u32> {
        self.child.as_ref().and_then(Child::id).context("nothing runs")
    }

    /// `kill -9`, and wait until it is gone.
    pub async fn kill(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill().await?;
        }
        Ok(())
    }

    /// Wait until it has ended by itself; says whether it ended well.
    pub async fn ended(&mut self) -> Result<bool> {
        let mut child = self.child.take().context("nothing runs")?;
        Ok(child.wait().await?.success())
    }

    /// Send a signal by its name.
    pub async fn signal(&self, name: &str) -> Result<()> {
        let id = self.id()?.to_string();
        let sent = Command::new("kill").arg(format!("-{name}")).arg(id).status().await?;
        if !sent.success() {
            bail!("the signal {name} could not be sent");
        }
        Ok(())
    }

    /// The memory it holds, in KiB.
    pub fn memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id()?))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let text = line.context("a process has memory")?.trim().trim_end_matches(" kB");
        Ok(text.trim().parse()?)
    }
}

/// Everything in one folder but what is given, copied to another that is made.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
