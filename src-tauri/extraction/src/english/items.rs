//! Words that join items or lay claim to them.

/// Words after which something stands that is not the item itself: "Excel for the media plan".
pub(crate) const INNER: &[&str] =
    &["for", "from", "with", "at", "in", "on", "to", "by", "about", "like"];
/// Words that join items.
pub(crate) const JOINERS: &[&str] = &["and", "or", "plus", "then", "also", "&", "n"];
/// Runs of words by which the speaker lays claim to what follows.
pub(crate) const CLAIM_RUNS: &[&[&str]] = &[
    &["good", "at"],
    &["great", "at"],
    &["experience", "in"],
    &["experience", "with"],
    &["experience", "of"],
    &["years", "of"],
    &["years", "in"],
    &["years", "with"],
    &["years", "on"],
    &["responsible", "for"],
    &["in", "charge", "of"],
    &["trained", "in"],
    &["qualified", "in"],
    &["specialise", "in"],
    &["specialised", "in"],
    &["degree", "in"],
    &["known", "for"],
    &["me", "for"],
    &["work", "with"],
    &["worked", "with"],
    &["working", "with"],
    &["work", "on"],
    &["into"],
    &["look", "after"],
    &["looked", "after"],
    &["mostly"],
    &["mainly"],
    &["speciality"],
    &["that's", "me"],
    &["my", "job"],
];
