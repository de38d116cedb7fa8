//! How English tells what is long past and what lasts.

/// Long past, as runs of words anywhere in the sentence.
pub(crate) const LONG_PAST: &[&[&str]] = &[
    &["long", "ago"],
    &["ages", "ago"],
    &["when", "i", "was", "young"],
    &["when", "i", "was", "younger"],
    &["when", "i", "was", "little"],
    &["when", "i", "was", "a", "kid"],
    &["when", "i", "was", "a", "boy"],
    &["when", "i", "was", "a", "girl"],
    &["when", "i", "was", "a", "child"],
    &["when", "i", "was", "at", "school"],
    &["when", "i", "was", "at", "uni"],
    &["when", "i", "was", "a", "student"],
    &["in", "my", "twenties"],
    &["in", "my", "teens"],
    &["in", "a", "previous", "life"],
    &["in", "another", "life"],
    &["in", "a", "past", "life"],
    &["previous", "century"],
    &["last", "century"],
    &["in", "the", "nineties"],
    &["in", "the", "eighties"],
    &["in", "the", "seventies"],
    &["back", "in", "the", "day"],
    &["back", "at", "school"],
    &["as", "a", "teenager"],
    &["as", "a", "child"],
    &["as", "a", "boy"],
    &["as", "a", "girl"],
    &["as", "a", "kid"],
    &["as", "a", "young", "man"],
    &["as", "a", "young", "woman"],
    &["in", "my", "youth"],
    &["my", "school", "days"],
    &["never", "since"],
    &["that", "life", "is", "closed"],
];
/// Long past where the verb is in the past.
pub(crate) const SCHOOL_DAYS: &[&[&str]] = &[
    &["at", "uni"],
    &["at", "university"],
    &["at", "college"],
    &["at", "school"],
    &["in", "school"],
    &["in", "high", "school"],
    &["back", "then"],
];
/// What lasts until now.
pub(crate) const STILL: &[&[&str]] = &[
    &["still"],
    &["since"],
    &["ever", "since"],
    &["these", "days"],
    &["nowadays"],
    &["to", "this", "day"],
    &["until", "now"],
    &["till", "now"],
];
/// What lasts until now where it is told in the present.
pub(crate) const HABITS: &[&[&str]] = &[&["every", "week"], &["every", "day"]];
/// Past forms of irregular verbs.
pub(crate) const PAST: &[&str] = &[
    "led", "built", "ran", "taught", "wrote", "drove", "took", "gave", "made", "did", "went",
    "held", "kept", "dealt", "fed", "bred", "sold", "bought", "spoke", "laid", "wove", "grew",
    "shot", "drew", "sang", "flew", "rode", "sent", "brought", "caught", "won", "hung", "dug",
    "stood", "met", "paid", "told", "broke", "chose", "spent", "swept", "began", "swam", "threw",
    "fought", "got", "had", "found", "came", "sat", "said", "saw", "knew", "felt", "lost", "left",
    "cut", "set", "put", "was", "were", "rang", "became", "thought", "hit", "fell", "shut", "read",
    "ended", "struck", "shook", "froze", "woke", "sought", "bent", "lent", "tore", "stuck",
    "swore",
];
/// Words in `-ed` that are no past form.
pub(crate) const NOT_PAST: &[&str] =
    &["need", "bed", "red", "feed", "seed", "speed", "hundred", "shed", "indeed", "weed", "breed"];
