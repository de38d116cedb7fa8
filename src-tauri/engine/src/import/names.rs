//! What the files of an import are called.

use std::path::PathBuf;

/// The longest name shown of a file, in characters; the end of a longer one is kept.
const NAME: usize = 120;
/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Chosen {
    pub(super) name: String,
    pub(super) path: PathBuf,
}

/// A name as it can be shown: without what nobody sees, and not too long.
pub(super) fn shown(name: &str) -> String {
    let name: Vec<char> = name.chars().filter(|c| !c.is_control()).collect();
    name[name.len().saturating_sub(NAME)..].iter().collect()
}

/// Files chosen one by one.
pub(super) fn of_files(paths: Vec<PathBuf>) -> Vec<Chosen> {
    let name = |path: &PathBuf| shown(&path.file_name().unwrap_or_default().to_string_lossy());
    paths.into_iter().map(|path| Chosen { name: name(&path), path }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_keeps_its_end() {
        let name = shown(&format!("{}\n.pdf", "a".repeat(300)));
        assert_eq!(name.chars().count(), NAME);
        assert!(name.ends_with("a.pdf"));
    }
}
