//! What the person chose on this device. Kept by the desktop; the server never sees it.

use crate::{
    ids::SessionId,
    records::{PermissionMode, SessionKind},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Choices of this device. Unknown fields of a newer version are dropped when read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct Preferences {
    /// The name the app shows; empty until given.
    pub name: String,
    /// Which colours.
    pub theme: Theme,
    /// Scale of type, 0.9 to 1.5.
    pub text_scale: f64,
    /// Whether movement is turned off whatever the system says.
    pub reduced_motion: bool,
    /// Whether closing the window leaves the app in the tray.
    pub close_to_tray: bool,
    /// Whether the first question has been answered.
    pub welcomed: bool,
    /// The screen to come back to, as a path of the interface.
    pub last_screen: String,
    /// The session to come back to.
    pub last_session: Option<SessionId>,
    /// What new sessions do with findings.
    pub permission: PermissionMode,
    /// What new sessions are for.
    pub session_kind: SessionKind,
    /// Shows or hides the window, in Tauri's notation.
    pub shortcut_toggle: String,
    /// Starts or resumes the interview.
    pub shortcut_interview: String,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            name: String::new(),
            theme: Theme::System,
            text_scale: 1.0,
            reduced_motion: false,
            close_to_tray: true,
            welcomed: false,
            last_screen: String::from("/"),
            last_session: None,
            permission: PermissionMode::Ask,
            session_kind: SessionKind::Intake,
            shortcut_toggle: String::from("Ctrl+Alt+T"),
            shortcut_interview: String::from("Ctrl+Alt+I"),
        }
    }
}
