//! The tray: a line that says how things are, and the quick actions. On Linux only its menu
//! reacts, so every action is an item.

use crate::{backend::Backend, status, window, wish::Wish};
use engine::Engine;
use protocol::{AppEvent, Clock, app_event::LinkState};
use std::{sync::Arc, time::Duration};
use tauri::{
    AppHandle, Manager, Runtime,
    image::Image,
    menu::{Menu, MenuItem, PredefinedMenuItem},
    tray::{TrayIcon, TrayIconBuilder},
};

const LIVE: Image<'static> = tauri::include_image!("icons/tray.png");
const OFFLINE: Image<'static> = tauri::include_image!("icons/tray-offline.png");

/// The icon and its line.
pub(crate) struct Tray<R: Runtime> {
    icon: TrayIcon<R>,
    line: MenuItem<R>,
}

/// Puts the icon into the tray.
pub(crate) fn build<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<Tray<R>> {
    let line = MenuItem::with_id(app, "status", "Starting", false, None::<&str>)?;
    let menu = Menu::with_items(
        app,
        &[
            &line,
            &PredefinedMenuItem::separator(app)?,
            &MenuItem::with_id(app, "open", "Open TrajectoryOS", true, None::<&str>)?,
            &MenuItem::with_id(app, "interview", "Start interview", true, None::<&str>)?,
            &PredefinedMenuItem::separator(app)?,
            &MenuItem::with_id(app, "quit", "Quit", true, None::<&str>)?,
        ],
    )?;
    let icon = TrayIconBuilder::with_id("main")
        .icon(OFFLINE)
        .icon_as_template(true)
        .tooltip("TrajectoryOS")
        .menu(&menu)
        .on_menu_event(|app, event| on_menu(app, event.id().as_ref()))
        .build(app)?;
    Ok(Tray { icon, line })
}

fn on_menu<R: Runtime>(app: &AppHandle<R>, item: &str) {
    match item {
        "open" => window::fulfil(app, Wish::Show),
        "interview" => window::fulfil(app, Wish::StartInterview),
        "quit" => app.exit(0),
        _ => {}
    }
}

/// Keeps line and icon true until the engine stops.
pub(crate) async fn follow<R: Runtime>(tray: Tray<R>, app: AppHandle<R>, clock: Arc<dyn Clock>) {
    let Ok(engine) = app.state::<Backend>().engine().await else { return };
    let mut announcements = engine.subscribe();
    let mut shown = (String::new(), None);
    loop {
        let counting = tray.tell(&engine, clock.as_ref(), &mut shown);
        let next = next_change(&mut announcements);
        if !counting {
            if !next.await {
                return;
            }
        } else if let Ok(false) = tokio::time::timeout(Duration::from_secs(1), next).await {
            return;
        }
    }
}

/// Waits for something the line speaks of; false when the engine has stopped.
async fn next_change(announcements: &mut engine::Announcements) -> bool {
    while let Some(announcement) = announcements.next().await {
        if matches!(
            announcement.event,
            AppEvent::LinkChanged { .. }
                | AppEvent::OutboxChanged { .. }
                | AppEvent::PhysicsUpdated { .. }
                | AppEvent::Resynced
        ) {
            return true;
        }
    }
    false
}

impl<R: Runtime> Tray<R> {
    /// Shows the line and icon that are true now; gives whether the line counts seconds.
    fn tell(&self, engine: &Engine, clock: &dyn Clock, shown: &mut (String, Option<bool>)) -> bool {
        let (link, outbox, index) = engine.status();
        let line = status::line(&link, &outbox, index.as_ref(), clock.now());
        if line != shown.0 {
            if let Err(error) = self.line.set_text(&line) {
                tracing::warn!(%error, "the tray's line could not be set");
            }
            shown.0 = line;
        }
        let live = matches!(link.state, LinkState::Ready | LinkState::Degraded);
        if shown.1 != Some(live) {
            if let Err(error) = self.icon.set_icon(Some(if live { LIVE } else { OFFLINE })) {
                tracing::warn!(%error, "the tray's icon could not be set");
            }
            shown.1 = Some(live);
        }
        link.state == LinkState::Waiting && link.retry_at.is_some()
    }
}

/// Whether the desktop shows a tray now. Without one a hidden window could not be reached.
#[cfg(target_os = "linux")]
pub(crate) fn present() -> bool {
    let watcher = zbus::names::BusName::try_from("org.kde.StatusNotifierWatcher")
        .expect("a constant bus name is valid");
    zbus::blocking::Connection::session()
        .and_then(|bus| Ok(zbus::blocking::fdo::DBusProxy::new(&bus)?.name_has_owner(watcher)?))
        .unwrap_or(false)
}

/// Windows and macOS always have one.
#[cfg(not(target_os = "linux"))]
pub(crate) fn present() -> bool {
    true
}
