//! Words that a quote neither begins nor ends with.

/// Words that a quote does not begin with.
pub(crate) const LEADING: &[&str] = &[
    "and", "but", "so", "because", "cos", "then", "well", "or", "also", "plus", "yeah", "um", "erm",
];
/// Words that a quote does not end with.
pub(crate) const TRAILING: &[&str] =
    &["and", "or", "but", "so", "the", "a", "an", "to", "because", "with", "my"];
/// Words that begin a clause which says nothing without the one before.
pub(crate) const RELATIVE: &[&str] = &["who", "which", "that", "where", "when", "if", "until"];
