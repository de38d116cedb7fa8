//! The connection to the server: a pure state machine, its driver, and REST.
