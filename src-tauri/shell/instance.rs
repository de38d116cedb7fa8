//! One program at a time: a second start shows the first one's window. A start right after an end
//! must not take the one that ended for a running one.

use crate::{window, wish::Wish};
use tauri::{Runtime, plugin::TauriPlugin};

/// Ends a second start at once, after the first one was told what was wished for.
pub(crate) fn only<R: Runtime>() -> TauriPlugin<R> {
    tauri_plugin_single_instance::init(|app, arguments, _| {
        window::fulfil(app, Wish::from_arguments(arguments.into_iter().skip(1)));
    })
}

/// Waits, ten seconds at most, until the session bus has noticed that a program that was killed
/// is gone. Returns at once when none runs, and when one runs.
#[cfg(target_os = "linux")]
pub(crate) fn let_the_dead_go() {
    if let Err(error) = linux::let_the_dead_go() {
        tracing::warn!(%error, "the session bus cannot be asked about other instances");
    }
}

/// Elsewhere the system itself frees the place of a program that ended.
#[cfg(not(target_os = "linux"))]
pub(crate) fn let_the_dead_go() {}

#[cfg(target_os = "linux")]
mod linux {
    use std::time::Duration;
    use zbus::{
        blocking::{
            connection::Builder,
            fdo::{DBusProxy, PeerProxy},
        },
        names::BusName,
    };

    /// The name that the plugin takes: the program's identifier and a suffix.
    const NAME: &str = "app.trajectoryos.desktop.SingleInstance";

    /// How long one answer may take; a running instance answers in a few milliseconds.
    const PATIENCE: Duration = Duration::from_millis(100);

    /// How often a name without a program is looked at before it is left to the plugin.
    const LOOKS: usize = 100;

    pub(super) fn let_the_dead_go() -> zbus::Result<()> {
        let bus = Builder::session()?.method_timeout(PATIENCE).build()?;
        let names = DBusProxy::new(&bus)?;
        let name = BusName::try_from(NAME)?;
        for _ in 0..LOOKS {
            if !names.name_has_owner(name.clone())? {
                return Ok(());
            }
            let peer = PeerProxy::builder(&bus).destination(name.clone())?.path("/")?.build()?;
            // The bus answers for a program that is gone, as soon as it has noticed.
            if peer.ping().is_ok() {
                return Ok(());
            }
        }
        Ok(())
    }
}
