//! What the fault scoreboard and its headless desktop say to each other. Everything else is in the
//! two programs.

pub mod lines;
