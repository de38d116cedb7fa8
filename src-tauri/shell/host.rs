//! What only the desktop can do for the engine: files the person chooses, the file manager,
//! facts about this device, and acting on changed preferences.

use crate::{
    configuration::Configuration, models::ServerModels, preferences::Choices, secrets::Keyring,
    shortcuts::Shortcuts, window,
};
use async_trait::async_trait;
use engine::{HostPort, ModelPort};
use protocol::{ErrorCode, Problem, import::ImportSource, preferences::Preferences, reply::Host};
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tauri_plugin_opener::OpenerExt;

/// The desktop as the engine sees it.
#[derive(Debug)]
pub(crate) struct Desktop<R: Runtime> {
    /// The program.
    pub(crate) app: AppHandle<R>,
    /// How it was started.
    pub(crate) configuration: Configuration,
    /// Where secrets are.
    pub(crate) keyring: Arc<Keyring>,
    /// The global shortcuts.
    pub(crate) shortcuts: Arc<Shortcuts>,
    /// What the person should know about the start.
    pub(crate) notices: Vec<String>,
    /// The models of the built-in server, when it runs.
    pub(crate) models: Option<ServerModels>,
}

impl<R: Runtime> Desktop<R> {
    /// Asks where to save; nothing when the person closes the dialog.
    async fn ask_where(&self, suggested: &str) -> Result<Option<PathBuf>, Problem> {
        let (tell, told) = tokio::sync::oneshot::channel();
        let dialog = self.file_dialog("Save").set_file_name(suggested);
        dialog.save_file(move |path| {
            if tell.send(path).is_err() {
                tracing::debug!("nobody waits for the save dialog any more");
            }
        });
        let Some(path) = told.await.unwrap_or(None) else { return Ok(None) };
        on_this_device(path).map(Some)
    }

    /// A dialog above the window.
    fn file_dialog(&self, title: &str) -> FileDialogBuilder<R> {
        let dialog = self.app.dialog().file().set_title(title);
        match self.app.get_webview_window(window::MAIN) {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        }
    }
}

#[async_trait]
impl<R: Runtime> HostPort for Desktop<R> {
    async fn save_file(&self, suggested: &str, bytes: Vec<u8>) -> Result<Option<PathBuf>, Problem> {
        let Some(path) = self.ask_where(suggested).await? else { return Ok(None) };
        let target = path.clone();
        let written = tokio::task::spawn_blocking(move || replace(&target, &bytes)).await;
        match written {
            Ok(Ok(())) => Ok(Some(path)),
            Ok(Err(error)) => Err(not_written(&error)),
            Err(_) => Err(Problem::refused(ErrorCode::Internal, "The file was not written.")),
        }
    }

    async fn choose(&self, source: ImportSource) -> Result<Vec<PathBuf>, Problem> {
        let (tell, told) = tokio::sync::oneshot::channel();
        let chosen = move |paths: Option<Vec<FilePath>>| {
            if tell.send(paths).is_err() {
                tracing::debug!("nobody waits for the open dialog any more");
            }
        };
        let dialog = self.file_dialog("Import");
        match source {
            ImportSource::Files => dialog.pick_files(chosen),
            ImportSource::Folder => dialog.pick_folder(|path| chosen(path.map(|path| vec![path]))),
        }
        let paths = told.await.unwrap_or(None).unwrap_or_default();
        paths.into_iter().map(on_this_device).collect()
    }

    async fn reveal(&self, path: &Path) -> Result<(), Problem> {
        let (app, path) = (self.app.clone(), path.to_string_lossy().into_owned());
        let opened =
            tokio::task::spawn_blocking(move || app.opener().open_path(path, None::<&str>)).await;
        match opened {
            Ok(Ok(())) => Ok(()),
            _ => Err(Problem::refused(
                ErrorCode::Unavailable,
                "No file manager was found. The folder is named in Settings.",
            )),
        }
    }

    fn facts(&self) -> Host {
        Host {
            version: self.app.package_info().version.to_string(),
            data_folder: self.configuration.data.to_string_lossy().into_owned(),
            server: self
                .configuration
                .server
                .as_ref()
                .and_then(|server| server.address.host_str().map(str::to_owned)),
            keyring: self.keyring.present(),
            wayland: self.configuration.wayland,
            shortcuts_refused: self.shortcuts.refused(),
            notices: self.notices.clone(),
        }
    }

    fn models(&self) -> Option<Arc<dyn ModelPort>> {
        self.models.clone().map(|models| -> Arc<dyn ModelPort> { Arc::new(models) })
    }

    async fn preferences_changed(&self, preferences: &Preferences) {
        let before = self.app.state::<Choices>().replace(preferences.clone());
        if before.theme != preferences.theme {
            window::paint(&self.app, preferences.theme);
        }
        if before.shortcut_toggle != preferences.shortcut_toggle
            || before.shortcut_interview != preferences.shortcut_interview
        {
            take_shortcuts(&self.app, &self.shortcuts, preferences).await;
        }
    }
}

fn on_this_device(path: FilePath) -> Result<PathBuf, Problem> {
    path.into_path().map_err(|_| {
        Problem::refused(ErrorCode::InvalidField, "This place is not a folder on this device.")
    })
}

/// Takes the shortcuts of `preferences`, on a thread that may wait for the main one.
pub(crate) async fn take_shortcuts<R: Runtime>(
    app: &AppHandle<R>,
    shortcuts: &Arc<Shortcuts>,
    preferences: &Preferences,
) {
    let (app, shortcuts, wanted) = (app.clone(), Arc::clone(shortcuts), preferences.clone());
    let taking = tokio::task::spawn_blocking(move || {
        shortcuts.take(&app, &wanted.shortcut_toggle, &wanted.shortcut_interview);
    });
    if taking.await.is_err() {
        tracing::error!("taking the shortcuts panicked");
    }
}

/// Writes all bytes or leaves the file as it was.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let written = write(&part, bytes).and_then(|()| fs::rename(&part, path));
    if written.is_err() && fs::remove_file(&part).is_err() {
        tracing::debug!("there was no unfinished file to remove");
    }
    written
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn not_written(error: &io::Error) -> Problem {
    let (code, title) = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            (ErrorCode::StorageFull, "The disk is full. Nothing was written.")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            (ErrorCode::Forbidden, "This folder cannot be written. Choose another one.")
        }
        _ => (ErrorCode::Internal, "The file could not be written. Choose another place."),
    };
    Problem::refused(code, title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("profile.json");
        fs::write(&path, "old and longer").unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_place_that_cannot_be_written_keeps_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing/profile.json");
        assert!(replace(&path, b"new").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
