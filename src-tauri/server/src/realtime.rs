//! Live delivery over sockets. The machine decides, the driver moves bytes and reads the log;
//! the hub knows which connections are open.

mod credit;
mod driver;
mod exchange;
mod hub;
mod machine;
mod subscription;

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

pub use driver::Socket;
pub(crate) use driver::{refuse, serve};
pub(crate) use hub::Hub;
pub(crate) use machine::FRAME_IN;
