//! The desktop program: the only code that knows Tauri. It opens the window, starts the built-in
//! server and the engine, carries commands and announcements between engine and interface, and
//! gives tray, shortcuts, dialogs and keyring. What the app does is decided in the engine.

pub mod backend;
pub mod bridge;
mod configuration;
mod data_folder;
mod host;
mod instance;
mod logs;
mod models;
mod network;
#[cfg(target_os = "linux")]
mod painting;
mod preferences;
mod program;
mod secrets;
mod shortcuts;
mod status;
mod tray;
mod window;
mod wish;

pub use program::run;
