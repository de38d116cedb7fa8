//! Drives the real program through an interview.

fn main() {}
