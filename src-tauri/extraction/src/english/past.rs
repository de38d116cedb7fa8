//! Words before a year.

/// Words right before a year in which something was, and no longer is.
pub(crate) const IN_YEAR: &[&str] =
    &["in", "until", "till", "around", "about", "of", "be", "like", "was", "to", "by", "back"];
/// What an age follows.
pub(crate) const AT_AGE: &[&[&str]] = &[&["when", "i", "was"], &["until", "i", "was"]];
/// What one no longer does, unless one is used to it.
pub(crate) const USED_TO: &[&[&str]] = &[&["used", "to"]];
/// Spans of time that are counted: years and tens of years.
pub(crate) const SPANS: &[&str] = &["year", "years", "yrs", "decade", "decades"];
