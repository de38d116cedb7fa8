//! The two doors of the interface: `dispatch` asks, `subscribe` listens. Everything else the
//! host can do is reached through the engine.

use crate::backend::Backend;
use protocol::{Announcement, Command, HostRequest, Problem, Reply};
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Manager, Runtime, State, async_runtime::JoinHandle, ipc::Channel};

/// Who listens. There is one listener: the window. A reload replaces it.
#[derive(Debug, Default)]
pub struct Listener(Mutex<Listening>);

#[derive(Debug, Default)]
struct Listening {
    task: Option<JoinHandle<()>>,
    /// A wish that came before anyone listened.
    waiting: Option<HostRequest>,
}

impl Listener {
    fn state(&self) -> std::sync::MutexGuard<'_, Listening> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds both commands and what they need to an app of any runtime.
pub fn install<R: Runtime>(builder: tauri::Builder<R>) -> tauri::Builder<R> {
    builder
        .manage(Backend::default())
        .manage(Listener::default())
        .invoke_handler(tauri::generate_handler![dispatch, subscribe])
}

/// Asks the interface for something, now or as soon as it listens.
pub fn request<R: Runtime>(app: &AppHandle<R>, request: HostRequest) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let Ok(engine) = app.state::<Backend>().engine().await else { return };
        let listener = app.state::<Listener>();
        let mut listening = listener.state();
        if listening.task.is_some() {
            engine.request(request);
        } else {
            listening.waiting = Some(request);
        }
    });
}

/// Carries out one command.
#[tauri::command]
async fn dispatch(command: Command, backend: State<'_, Backend>) -> Result<Reply, Problem> {
    backend.engine().await?.dispatch(command).await
}

/// Sends every announcement from now on to `channel`, numbered from 1.
#[tauri::command]
async fn subscribe(
    channel: Channel<Announcement>,
    backend: State<'_, Backend>,
    listener: State<'_, Listener>,
) -> Result<(), Problem> {
    let engine = backend.engine().await?;
    let mut announcements = engine.subscribe();
    let task = tauri::async_runtime::spawn(async move {
        while let Some(announcement) = announcements.next().await {
            if channel.send(announcement).is_err() {
                return;
            }
        }
    });
    let mut listening = listener.state();
    if let Some(before) = listening.task.replace(task) {
        before.abort();
    }
    if let Some(waiting) = listening.waiting.take() {
        engine.request(waiting);
    }
    Ok(())
}
