//! Puts the parts together: from the first line of `main` to the exit code.

use crate::{
    backend::{self, Backend},
    bridge,
    configuration::Configuration,
    data_folder::{self, DataFolderError},
    host::{self, Desktop},
    instance, logs,
    models::ServerModels,
    network,
    preferences::Choices,
    secrets::Keyring,
    shortcuts::Shortcuts,
    tray, window,
};
use engine::Ports;
use protocol::{Command, Problem, Reply, SystemClock, SystemIds};
use std::{path::Path, process::ExitCode, sync::Arc};
use tauri::{App, AppHandle, Manager, RunEvent, Runtime, Wry, async_runtime};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

/// The name under which secrets stand in the keyring.
const KEYRING: &str = "app.trajectoryos.desktop";

/// Runs the desktop program until it quits.
pub fn run() -> ExitCode {
    link::install_tls();
    let configuration = match Configuration::from_surroundings() {
        Ok(configuration) => configuration,
        Err(error) => return refuse(&error.to_string()),
    };
    let prepared = data_folder::prepare(&configuration.data);
    let _logs = logs::start(&configuration, prepared.is_ok());
    if let Err(error) = prepared {
        return refuse(&error.to_string());
    }
    instance::let_the_dead_go();
    match build(configuration) {
        Ok(app) => code(app.run_return(on_run)),
        Err(error) => {
            tracing::error!(%error, "the program could not start");
            ExitCode::FAILURE
        }
    }
}

fn build(configuration: Configuration) -> tauri::Result<App<Wry>> {
    let mut builder = bridge::install(tauri::Builder::default())
        // First, so that a second start ends before it touches anything.
        .plugin(instance::only())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .plugin(window::memory(&configuration))
        .manage(Choices::default())
        .manage(window::Focus::default())
        .on_window_event(window::on_event);
    if !configuration.wayland {
        builder = builder.plugin(tauri_plugin_global_shortcut::Builder::new().build());
    }
    builder
        .setup(move |app| {
            async_runtime::spawn(start(app.handle().clone(), configuration.clone()));
            window::open(app.handle(), &configuration)?;
            follow_tray(app.handle());
            async_runtime::spawn(end_on_signal(app.handle().clone()));
            if let Some(request) = configuration.wish.request() {
                bridge::request(app.handle(), request);
            }
            Ok(())
        })
        .build(context())
}

/// What was built into the program: configuration, capabilities, the interface.
#[expect(clippy::exit, reason = "in code of the macro, when what was built in cannot be read")]
fn context() -> tauri::Context<Wry> {
    tauri::generate_context!()
}

/// Without a tray the program works as well; the log says why there is none.
fn follow_tray<R: Runtime>(app: &AppHandle<R>) {
    match tray::build(app) {
        Ok(tray) => {
            async_runtime::spawn(tray::follow(tray, app.clone(), Arc::new(SystemClock)));
        }
        Err(error) => tracing::warn!(%error, "there is no tray"),
    }
}

/// Starts server and engine, or says why not and ends the program.
async fn start<R: Runtime>(app: AppHandle<R>, configuration: Configuration) {
    if let Err(text) = start_backend(&app, configuration).await {
        tracing::error!("{text}");
        app.state::<Backend>()
            .failed(Problem::refused(protocol::ErrorCode::Unavailable, text.clone()));
        tell(&app, &text);
    }
}

async fn start_backend<R: Runtime>(
    app: &AppHandle<R>,
    configuration: Configuration,
) -> Result<(), String> {
    let data = configuration.data.clone();
    let claim =
        data_folder::claim(&data).await.map_err(|error: DataFolderError| error.to_string())?;
    let (keyring, place) = tokio::join!(
        Keyring::open(KEYRING),
        backend::Place::open(&data, configuration.server.clone())
    );
    let (keyring, shortcuts) = (Arc::new(keyring), Arc::new(Shortcuts::new(configuration.wayland)));
    let desktop = Desktop {
        app: app.clone(),
        configuration,
        keyring: Arc::clone(&keyring),
        shortcuts: Arc::clone(&shortcuts),
        notices: place.notice.clone().into_iter().collect(),
        models: place.models.clone().map(ServerModels),
    };
    let ports = Ports {
        network: Arc::new(link::Network::new(&place.address)),
        secrets: keyring,
        host: Arc::new(desktop),
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        seed: backend::seed(),
        draws: engine::DRAWS,
    };
    let engine = place.start_engine(&data, ports).await;
    let engine = engine.map_err(|error| cannot_open(&data, error))?;
    let engine = Arc::new(engine);
    let backend = app.state::<Backend>();
    backend.keep(place.built_in, claim).await;
    if let Ok(Reply::Bootstrap { bootstrap }) = engine.dispatch(Command::Bootstrap).await {
        let preferences = bootstrap.preferences;
        window::paint(app, preferences.theme);
        host::take_shortcuts(app, &shortcuts, &preferences).await;
        app.state::<Choices>().replace(preferences);
    }
    async_runtime::spawn(network::watch(Arc::clone(&engine)));
    backend.started(engine);
    Ok(())
}

fn cannot_open(data: &Path, error: engine::StartError) -> String {
    let problem = Problem::from(error);
    format!(
        "TrajectoryOS cannot open what it keeps in its data folder:\n\n{}\n\n{}\n\nThe log in \
         the folder says more. Start TrajectoryOS again when this is mended.",
        data.display(),
        problem.title,
    )
}

/// Quitting waits for the engine to stop, once.
fn on_run<R: Runtime>(app: &AppHandle<R>, event: RunEvent) {
    let RunEvent::ExitRequested { api, code, .. } = event else { return };
    let app = app.clone();
    if app.state::<Backend>().begin_stop() {
        api.prevent_exit();
        // A start from here on is not for this instance, which has no more to show.
        tauri_plugin_single_instance::destroy(&app);
        async_runtime::spawn(async move {
            app.state::<Backend>().stop().await;
            app.exit(code.unwrap_or(0));
        });
    }
}

/// Interrupting the program in a terminal, or the session's end, quits it as the tray does.
async fn end_on_signal<R: Runtime>(app: AppHandle<R>) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        else {
            return;
        };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        app.exit(0);
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_ok() {
        app.exit(0);
    }
}

/// Says why the program cannot run, in a dialog and in the log, and gives the exit code.
fn refuse(text: &str) -> ExitCode {
    tracing::error!("{text}");
    let shown = text.to_owned();
    let dialog = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .setup(move |app| {
            tell(app.handle(), &shown);
            Ok(())
        })
        .build(context());
    if let Ok(app) = dialog {
        app.run_return(|_, event| {
            // Nothing but the dialog is open, and its answer ends the program.
            if let RunEvent::ExitRequested { api, code: None, .. } = event {
                api.prevent_exit();
            }
        });
    }
    ExitCode::FAILURE
}

/// Shows `text` and ends the program with code 1 when it was read.
fn tell<R: Runtime>(app: &AppHandle<R>, text: &str) {
    let ending = app.clone();
    app.dialog()
        .message(text)
        .title("TrajectoryOS cannot start")
        .kind(MessageDialogKind::Error)
        .show(move |_| ending.exit(1));
}

fn code(code: i32) -> ExitCode {
    u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)
}
