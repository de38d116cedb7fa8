//! Words before a year.

/// Words right before a year in which something was, and no longer is.
pub(crate) const IN_YEAR: &[&str] =
    &["in", "until", "till", "around", "about", "of", "be", "like", "was", "to", "by", "back"];
