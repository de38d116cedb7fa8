//! Words that begin an aside.

/// Words that begin an aside.
pub(crate) const ASIDE: &[&str] =
    &["for", "in", "on", "at", "with", "of", "to", "from", "by", "as", "like", "too"];
