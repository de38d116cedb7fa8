//! For tests only: a controlled clock, builders, and a server with desktops in one process.
