//! Exports the profile through the settings screen and the system's own save dialog.

use anyhow::{Context, Result, ensure};
use e2e::{Screen, Surroundings, keyboard, until};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The button of each format and the name of the file it is saved under.
const FORMATS: [(&str, &str); 3] = [
    ("export-archive", "profile.json"),
    ("export-json-resume", "resume.json"),
    ("export-markdown", "profile.md"),
];

/// Saves the profile in every format into `folder`.
pub(crate) async fn export(
    machine: &Surroundings,
    screen: &Screen,
    folder: &Path,
) -> Result<Vec<PathBuf>> {
    screen.click("nav-settings").await?;
    let mut saved = Vec::new();
    for (button, name) in FORMATS {
        let path = folder.join(name);
        let before = machine.windows()?.len();
        screen.click(button).await?;
        until("the system's save dialog", async || {
            Ok((machine.windows()?.len() > before).then_some(()))
        })
        .await?;
        let path_text = path.to_str().context("the folder's name is text")?;
        until("the file that was saved", async || {
            if machine.windows()?.len() > before {
                keyboard::press(machine, "ctrl+a")?;
                keyboard::type_text(machine, path_text)?;
                keyboard::press(machine, "Return")?;
            }
            Ok(path.exists().then_some(()))
        })
        .await?;
        until("the end of the save dialog", async || {
            Ok((machine.windows()?.len() == before).then_some(()))
        })
        .await?;
        ensure!(fs::metadata(&path)?.len() > 100, "{name} is all but empty");
        saved.push(path);
    }
    Ok(saved)
}
