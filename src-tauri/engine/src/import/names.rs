//! What the files of an import are called: by their own name, and by as much of the way to them as
//! tells them apart.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// The longest name shown of a file, in characters; the end of a longer one is kept.
const NAME: usize = 120;
/// The most folders that a chosen file is named with.
const FOLDERS: usize = 8;

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

/// Files chosen one by one; those of one name are named with the folders they are in.
pub(super) fn of_files(paths: Vec<PathBuf>) -> Vec<Chosen> {
    let paths: BTreeSet<PathBuf> = paths.into_iter().collect();
    let mut files: Vec<Chosen> =
        paths.into_iter().map(|path| Chosen { name: ending(&path, 0), path }).collect();
    for folders in 1..=FOLDERS {
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for file in &files {
            *times.entry(file.name.clone()).or_default() += 1;
        }
        for file in files.iter_mut().filter(|file| times[&file.name] > 1) {
            file.name = ending(&file.path, folders);
        }
    }
    files
}

/// The name of a file with so many of the folders it is in.
fn ending(path: &Path, folders: usize) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    shown(&parts[parts.len().saturating_sub(folders + 1)..].join("/"))
}

/// The files by name. Those that still have one name, as what differs cannot be shown, are numbered,
/// in front, because the end of a name tells the kind.
pub(super) fn in_order(mut files: Vec<Chosen>) -> Vec<Chosen> {
    files.sort();
    let (mut seen, mut numbers) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
    for file in &mut files {
        let plain = file.name.clone();
        while !seen.insert(file.name.clone()) {
            let number = numbers.entry(plain.clone()).or_insert(1);
            *number += 1;
            file.name = format!("({number}) {plain}");
        }
    }
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(files: Vec<Chosen>) -> Vec<String> {
        files.into_iter().map(|file| file.name).collect()
    }

    #[test]
    fn a_long_name_keeps_its_end() {
        let name = shown(&format!("{}\n.pdf", "a".repeat(300)));
        assert_eq!(name.chars().count(), NAME);
        assert!(name.ends_with("a.pdf"));
    }

    #[test]
    fn files_of_one_name_are_named_with_their_folders_as_far_as_is_needed() {
        let paths = ["r/new/cv.md", "r/old/cv.md", "x/old/cv.md", "z.md", "z.md"];
        let files = of_files(paths.map(PathBuf::from).to_vec());
        assert_eq!(names(files), ["new/cv.md", "r/old/cv.md", "x/old/cv.md", "z.md"]);
    }

    #[test]
    fn names_that_look_the_same_are_numbered() {
        let same = |path: &str| Chosen { name: "a.md".to_owned(), path: PathBuf::from(path) };
        let files = in_order(vec![same("3"), same("1"), same("2")]);
        assert_eq!(files[2], same("1"));
        assert_eq!(names(files), ["(2) a.md", "(3) a.md", "a.md"]);
    }
}
