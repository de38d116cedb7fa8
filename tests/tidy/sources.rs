//! Finds the files that the rules are about.

use std::path::{Path, PathBuf};

/// A file of the repository.
pub(crate) struct Source {
    /// Its path from the root, with `/`.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
}

const NOT_OURS: [&str; 7] = ["target", "node_modules", "dist", "gen", ".git", "bindings", "debug"];

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ has a parent").to_owned()
}

/// Every file below `folder` with one of the `endings`, in a fixed order.
pub(crate) fn below(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut paths = Vec::new();
    collect(&root().join(folder), endings, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| Source {
            text: std::fs::read_to_string(&path).expect("a source file is text"),
            path: path
                .strip_prefix(root())
                .expect("found below the root")
                .to_string_lossy()
                .replace('\\', "/"),
        })
        .collect()
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned());
        if path.is_dir() {
            if !name.is_some_and(|name| NOT_OURS.contains(&name.as_str())) {
                collect(&path, endings, found);
            }
        } else if ending.is_some_and(|ending| endings.contains(&ending.as_str())) {
            found.push(path);
        }
    }
}
