//! The main window: how it opens, comes to the front, hides, and where its links may lead.

use crate::{configuration::Configuration, preferences::Choices, tray, wish::Wish};
use protocol::preferences::Theme;
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tauri::{
    AppHandle, Manager, Runtime, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Window,
    WindowEvent, webview::NewWindowResponse, window::Color,
};
use tauri_plugin_opener::OpenerExt;
use tauri_plugin_window_state::StateFlags;
use tokio::time::Instant;

/// The label of the one window.
pub(crate) const MAIN: &str = "main";

/// How long ago a window may have lost the keyboard to a shortcut that is only now acted on.
const JUST_NOW: Duration = Duration::from_millis(300);

/// What shows before the interface has painted: `--bg` of each theme.
const LIGHT: Color = Color(0xF1, 0xF2, 0xF4, 0xFF);
const DARK: Color = Color(0x0E, 0x10, 0x12, 0xFF);

/// Remembers size and place in the data folder.
pub(crate) fn memory<R: Runtime>(configuration: &Configuration) -> tauri::plugin::TauriPlugin<R> {
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(
            StateFlags::SIZE
                | StateFlags::POSITION
                | StateFlags::MAXIMIZED
                | StateFlags::FULLSCREEN,
        )
        .with_filename(configuration.data.join("window.json").to_string_lossy())
        .build()
}

/// Opens the window.
pub(crate) fn open<R: Runtime>(
    app: &AppHandle<R>,
    configuration: &Configuration,
) -> tauri::Result<WebviewWindow<R>> {
    let links = app.clone();
    let pages = app.clone();
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("TrajectoryOS")
        .inner_size(1280.0, 800.0)
        .min_inner_size(360.0, 480.0)
        .background_color(LIGHT)
        .data_directory(configuration.data.join("webview"))
        .on_document_title_changed(|window, title| {
            report("the title could not be set", window.set_title(&title));
        })
        .on_navigation(move |address| {
            let own = is_own(address);
            if !own {
                follow(&pages, address);
            }
            own
        })
        .on_new_window(move |address, _| {
            follow(&links, &address);
            NewWindowResponse::Deny
        })
        .build()?;
    #[cfg(target_os = "linux")]
    crate::painting::suit(&window);
    Ok(window)
}

/// Brings the window to the front and does what was wished for.
pub(crate) fn fulfil<R: Runtime>(app: &AppHandle<R>, wish: Wish) {
    show(app);
    if let Some(request) = wish.request() {
        crate::bridge::request(app, request);
    }
}

/// Shows the window when it is hidden, minimised or behind others; hides it otherwise. Without a
/// tray it is minimised, so that it can still be reached.
pub(crate) fn toggle<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let in_front = is_in_front(&window);
    tracing::debug!(in_front, "the window is toggled");
    if !in_front {
        show(app);
    } else if tray::present() {
        report("the window could not be hidden", window.hide());
    } else {
        report("the window could not be minimised", window.minimize());
    }
}

/// Whether the person works in the window.
///
/// X11 takes the keyboard from every window while a global shortcut is held down, so a window that
/// lost it this moment counts as well.
fn is_in_front<R: Runtime>(window: &WebviewWindow<R>) -> bool {
    window.is_visible().unwrap_or(false)
        && !window.is_minimized().unwrap_or(false)
        && (window.is_focused().unwrap_or(false) || window.state::<Focus>().was_just_lost())
}

/// Shows the colours of a theme around the page, and to the page as the system's choice.
pub(crate) fn paint<R: Runtime>(app: &AppHandle<R>, theme: Theme) {
    let wanted = match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    };
    app.set_theme(wanted);
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let dark = match wanted {
        Some(theme) => theme == tauri::Theme::Dark,
        None => window.theme().is_ok_and(|theme| theme == tauri::Theme::Dark),
    };
    let colour = if dark { DARK } else { LIGHT };
    report("the background could not be set", window.set_background_color(Some(colour)));
}

/// When the window lost the keyboard.
#[derive(Debug, Default)]
pub(crate) struct Focus(Mutex<Option<Instant>>);

impl Focus {
    fn lost(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    fn was_just_lost(&self) -> bool {
        let lost = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lost.is_some_and(|lost| lost.elapsed() < JUST_NOW)
    }
}

/// Closing leaves the program in the tray when the person wants that and a tray is there.
pub(crate) fn on_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    if let WindowEvent::Focused(false) = event {
        window.state::<Focus>().lost();
    }
    if let WindowEvent::CloseRequested { api, .. } = event
        && window.state::<Choices>().close_to_tray()
        && tray::present()
    {
        api.prevent_close();
        report("the window could not be hidden", window.hide());
    }
}

fn show<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    report("the window could not be shown", window.show());
    report("the window could not be restored", window.unminimize());
    report("the window could not be focused", window.set_focus());
}

/// The interface itself, from the program or from the development server.
fn is_own(address: &Url) -> bool {
    address.scheme() == "tauri"
        || (cfg!(debug_assertions) && address.host_str() == Some("localhost"))
}

/// Opens a link in the person's browser or mail program, and nothing that is not a plain link.
fn follow<R: Runtime>(app: &AppHandle<R>, address: &Url) {
    if !matches!(address.scheme(), "https" | "http" | "mailto") {
        tracing::warn!(scheme = address.scheme(), "a link was not followed");
        return;
    }
    if app.opener().open_url(address.as_str(), None::<&str>).is_err() {
        tracing::warn!("no program opens links");
    }
}

fn report(what: &str, result: tauri::Result<()>) {
    if let Err(error) = result {
        tracing::warn!(%error, "{what}");
    }
}
