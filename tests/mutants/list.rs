//! The rules that are broken, and the tests that must notice.

mod domain;
mod link;
mod server;
mod store;

/// One broken rule.
pub(crate) struct Mutant {
    /// What is broken, as a sentence.
    pub(crate) name: &'static str,
    /// The file.
    pub(crate) file: &'static str,
    /// The text that stands there exactly once.
    pub(crate) from: &'static str,
    /// What stands there instead; the tests must still come to an end with it.
    pub(crate) to: &'static str,
    /// The tests that must turn red, as arguments of `cargo test`.
    pub(crate) tests: &'static [&'static str],
}

const SIMULATION: &[&str] =
    &["--profile", "simulation", "-p", "tests", "--test", "simulation", "--", "--seeds", "500"];

/// All of them, part by part.
pub(crate) fn mutants() -> impl Iterator<Item = &'static Mutant> {
    [store::STORE, link::LINK, domain::DOMAIN, server::SERVER].into_iter().flatten()
}
