//! Small words inside phrases.

/// Words that may stand inside any phrase.
pub(crate) const LIGHT: &[&str] = &[
    "the", "a", "an", "my", "our", "their", "his", "her", "your", "its", "some", "all", "any",
    "this", "that", "these", "those", "every", "each", "whole", "few", "more", "most", "many",
    "several", "really", "very", "quite", "always", "own",
];
/// Small words at the end of a phrase such as "calmed down", before which two words may stand.
pub(crate) const PARTICLES: &[&str] =
    &["down", "up", "out", "off", "back", "apart", "together", "round"];
/// Words after which a plain form is a verb.
pub(crate) const BEFORE_VERB: &[&str] =
    &["i", "we", "to", "can", "also", "always", "you", "often", "and"];
