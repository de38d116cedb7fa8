//! Files stay short and say what they are for.

use crate::sources::below;

const LONGEST: usize = 400;
const LONGEST_TEST: usize = 600;
const OWN_WORDS: [&str; 3] = ["TODO", "FIXME", "XXX"];

fn is_test(path: &str) -> bool {
    path.starts_with("tests/")
        || path.contains("/tests/")
        || path.contains("/testing/")
        || path.ends_with(".test.ts")
        || path.ends_with(".test.tsx")
        || path.ends_with("/tests.rs")
}

#[test]
fn files_stay_short() {
    let sources = below(".", &["rs", "ts", "tsx", "css"]);
    assert!(sources.len() > 100, "saw only {} files", sources.len());
    let long: Vec<String> = sources
        .iter()
        .map(|source| (source, source.text.lines().count()))
        .filter(|(source, lines)| {
            *lines > if is_test(&source.path) { LONGEST_TEST } else { LONGEST }
        })
        .map(|(source, lines)| format!("{} has {lines} lines", source.path))
        .collect();
    assert!(long.is_empty(), "split these by noun:\n{}", long.join("\n"));
}

#[test]
fn every_rust_file_opens_with_what_it_is_for() {
    let sources = below(".", &["rs"]);
    assert!(sources.len() > 60, "saw only {} files", sources.len());
    let silent: Vec<&str> = sources
        .iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path.as_str())
        .collect();
    assert!(silent.is_empty(), "these open with no `//!` line: {silent:?}");
}

#[test]
fn every_interface_file_opens_with_what_it_is_for() {
    let sources = below("ui/src", &["ts", "tsx"]);
    assert!(sources.len() > 30, "saw only {} files", sources.len());
    let silent: Vec<&str> = sources
        .iter()
        .filter(|source| !(source.text.starts_with("// ") || source.text.starts_with("/**")))
        .map(|source| source.path.as_str())
        .collect();
    assert!(silent.is_empty(), "these open with no comment: {silent:?}");
}

#[test]
fn nothing_is_left_to_do_later() {
    let sources = below(".", &["rs", "ts", "tsx"]);
    assert!(sources.len() > 100, "saw only {} files", sources.len());
    let open: Vec<String> = sources
        .iter()
        .filter(|source| source.path != "tests/tidy/files.rs")
        .flat_map(|source| {
            source.text.lines().enumerate().filter_map(|(at, line)| {
                let marked = OWN_WORDS.iter().any(|word| line.contains(word))
                    || line.contains("#[ignore")
                    || line.contains(".only(")
                    || line.contains(".skip(") && source.path.contains(".test.");
                marked.then(|| format!("{}:{}", source.path, at + 1))
            })
        })
        .collect();
    assert!(open.is_empty(), "{open:?}");
}
