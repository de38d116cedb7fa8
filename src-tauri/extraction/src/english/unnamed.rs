//! What leads to the name of a skill.

/// What leads to a skill's name.
pub(crate) const LEADS: &[&[&str]] = &[
    &["years", "of"],
    &["year", "of"],
    &["years", "in"],
    &["years", "doing"],
    &["experience", "in"],
    &["experience", "with"],
    &["experience", "of"],
    &["specialise", "in"],
    &["specialize", "in"],
    &["specialised", "in"],
    &["trained", "in"],
    &["qualified", "in"],
    &["certified", "in"],
    &["degree", "in"],
    &["diploma", "in"],
    &["good", "at"],
    &["skilled", "in"],
    &["known", "for"],
];
