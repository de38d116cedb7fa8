//! The connection to the server: a pure state machine and its driver for the one WebSocket of the
//! process and for what stands in for it where none gets through (server-sent events, long polls),
//! REST for commands and reads, and the account whose tokens all of them use. What the frames and
//! records mean is left to the engine; where tokens are kept is left to a [`SecretStore`].

pub mod machine;

mod account;
mod driver;
mod network;
mod output;
mod rest;
mod secrets;
mod tls;
mod transport;

pub use account::{Account, AccountError, Identity};
pub use driver::{Link, Settings};
pub use network::Network;
pub use output::Output;
pub use rest::{Read, ReadPosition, Rest, RestError};
pub use secrets::{MemorySecrets, PatientSecrets, SecretError, SecretStore};
pub use tls::install as install_tls;
pub use transport::{Incoming, Pieces, SocketError, Transport, TransportError, Wire};
