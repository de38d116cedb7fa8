//! Words right before what one does.

/// Verbs and small words right before what one does.
pub(crate) const DOING: &[&str] = &[
    "use", "used", "using", "know", "do", "did", "done", "doing", "speak", "play", "played",
    "teach", "taught", "write", "wrote", "learned", "learnt", "practise", "love", "enjoy", "at",
    "in", "of", "for", "with", "i",
];
