//! The realtime backend, as a library and as the program trajectory-server.
//!
//! A change comes by HTTP, is committed with its events, and goes out over sockets from the
//! log. The desktop starts the same server inside itself through [`start`].

mod agent;
mod app;
mod auth;
mod branches;
mod changes;
mod config;
mod fanout;
mod jobs;
mod limits;
mod listening;
pub mod measure;
mod origin;
mod realtime;
mod refusal;
mod routes;
mod run;
mod storage;

pub use agent::{Model, Models, Patience};
pub use config::{Config, StartError};
pub use db::Disk;
pub use limits::Rate;
pub use realtime::Socket;
pub use run::{Server, start, start_inside};
pub use storage::StorageError;
