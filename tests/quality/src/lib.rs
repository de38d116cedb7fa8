//! What the extractor is worth: labelled answers, the rules by which a prediction matches a label,
//! the figures that follow, a plain lookup to compare with, and the reading of answers line by
//! line. The programs of this crate are thin shells around these.

pub mod figures;
pub mod fit;
pub mod held;
pub mod labels;
pub mod lines;
pub mod lookup;
pub mod matching;
pub mod report;
pub mod scoring;
pub mod unseen;
