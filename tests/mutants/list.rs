//! The rules that are broken, and the tests that must notice.

/// One broken rule.
pub(crate) struct Mutant {
    /// What is broken, as a sentence.
    pub(crate) name: &'static str,
    /// The file.
    pub(crate) file: &'static str,
    /// The text that stands there exactly once.
    pub(crate) from: &'static str,
    /// What stands there instead.
    pub(crate) to: &'static str,
    /// The tests that must turn red, as arguments of `cargo test`.
    pub(crate) tests: &'static [&'static str],
}

pub(crate) const MUTANTS: &[Mutant] = &[Mutant {
    name: "a work that fails keeps half of its writes",
    file: "src-tauri/db/src/writer.rs",
    from: "\"ROLLBACK TO work; RELEASE work\"",
    to: "\"RELEASE work\"",
    tests: &["-p", "db"],
}];
