//! Global shortcuts: taken from the person's choices, taken again when they change, and said
//! plainly when another program has them or the system cannot give them.

use crate::{window, wish::Wish};
use std::sync::{PoisonError, RwLock};
use tauri::{AppHandle, Runtime};
use tauri_plugin_global_shortcut::{GlobalShortcutExt, ShortcutState};

/// What a shortcut does.
#[derive(Debug, Clone, Copy)]
enum Action {
    Toggle,
    StartInterview,
}

/// The shortcuts of this program.
#[derive(Debug)]
pub(crate) struct Shortcuts {
    /// On Wayland taking a shortcut succeeds and nothing ever fires, so none is taken.
    wayland: bool,
    refused: RwLock<Vec<String>>,
}

impl Shortcuts {
    /// None are taken yet.
    pub(crate) fn new(wayland: bool) -> Self {
        Self { wayland, refused: RwLock::default() }
    }

    /// Those that could not be taken, as the person wrote them.
    pub(crate) fn refused(&self) -> Vec<String> {
        self.refused.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Gives all shortcuts back and takes these; an empty one is not wanted. Waits for the main
    /// thread, so it must not be called on it.
    pub(crate) fn take<R: Runtime>(&self, app: &AppHandle<R>, toggle: &str, interview: &str) {
        if self.wayland {
            return;
        }
        if let Err(error) = app.global_shortcut().unregister_all() {
            tracing::warn!(%error, "the old shortcuts could not be given back");
        }
        let wanted = [(toggle, Action::Toggle), (interview, Action::StartInterview)];
        let refused = wanted
            .into_iter()
            .filter(|(keys, action)| !keys.is_empty() && !register(app, keys, *action))
            .map(|(keys, _)| keys.to_owned())
            .collect();
        *self.refused.write().unwrap_or_else(PoisonError::into_inner) = refused;
    }
}

fn register<R: Runtime>(app: &AppHandle<R>, keys: &str, action: Action) -> bool {
    let taken = app.global_shortcut().on_shortcut(keys, move |app, _, event| {
        if event.state == ShortcutState::Pressed {
            match action {
                Action::Toggle => window::toggle(app),
                Action::StartInterview => window::fulfil(app, Wish::StartInterview),
            }
        }
    });
    if let Err(error) = &taken {
        tracing::warn!(%error, "a global shortcut was refused");
    }
    taken.is_ok()
}
