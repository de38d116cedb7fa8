//! Which part of the interface may import which.

use crate::sources::below;
use std::collections::BTreeSet;

/// From the outermost to the innermost; a part imports itself and those after it.
const LAYERS: [&str; 6] = ["app", "features", "components", "data", "platform", "bindings"];
/// Parts that everybody may import.
const SHARED: [&str; 3] = ["lib", "locales", "testing"];

/// The `@/…` and relative imports of a file, as paths below `ui/src`.
fn imports(path: &str, text: &str) -> Vec<String> {
    let folder: Vec<&str> = path.split('/').collect();
    let folder = &folder[..folder.len() - 1];
    let mut found = Vec::new();
    for line in text.lines() {
        let Some((_, rest)) = line.split_once("from \"").or_else(|| line.split_once("import(\""))
        else {
            continue;
        };
        let Some((target, _)) = rest.split_once('"') else { continue };
        if let Some(inner) = target.strip_prefix("@/") {
            found.push(inner.to_owned());
        } else if target.starts_with('.') {
            let mut at: Vec<&str> = folder.to_vec();
            for part in target.split('/') {
                match part {
                    "." => {}
                    ".." => {
                        at.pop();
                    }
                    part => at.push(part),
                }
            }
            found.push(at.join("/").trim_start_matches("ui/src/").to_owned());
        } else {
            found.push(format!("npm:{target}"));
        }
    }
    found
}

fn part(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

fn feature(path: &str) -> Option<&str> {
    path.strip_prefix("features/").and_then(|rest| rest.split('/').next())
}

#[test]
fn parts_import_only_inwards_and_features_never_each_other() {
    let sources = below("ui/src", &["ts", "tsx"]);
    let mut seen = 0;
    let mut wrong = BTreeSet::new();
    for source in &sources {
        let own = source.path.trim_start_matches("ui/src/");
        let Some(layer) = LAYERS.iter().position(|layer| *layer == part(own)) else { continue };
        for import in imports(&source.path, &source.text) {
            seen += 1;
            let target = part(&import);
            let inner = LAYERS.iter().position(|layer| *layer == target);
            if inner.is_some_and(|inner| inner < layer) {
                wrong.insert(format!("{own} imports {import}"));
            }
            if inner.is_none() && !import.starts_with("npm:") && !SHARED.contains(&target) {
                wrong.insert(format!("{own} imports {import}, which is no part"));
            }
            if let (Some(a), Some(b)) = (feature(own), feature(&import))
                && a != b
            {
                wrong.insert(format!("{own} imports the feature {b}"));
            }
            let tested = own.contains(".test.") || part(own) == "testing";
            if target == "testing" && !tested {
                wrong.insert(format!("{own} imports testing"));
            }
        }
    }
    assert!(seen > 100, "saw only {seen} imports");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_platform_knows_the_host() {
    let sources = below("ui/src", &["ts", "tsx"]);
    let mut seen = 0;
    for source in &sources {
        for import in imports(&source.path, &source.text) {
            if import.starts_with("npm:@tauri-apps/") {
                seen += 1;
                assert!(source.path.starts_with("ui/src/platform/"), "{}", source.path);
            }
        }
    }
    assert!(seen > 0, "nobody imports @tauri-apps: is this rule still needed?");
}

#[test]
fn only_apply_writes_the_query_cache_and_nothing_sets_html() {
    let sources = below("ui/src", &["ts", "tsx"]);
    let mut seen = 0;
    for source in &sources {
        let writes = source.text.contains("setQueryData") || source.text.contains("setQueriesData");
        if writes && !source.path.contains(".test.") {
            seen += 1;
            assert_eq!(source.path, "ui/src/data/apply.ts", "writes the query cache");
        }
        assert!(!source.text.contains("dangerouslySetInnerHTML"), "{}", source.path);
    }
    assert_eq!(seen, 1, "apply.ts is the one writer");
}
