//! How English makes what holds one back heavier or lighter, or says that it is over.

/// Makes it heavier.
pub(crate) const HEAVY: &[&[&str]] = &[
    &["really"],
    &["badly"],
    &["every", "day"],
    &["every", "night"],
    &["constantly"],
    &["always"],
    &["all", "the", "time"],
    &["can't"],
    &["serious"],
    &["seriously"],
    &["terrible"],
    &["killing"],
    &["completely"],
    &["worst"],
    &["huge"],
    &["so", "much"],
    &["massive"],
    &["chronic"],
    &["biggest"],
];
/// Makes it lighter.
pub(crate) const LIGHT: &[&[&str]] = &[
    &["a", "bit"],
    &["a", "little"],
    &["sometimes"],
    &["occasionally"],
    &["slightly"],
    &["now", "and", "then"],
    &["not", "too"],
    &["small"],
    &["minor"],
    &["now", "and", "again"],
];
/// It is none.
pub(crate) const WELL: &[&str] =
    &["fine", "ok", "okay", "great", "alright", "lovely", "good", "love", "perfect", "happy"];
/// It is over.
pub(crate) const OVER: &[&[&str]] = &[
    &["paid", "off"],
    &["cleared"],
    &["got", "over"],
    &["no", "longer"],
    &["not", "anymore"],
    &["is", "over"],
    &["any", "more"],
    &["got", "rid"],
];
