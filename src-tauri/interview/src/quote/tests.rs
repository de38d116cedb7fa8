//! What is said back, and what is not.

use super::{LONGEST, brief, choose};
use crate::bank;
use proptest::prelude::*;

fn quoted(text: &str) -> Option<&str> {
    choose(text, &[], &bank::language("en").cues)
}

#[test]
fn a_whole_clause_is_quoted() {
    for (text, quote) in [
        (
            "I stopped the crane, re-drew the valley joint on site with the engineer on the phone.",
            "I stopped the crane",
        ),
        ("Well, I think I led a crew of seven.", "I led a crew of seven"),
        (
            "I’ve been a joiner for nineteen years. It is fine.",
            "I’ve been a joiner for nineteen years",
        ),
        (
            "I rebuilt the whole billing system over one winter because the old one lost about 3.5 percent of all invoices",
            "I rebuilt the whole billing system over one winter",
        ),
        ("我在医院做护士十一年了，主要上夜班。", "我在医院做护士十一年了"),
        (
            "Ich leite die Nachtschicht auf Station 4, seit elf Jahren.",
            "Ich leite die Nachtschicht auf Station 4",
        ),
    ] {
        assert_eq!(quoted(text), Some(quote), "{text}");
    }
}

#[test]
fn the_clause_that_a_finding_rests_on_is_preferred() {
    let text = "I went in early on Monday, then the dressings were changed.";
    let cues = &bank::language("en").cues;
    assert_eq!(choose(text, &["dressings"], cues), Some("the dressings were changed"));
}

#[test]
fn nothing_is_quoted_that_would_read_wrong() {
    for text in [
        "",
        "ok",
        "Nurse",
        "I don't know",
        "what do you mean by that?",
        "it is what it is",
        "this is fucking stupid work",
        "see https://example.org/a/b",
        "**bold** and `code` here",
        "I was in the",
        "I said “no way” to the manager",
        "asdf",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbb",
    ] {
        assert_eq!(quoted(text), None, "{text}");
    }
}

#[test]
fn an_answer_of_a_word_or_two_is_quoted_whole_if_it_says_something() {
    let cues = &bank::language("en").cues;
    for (text, quote) in
        [("Snow.", Some("Snow")), (" Repairing brakes! ", Some("Repairing brakes"))]
    {
        assert_eq!(brief(text, cues), quote, "{text}");
    }
    for text in ["", "No.", "It is.", "shit work", "7", "a *b*", "I fix old church roofs"] {
        assert_eq!(brief(text, cues), None, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_quote_is_verbatim_short_and_on_one_line(text in prop_oneof![
        any::<String>(),
        "([a-zA-ZäİßΣ']{1,9}[ ,.;:—-]{1,2}){0,30}",
    ]) {
        if let Some(quote) = quoted(&text) {
            prop_assert!(text.contains(quote));
            prop_assert!(quote.chars().count() <= LONGEST);
            prop_assert_eq!(quote.trim(), quote);
            prop_assert!(!quote.contains(['\n', '*', '“', '”']));
        }
    }
}
