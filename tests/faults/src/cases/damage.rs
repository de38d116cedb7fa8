//! Database files that are truncated or full of garbage.

use super::Outcome;
use crate::{
    process::copy_folder,
    verdict,
    world::{CHANGES, Setting, World},
};
use anyhow::{Context, Result, bail, ensure};
use protocol::{Command, Reply};
use rand::{Rng, RngExt, rngs::StdRng};
use std::{
    fs::{self, OpenOptions},
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::Duration,
};

const PAGE: u64 = 4_096;
/// What the person did while the server was away.
const UNSENT: usize = 30;

/// What happens to the file.
#[derive(Debug, Clone, Copy)]
enum Harm {
    /// It ends somewhere in the middle.
    Truncated,
    /// Some of its pages hold garbage.
    Pages,
    /// Its first page holds garbage.
    Head,
}

/// O: by turns, the cache of the desktop, its unsent work, and the database of the server.
pub(super) async fn to_a_file(setting: Setting, number: u64) -> Result<Outcome> {
    let harm = [Harm::Truncated, Harm::Pages, Harm::Head][usize::try_from(number / 3 % 3)?];
    match number % 3 {
        0 => cache(setting, harm).await,
        1 => unsent(setting, harm).await,
        _ => server(setting, harm).await,
    }
}

/// The desktop finds its cache damaged while unsent work waits.
async fn cache(setting: Setting, harm: Harm) -> Result<Outcome> {
    let (mut world, given) = interrupted(&setting).await?;
    let file = world.desktop.cache_file()?.context("there is a cache")?;
    hurt(&file, harm, &mut world.chance)?;
    world.desktop.run().await?;
    ensure!(!notices(&world).await?.is_empty(), "the person is not told");
    go_on(world, &given, 0).await
}

/// The desktop finds its unsent work damaged: what can still be read arrives, and the person is told
/// how much that is.
async fn unsent(setting: Setting, harm: Harm) -> Result<Outcome> {
    let (mut world, given) = interrupted(&setting).await?;
    let file = world.desktop.data().join("unsent.db");
    hurt(&file, harm, &mut world.chance)?;
    world.desktop.run().await?;
    let told = notices(&world).await?;
    let told = told.first().context("the person is not told")?;
    let (_, after) = told.split_once("could still be read: ").context("how much was rescued")?;
    let rescued: usize = after.split(',').next().unwrap_or_default().parse()?;
    go_on(world, &given, given.len() - rescued).await
}

/// Half of it is written, the line is down, the person works on, and the desktop is killed.
async fn interrupted(setting: &Setting) -> Result<(World, Vec<String>)> {
    let mut world = World::start(setting).await?;
    world.write_some(CHANGES / 2, Duration::from_secs(5)).await??;
    world.settle().await?;
    world.proxy.weather(crate::proxy::Weather::CLOSED);
    world.proxy.cut();
    let mut given = Vec::new();
    for change in 0..UNSENT {
        let name = format!("mine {change}");
        world.create_skill(name.clone()).await?.context("the desktop keeps it")?;
        given.push(name);
    }
    world.desktop.kill().await?;
    world.desktop.record().forget();
    Ok((world, given))
}

/// The line is there again, everything else is written, and all but so many of the person's changes
/// arrive.
async fn go_on(mut world: World, given: &[String], lost: usize) -> Result<Outcome> {
    world.proxy.weather(crate::proxy::Weather::FAIR);
    world.begin().await?;
    let keys = world.write(Duration::from_secs(8)).await??;
    world.sent().await?;
    let evidence = world.evidence().await?;
    let mut verdict = verdict::judge(&evidence);
    verdict.add(verdict::writes(&keys, &evidence.log));
    let mut arrived = verdict::lane(given, &evidence.log);
    let lost = u64::try_from(lost)?;
    if arrived.tally.missing == lost {
        arrived.tally.missing = 0;
        arrived.tally.sent -= lost;
        arrived.wrong.clear();
    }
    verdict.add(arrived);
    Ok(Outcome::of(&mut world, verdict).note(NOTE).measure(LOST, lost))
}

const NOTE: &str = "by turns the desktop's cache (moved aside, told, read again), its unsent work \
                    (what can be read is rescued, the rest told) and the server's database (refuses \
                    to start until a copy is put back), truncated, with garbage in pages or head";
const LOST: &str = "of 30 unsent changes could not be read in the damaged file and told as lost";

/// The server finds its database damaged: it says so and does not start, until a copy is put back.
async fn server(setting: Setting, harm: Harm) -> Result<Outcome> {
    let mut world = World::start(&setting).await?;
    let mut keys = world.write_some(CHANGES / 2, Duration::from_secs(5)).await??;
    world.settle().await?;
    world.server.process().kill().await?;
    let copy = setting.folder.join("copy");
    copy_folder(world.server.data(), &copy)?;
    let file = world.server.data().join("server.db");
    hurt(&file, harm, &mut world.chance)?;
    world.server.begin()?;
    ensure!(!world.server.process().ended().await?, "the server ends well without a database");
    let said = world.server.process().said();
    ensure!(said.contains("damaged"), "the server does not say why it does not start: {said}");
    ensure!(skills(&world).await? > 0, "the desktop shows nothing without its server");
    fs::remove_dir_all(world.server.data())?;
    copy_folder(&copy, world.server.data())?;
    world.server.start().await?;
    keys.extend(world.write(Duration::from_secs(8)).await??);
    let verdict = world.verdict(&keys).await?;
    Ok(Outcome::of(&mut world, verdict).note(NOTE))
}

async fn skills(world: &World) -> Result<usize> {
    match world.desktop.ask(Command::ListSkills).await?? {
        Reply::Skills { skills } => Ok(skills.len()),
        other => bail!("that is no answer: {other:?}"),
    }
}

async fn notices(world: &World) -> Result<Vec<String>> {
    match world.desktop.ask(Command::Bootstrap).await?? {
        Reply::Bootstrap { bootstrap } => Ok(bootstrap.host.notices),
        other => bail!("that is no answer: {other:?}"),
    }
}

/// The write-ahead log goes too, as it holds whole copies of damaged pages.
fn hurt(file: &Path, harm: Harm, chance: &mut StdRng) -> Result<()> {
    let pages = fold_in(file)?;
    let mut opened = OpenOptions::new().write(true).open(file)?;
    match harm {
        Harm::Truncated => {
            let bytes = chance.random_range(PAGE / 2..pages * PAGE * 9 / 10);
            opened.set_len(bytes)?;
        }
        Harm::Pages => {
            for _ in 0..pages.div_ceil(4) {
                let page = chance.random_range(1..pages);
                garbage(&mut opened, page, chance)?;
            }
        }
        Harm::Head => garbage(&mut opened, 0, chance)?,
    }
    opened.sync_all()?;
    Ok(())
}

fn garbage(file: &mut fs::File, page: u64, chance: &mut StdRng) -> Result<()> {
    let mut bytes = vec![0; usize::try_from(PAGE)?];
    chance.fill_bytes(&mut bytes);
    file.seek(SeekFrom::Start(page * PAGE))?;
    Ok(file.write_all(&bytes)?)
}

/// Fold the write-ahead log into the file; gives how many pages it has.
fn fold_in(file: &Path) -> Result<u64> {
    let database = rusqlite::Connection::open(file)?;
    database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    drop(database);
    for end in ["-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(end);
        let path = PathBuf::from(path);
        if path.exists() {
            fs::remove_file(path)?;
        }
    }
    Ok(fs::metadata(file)?.len() / PAGE)
}
