//! What the person chose on this device. Kept by the desktop; the server never sees it.

use crate::{
    ids::SessionId,
    models::ModelChoice,
    patch::{present, set},
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
    /// The kind of `last_session`, which nothing else knows while that is not stored.
    pub session_kind: SessionKind,
    /// The language model that words the questions; absent for the built-in interviewer. Its key is
    /// in the keyring.
    pub model: Option<ModelChoice>,
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
            model: None,
            shortcut_toggle: String::from("Ctrl+Alt+T"),
            shortcut_interview: String::from("Ctrl+Alt+I"),
        }
    }
}

/// Some choices made anew. An absent field stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[ts(export, optional_fields)]
pub struct PreferencesChange {
    /// The name the app shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which colours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// 0.9 to 1.5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_scale: Option<f64>,
    /// Whether movement is turned off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduced_motion: Option<bool>,
    /// Whether closing the window leaves the app in the tray.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close_to_tray: Option<bool>,
    /// Whether the first question has been answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub welcomed: Option<bool>,
    /// The screen to come back to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_screen: Option<String>,
    /// The session to come back to; `null` for none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[ts(as = "Option<Option<SessionId>>")]
    pub last_session: Option<Option<SessionId>>,
    /// What new sessions do with findings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<PermissionMode>,
    /// The kind of `last_session`, which nothing else knows while that is not stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_kind: Option<SessionKind>,
    /// The language model; `null` for the built-in interviewer. [`crate::Command::ChooseModel`]
    /// also has the server speak with it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    #[ts(as = "Option<Option<ModelChoice>>")]
    pub model: Option<Option<ModelChoice>>,
    /// Shows or hides the window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortcut_toggle: Option<String>,
    /// Starts or resumes the interview.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shortcut_interview: Option<String>,
}

impl PreferencesChange {
    /// Put the fields that are there over those of `preferences`.
    pub fn apply_to(self, preferences: &mut Preferences) {
        set(&mut preferences.name, self.name);
        set(&mut preferences.theme, self.theme);
        set(&mut preferences.text_scale, self.text_scale);
        set(&mut preferences.reduced_motion, self.reduced_motion);
        set(&mut preferences.close_to_tray, self.close_to_tray);
        set(&mut preferences.welcomed, self.welcomed);
        set(&mut preferences.last_screen, self.last_screen);
        set(&mut preferences.last_session, self.last_session);
        set(&mut preferences.permission, self.permission);
        set(&mut preferences.session_kind, self.session_kind);
        set(&mut preferences.model, self.model);
        set(&mut preferences.shortcut_toggle, self.shortcut_toggle);
        set(&mut preferences.shortcut_interview, self.shortcut_interview);
    }
}
