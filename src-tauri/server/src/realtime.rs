//! Live delivery. The machine decides, the driver reads the log and runs one connection over a peer:
//! a socket, server-sent events or a long poll. The hub knows which connections are open.

mod allowance;
mod credit;
mod driver;
mod exchange;
mod hub;
mod machine;
mod pages;
mod peer;
mod poll;
mod signs;
mod socket;
mod stream;
mod subscription;

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

pub(crate) use driver::{connect, serve};
pub(crate) use exchange::{Action, Input, Judged, Moment, Setup};
pub(crate) use hub::Hub;
pub(crate) use machine::{FRAME_IN, Machine, WINDOW};
pub(crate) use pages::SharedPages;
pub(crate) use peer::Peer;
pub(crate) use poll::PollPeer;
pub(crate) use signs::{Kind, Sign};
pub use socket::Socket;
pub(crate) use stream::StreamPeer;
