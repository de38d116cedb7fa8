//! Words around persons that decide who acts.

/// What somebody else does, after their name.
pub(crate) const ACTS: &[&str] = &[
    "does", "did", "handles", "runs", "knows", "makes", "takes", "writes", "keeps", "looks",
    "helps", "cooks", "cleans", "teaches", "builds", "drives", "draws", "paints", "manages",
    "sorts", "fixes", "plays", "sings", "speaks", "leads", "sells", "works", "bakes", "sews",
];
/// Words after "me" that make the speaker the one who acts: "asked me to", "come to me for".
pub(crate) const AFTER_OBJECT: &[&str] =
    &["to", "for", "about", "when", "if", "and", "with", "because", "how"];
/// Words after which a person named is the subject.
pub(crate) const LEADS_TO_SUBJECT: &[&str] = &[
    "and",
    "but",
    "so",
    "because",
    "while",
    "when",
    "that",
    "if",
    "usually",
    "then",
    "well",
    "where",
    "although",
    "though",
    "since",
    "sometimes",
    "cos",
];
/// Words after a person that make them part of something else.
pub(crate) const PREPOSITIONS_AFTER_PERSON: &[&str] = &["of", "for"];
/// What is no longer so.
pub(crate) const LAPSED: &[&[&str]] =
    &[&["ran", "out"], &["expired"], &["lapsed"], &["run", "out"]];
