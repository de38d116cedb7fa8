//! What decisions and changes do to records.

mod changes;
mod decisions;
mod samples;
mod skills;
mod tree;
mod words;
