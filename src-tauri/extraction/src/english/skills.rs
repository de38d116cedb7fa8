//! Words around roles and wishes.

/// Words before a role by which the speaker takes it.
pub(crate) const IN_ROLE: &[&str] =
    &["i'm", "am", "was", "been", "as", "being", "im", "is", "were", "we're"];
/// Words between those and the role that look like verbs but are not.
pub(crate) const QUALIFIED: &[&str] = &[
    "qualified",
    "trained",
    "registered",
    "certified",
    "retired",
    "experienced",
    "skilled",
    "licensed",
    "chartered",
    "acting",
    "practising",
    "nursing",
    "catering",
    "building",
    "engineering",
];
/// Words that keep a role from being the speaker's.
pub(crate) const NOT_IN_ROLE: &[&str] =
    &["to", "with", "by", "from", "for", "of", "not", "than", "like", "i", "he", "she", "they"];
/// Words of what is only imagined, in an answer about the future.
pub(crate) const IMAGINED: &[&str] =
    &["i'd", "we'd", "i'll", "would", "could", "want", "wanna", "will", "maybe", "ideally"];
