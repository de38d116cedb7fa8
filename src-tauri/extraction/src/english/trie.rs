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
/// Words that never stand inside a phrase unless it has them itself.
pub(crate) const FIRM: &[&str] = &[
    "i", "we", "you", "he", "she", "they", "it", "me", "us", "him", "them", "and", "or", "but",
    "so", "because", "if", "when", "while", "that", "which", "who", "to", "into", "onto", "of",
    "for", "with", "without", "from", "by", "at", "on", "in", "about", "over", "under", "than",
    "then", "as", "not", "never", "no", "don't", "didn't", "can't", "couldn't", "won't", "is",
    "are", "was", "were", "be", "been", "am", "has", "have", "had", "do", "does", "did", "will",
    "would", "could", "should", "can", "may", "might", "must", "i'm", "i've", "we've", "we're",
    "it's", "they're", "one",
];
