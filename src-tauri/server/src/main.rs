//! Starts the realtime server as a program.

fn main() {}
