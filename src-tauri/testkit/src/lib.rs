//! For tests only: time and ids that a test decides, a host that writes no dialogs, and a world with
//! one real server and any number of desktops in one process, talking over real sockets, or, in
//! [`simulated`], without any and in a time of its own. Nothing here is part of the program, so a
//! failed expectation panics.

#![expect(clippy::panic, reason = "a failed expectation of a test")]

mod ambient;
mod desktop;
mod host;
mod model_server;
mod world;

pub mod simulated;

pub use ambient::{CountingIds, SetClock};
pub use desktop::{Desktop, Surroundings};
pub use host::{CHOSEN, QuietHost};
pub use model_server::{Behaviour, ModelServer};
pub use world::World;

use std::time::Duration;

/// How long a test waits for something that must come. Long, because machines are slow at times; a
/// test that is right never waits for it.
pub const PATIENCE: Duration = Duration::from_mins(1);
