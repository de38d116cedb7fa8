//! What is in the keyring of a machine, and all files that could hold it wrongly.

use crate::Surroundings;
use anyhow::Result;
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};
use zbus::{
    Proxy,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

const NAME: &str = "org.freedesktop.secrets";

/// The secrets that stand under a service's name.
pub async fn secrets(machine: &Surroundings, service: &str) -> Result<Vec<String>> {
    let bus = machine.bus();
    let keyring =
        Proxy::new(bus, NAME, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service").await?;
    let (_, session): (OwnedValue, OwnedObjectPath) =
        keyring.call("OpenSession", &("plain", Value::from(""))).await?;
    let wanted = HashMap::from([("service", service)]);
    let (found, _): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
        keyring.call("SearchItems", &(wanted,)).await?;
    let mut secrets = Vec::new();
    for path in found {
        let item = Proxy::new(bus, NAME, path, "org.freedesktop.Secret.Item").await?;
        let ((_, _, bytes, _),): ((OwnedObjectPath, Vec<u8>, Vec<u8>, String),) =
            item.call("GetSecret", &(&session,)).await?;
        secrets.push(String::from_utf8(bytes)?);
    }
    Ok(secrets)
}

/// The long words of a secret, which ids are not: what no file may hold.
pub fn tokens(secret: &str) -> impl Iterator<Item = String> + use<> {
    secret
        .split(|letter: char| !(letter.is_ascii_alphanumeric() || "-_.".contains(letter)))
        .filter(|word| word.len() >= 40)
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

/// All files below a folder with their bytes.
pub fn files(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                found.push((entry.path(), fs::read(entry.path())?));
            }
        }
    }
    Ok(found)
}
