//! The person's choices as far as the host acts on them. Their keeping is the engine's business.

use protocol::preferences::Preferences;
use std::sync::{PoisonError, RwLock};

/// The choices that hold now.
#[derive(Debug, Default)]
pub(crate) struct Choices(RwLock<Preferences>);

impl Choices {
    /// From now on these hold. Gives those that held before.
    pub(crate) fn replace(&self, preferences: Preferences) -> Preferences {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *held, preferences)
    }

    /// Whether closing the window leaves the program in the tray.
    pub(crate) fn close_to_tray(&self) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).close_to_tray
    }
}
