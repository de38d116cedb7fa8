//! What the store promises: each event once, unsent work kept and laid over, damage survived.

mod apply;
mod build;
mod files;
mod laws;
mod outbox;
mod overlay;
