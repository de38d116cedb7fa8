//! Exports the profile through the settings screen and the system's own save dialog.

use anyhow::{Result, ensure};
use e2e::{Screen, Surroundings, keyboard, until};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

/// The button of each format and the name of the file it becomes.
const FORMATS: [(&str, &str); 3] = [
    ("export-archive", "profile.json"),
    ("export-json-resume", "resume.json"),
    ("export-markdown", "profile.md"),
];

/// How long the dialog gets to answer a key before it is pressed again.
const ANSWER: Duration = Duration::from_millis(700);

/// Saves the profile in every format under the name that the dialog suggests, and brings the files
/// to `folder`.
pub(crate) async fn export(
    machine: &Surroundings,
    screen: &Screen,
    folder: &Path,
) -> Result<Vec<PathBuf>> {
    screen.click("nav-settings").await?;
    let mut saved = Vec::new();
    for (button, name) in FORMATS {
        let windows = machine.windows()?.len();
        let before = files(machine.home())?;
        screen.click(button).await?;
        until("the system's save dialog", async || {
            Ok((machine.windows()?.len() > windows).then_some(()))
        })
        .await?;
        let file = until("the file that was saved", async || {
            let fresh = files(machine.home())?.difference(&before).next().cloned();
            if fresh.is_none() && machine.windows()?.len() > windows {
                keyboard::press(machine, "Return")?;
                tokio::time::sleep(ANSWER).await;
            }
            Ok(fresh)
        })
        .await?;
        let size = fs::metadata(&file)?.len();
        ensure!(size > 100, "{name} is all but empty: {size} bytes");
        fs::copy(&file, folder.join(name))?;
        saved.push(folder.join(name));
    }
    Ok(saved)
}

/// What lies in a folder itself.
fn files(folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_file() && matches!(ending, Some("json" | "md")) {
            found.insert(path);
        }
    }
    Ok(found)
}
