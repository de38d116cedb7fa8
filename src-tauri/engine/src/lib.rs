//! The whole app without a window: takes commands, keeps unsent work and sends it, takes events in,
//! and tells the interface what is so now. It shows what it knows at once, server or not. How the
//! socket is kept belongs to `link`, what is on the disk to `store`, windows to `shell`.

mod announce;
mod backoff;
mod commands;
mod config;
mod connection_log;
mod core;
mod drain;
mod engine;
mod export;
mod follow;
mod identity;
mod import;
mod index;
mod intake;
mod read;
mod resuming;
mod resync;
mod tell;

pub use announce::Announcements;
pub use config::{Config, DRAWS, HostPort, ModelPort, Ports, StartError};
pub use engine::Engine;
pub use store::Disk;
