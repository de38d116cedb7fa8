//! A disk without room.

use super::Outcome;
use crate::{
    verdict,
    world::{Setting, World},
};
use anyhow::{Context, Result, bail};
use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::{
    process::Command,
    time::{Instant, sleep},
};

/// How large the disks are, in MiB.
const SIZE: u64 = 24;
/// How often they are filled.
const TIMES: usize = 3;
/// How long may pass until somebody notices that there is no room.
const PATIENCE: Duration = Duration::from_mins(1);
const GLANCE: Duration = Duration::from_millis(50);
/// How often somebody must have noticed.
const NOTICED: usize = 5;
/// What the desktop logs when it cannot store what came.
const NO_ROOM: &str = "events could not be stored";
/// What the person does meanwhile.
const CHANGES: usize = 20;

/// L: the disk of the server or of the desktop, by turns, is full until it was noticed, three times.
pub(super) async fn full(setting: Setting, number: u64) -> Result<Outcome> {
    let servers = number.is_multiple_of(2);
    let disk = Disk::mount(setting.folder.join(if servers { "server" } else { "desktop" })).await?;
    let mut world = World::start(&setting).await?;
    let writing = world.write(Duration::from_secs(15));
    let mut given = Vec::new();
    let mut noticed = 0;
    for time in 0..TIMES {
        sleep(Duration::from_secs(1)).await;
        disk.fill()?;
        noticed += until_noticed(&mut world, servers).await?;
        for change in 0..CHANGES {
            let name = format!("mine {time}.{change}");
            // What is not kept, the person is told; what is kept must arrive.
            if world.create_skill(name.clone()).await?.is_ok() {
                given.push(name);
            }
        }
        disk.free()?;
    }
    let keys = writing.await??;
    world.sent().await?;
    let evidence = world.evidence().await?;
    let mut verdict = verdict::judge(&evidence);
    verdict.add(verdict::writes(&keys, &evidence.log));
    verdict.add(verdict::lane(&given, &evidence.log));
    drop(disk);
    let note = format!("the server's or the desktop's disk of {SIZE} MiB, by turns, {TIMES} times");
    let measured = u64::try_from(noticed)?;
    Ok(Outcome::of(&mut world, verdict).note(note).measure("refusals for want of room", measured))
}

async fn until_noticed(world: &mut World, servers: bool) -> Result<usize> {
    let before = refusals(world, servers)?;
    let until = Instant::now() + PATIENCE;
    let enough = if servers { NOTICED } else { 1 };
    loop {
        let now = refusals(world, servers)? - before;
        if now >= enough {
            return Ok(now);
        }
        if Instant::now() > until {
            bail!("nobody noticed that the disk is full");
        }
        sleep(GLANCE).await;
    }
}

fn refusals(world: &mut World, servers: bool) -> Result<usize> {
    if servers {
        return Ok(usize::try_from(world.author.refused_for_room())?);
    }
    Ok(world.desktop.process().said().matches(NO_ROOM).count())
}

/// A small disk in memory. Unmounted when dropped.
#[derive(Debug)]
struct Disk(PathBuf);

impl Disk {
    async fn mount(folder: PathBuf) -> Result<Self> {
        std::fs::create_dir_all(&folder)?;
        let size = format!("size={SIZE}m");
        let mut command = Command::new("mount");
        command.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&folder);
        let mounted = command.status().await.context("there is a mount command")?;
        if !mounted.success() {
            bail!("a small disk in memory cannot be mounted here");
        }
        Ok(Self(folder))
    }

    fn filler(&self) -> PathBuf {
        Path::join(&self.0, "filler")
    }

    /// Not a byte is free.
    fn fill(&self) -> Result<()> {
        let mut filler = File::create(self.filler())?;
        for size in [64 * 1_024, 1] {
            // Until there is no room.
            while filler.write_all(&vec![0; size]).is_ok() {}
        }
        Ok(())
    }

    fn free(&self) -> Result<()> {
        Ok(std::fs::remove_file(self.filler())?)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // It also goes with the mount namespace of this program.
        std::process::Command::new("umount").arg("--lazy").arg(&self.0).status().ok();
    }
}
