//! Words after which a tool is named.

/// Words after which a tool or language is named.
pub(crate) const USE: &[&str] = &[
    "in", "with", "using", "use", "used", "know", "wrote", "write", "writing", "learned", "learnt",
    "knowing", "uses",
];
