//! What holds for any bytes.

use crate::samples::{paragraph, pdf, word};
use documents::read;
use proptest::prelude::*;

fn holds(name: &str, bytes: &[u8]) {
    let Ok(passages) = read(name, bytes) else { return };
    assert!(!passages.is_empty());
    for passage in passages {
        assert!(passage.text.chars().any(char::is_alphanumeric), "{passage:?}");
        assert!(passage.text.chars().count() <= 1_200);
        assert!(passage.text.chars().all(|c| c == '\n' || !c.is_control()), "{passage:?}");
        assert!(passage.origin.starts_with(name));
    }
}

const NAMES: [&str; 6] = ["a.txt", "a.md", "a.json", "a.jsonl", "a.docx", "a.pdf"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read_or_refused(text in "(?s).{0,3000}", name in proptest::sample::select(&NAMES[..])) {
        holds(name, text.as_bytes());
    }

    #[test]
    fn any_damage_is_survived(
        is_pdf: bool,
        at in any::<proptest::sample::Index>(),
        byte: u8,
        cut in any::<proptest::sample::Index>(),
    ) {
        let (name, mut bytes) = if is_pdf {
            ("a.pdf", pdf(&["I teach maths.", "I bake."]))
        } else {
            ("a.docx", word(&paragraph("I teach maths.")))
        };
        let at = at.index(bytes.len());
        bytes[at] = byte;
        holds(name, &bytes);
        bytes.truncate(cut.index(bytes.len()));
        holds(name, &bytes);
    }

    #[test]
    fn no_word_of_a_text_is_lost(words in proptest::collection::vec("[a-z]{1,12}", 1..600)) {
        let text = words.join(" ");
        let passages = read("a.txt", text.as_bytes()).unwrap();
        let kept: Vec<&str> = passages.iter().flat_map(|p| p.text.split_whitespace()).collect();
        prop_assert_eq!(kept, words);
    }
}
