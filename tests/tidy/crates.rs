//! Which crate may know which: by its manifest, and by the names in its code.

use crate::sources::{below, root};
use std::collections::BTreeSet;

/// Every crate of ours with those of ours that it may depend on.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("protocol", &[]),
    ("profile", &["protocol"]),
    ("physics", &["protocol"]),
    ("extraction", &["protocol"]),
    ("interview", &["protocol", "physics"]),
    ("documents", &["protocol"]),
    ("db", &[]),
    ("link", &["protocol"]),
    ("store", &["protocol", "profile", "physics", "db"]),
    ("engine", &["protocol", "profile", "physics", "interview", "documents", "link", "store"]),
    ("server", &["protocol", "profile", "physics", "interview", "extraction", "db"]),
    ("testkit", &["protocol", "profile", "physics", "db", "engine", "link", "server", "store"]),
];

/// Libraries that only some of our crates may name, by the start of a path of their code.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("tauri", &["src-tauri/shell/"]),
    ("webkit2gtk", &["src-tauri/shell/painting.rs"]),
    ("keyring", &["src-tauri/shell/", "tests/e2e/"]),
    ("tokio_tungstenite", &["src-tauri/link/", "src-tauri/server/tests/", "tests/"]),
    (
        "reqwest",
        &[
            "src-tauri/link/",
            "src-tauri/server/src/agent/",
            "src-tauri/server/tests/",
            "tests/",
            "src-tauri/shell/",
        ],
    ),
    ("genai", &["src-tauri/server/src/agent/"]),
    ("axum", &["src-tauri/server/", "src-tauri/testkit/"]),
    ("rusqlite", &["src-tauri/db/", "src-tauri/store/", "src-tauri/server/", "tests/"]),
];

fn dependencies(name: &str) -> BTreeSet<String> {
    let path = root().join("src-tauri").join(name).join("Cargo.toml");
    let manifest = std::fs::read_to_string(path).expect("every crate has a manifest");
    let mut within = false;
    let mut found = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            within = line == "[dependencies]";
        } else if within && let Some((key, _)) = line.split_once(['.', ' ', '=']) {
            found.insert(key.to_owned());
        }
    }
    found
}

#[test]
fn crates_know_only_those_they_may() {
    let ours: BTreeSet<&str> = MAY_KNOW.iter().map(|(name, _)| *name).collect();
    let mut folders: BTreeSet<String> = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("src-tauri")).expect("src-tauri is there").flatten()
    {
        if entry.path().join("Cargo.toml").exists() {
            folders.insert(entry.file_name().to_string_lossy().into_owned());
        }
    }
    let named: BTreeSet<String> = ours.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(folders, named, "every crate has a row here");
    for (name, allowed) in MAY_KNOW {
        for known in dependencies(name) {
            if ours.contains(known.as_str()) {
                assert!(allowed.contains(&known.as_str()), "{name} must not know {known}");
            }
        }
    }
}

fn names(line: &str, library: &str) -> bool {
    let code = line.trim_start();
    if code.starts_with("//") {
        return false;
    }
    let mut rest = code;
    while let Some(at) = rest.find(library) {
        let before = rest[..at].chars().next_back();
        let after = &rest[at + library.len()..];
        let starts = before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':'));
        if starts && after.starts_with("::") {
            return true;
        }
        rest = after;
    }
    false
}

#[test]
fn libraries_are_named_only_where_they_belong() {
    let sources = below(".", &["rs"]);
    assert!(sources.len() > 60, "saw only {} files", sources.len());
    for (library, places) in ONLY_IN {
        let mut seen = 0;
        for source in &sources {
            let own = source.path == "tests/tidy/crates.rs";
            if !own && source.text.lines().any(|line| names(line, library)) {
                seen += 1;
                assert!(
                    places.iter().any(|place| source.path.starts_with(place)),
                    "{} must not name {library}",
                    source.path
                );
            }
        }
        assert!(seen > 0, "{library} is named nowhere: is its rule still needed?");
    }
}

#[test]
fn a_name_is_seen_in_code_and_not_in_comments_or_other_names() {
    assert!(names("use axum::Router;", "axum"));
    assert!(names("let a: axum::Router;", "axum"));
    assert!(!names("// axum::Router", "axum"));
    assert!(!names("use my_axum::Router;", "axum"));
}
