//! Keeps the repository to its own rules.
