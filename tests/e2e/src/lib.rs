//! The real program under a virtual display of its own: display, session bus, keyring and folders
//! for each test, and hands and eyes for it. What is expected of the program is in the tests.

pub mod conversation;
pub mod databases;
pub mod desktop;
pub mod keyboard;
pub mod keyring;
pub mod process;
pub mod program;
pub mod screen;
pub mod surroundings;
pub mod tray;
mod wait;

pub use desktop::Desktop;
pub use screen::Screen;
pub use surroundings::{Surroundings, With};
pub use wait::{PATIENCE, until};
