//! Verbs whose past is as their present.

/// Words whose past is as their present.
pub(crate) const PLAIN_PAST: &[&str] =
    &["let", "split", "beat", "set", "put", "cut", "shut", "read"];
