//! Real processes and a line that breaks, for the fault scoreboard and for other tests; and what the
//! scoreboard and its headless desktop say to each other.

pub mod author;
pub mod lines;
pub mod process;
pub mod proxy;
pub mod server;
