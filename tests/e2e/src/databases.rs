//! What the program has on disk, read without writing, to compare with what the screen says.

use anyhow::{Context, Result};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// All databases below a folder.
pub fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "db") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Opens the one database below `folder` whose name starts with `name`.
pub fn open(folder: &Path, name: &str) -> Result<Connection> {
    open_one(folder, |file| file.starts_with(name))
        .with_context(|| format!("there is no database {name}"))
}

/// Opens the first database below `folder` whose name is wanted.
pub fn open_one(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Connection> {
    let named =
        |path: &PathBuf| path.file_name().is_some_and(|file| wanted(&file.to_string_lossy()));
    let path = below(folder)?.into_iter().find(named).context("there is no such database")?;
    Ok(Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}
