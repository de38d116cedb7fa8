//! The server as its clients see it: real files, real HTTP, real sockets, a clock of our own.

mod accounts;
mod guards;
mod interviews;
mod replays;
mod sessions;
mod sockets;
mod support;
