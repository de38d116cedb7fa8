//! Words at which clauses begin.

/// Words that begin a clause.
pub(crate) const OPENERS: &[&str] = &[
    "but", "so", "because", "cos", "although", "though", "however", "whereas", "until", "unless",
    "which", "who", "while", "except", "yet", "when", "where", "if", "then",
];
/// Words that join either two nouns or two clauses.
pub(crate) const JOINERS: &[&str] = &["and", "or", "plus"];
