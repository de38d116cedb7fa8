//! Keeps the repository to its own rules: who may know whom, how long a file may be, how it opens,
//! and that generated code is what it is generated from. Each test says how much it saw.

mod bindings;
mod crates;
mod files;
mod interface;
mod interviews;
mod sources;
