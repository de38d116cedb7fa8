//! The files of a folder and the folders in it. Hidden ones are passed over, links are not followed.

use super::{Chosen, FILES, shown};
use std::{
    collections::VecDeque,
    fs::{self, DirEntry},
    path::{Path, PathBuf},
};

/// How deep folders are looked into.
const DEPTH: usize = 8;
/// The most entries looked at.
const ENTRIES: usize = 10_000;

/// The files, named from the folder on; a few more than an import takes, so that it can be said that
/// there are more.
pub(super) fn files(folder: &Path) -> Vec<Chosen> {
    let (mut found, mut looked_at) = (Vec::new(), 0);
    let mut folders: VecDeque<(PathBuf, String, usize)> = VecDeque::new();
    folders.push_back((folder.to_owned(), String::new(), 0));
    while let Some((folder, before, depth)) = folders.pop_front() {
        for entry in entries(&folder) {
            looked_at += 1;
            if looked_at > ENTRIES || found.len() > FILES {
                return found;
            }
            let name = format!("{before}{}", entry.file_name().to_string_lossy());
            match entry.file_type() {
                Ok(kind) if kind.is_file() => {
                    found.push(Chosen { name: shown(&name), path: entry.path() });
                }
                Ok(kind) if kind.is_dir() && depth < DEPTH => {
                    folders.push_back((entry.path(), format!("{name}/"), depth + 1));
                }
                _ => {}
            }
        }
    }
    found
}

/// What is in a folder, by name; nothing when it cannot be read.
fn entries(folder: &Path) -> Vec<DirEntry> {
    let Ok(listing) = fs::read_dir(folder) else { return Vec::new() };
    let seen = |entry: &DirEntry| !entry.file_name().to_string_lossy().starts_with('.');
    let mut entries: Vec<DirEntry> =
        listing.take(ENTRIES).filter_map(Result::ok).filter(seen).collect();
    entries.sort_by_key(DirEntry::file_name);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_files_and_links_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("notes/.git")).unwrap();
        for file in ["b.md", ".secret", "notes/a.md", "notes/.git/config"] {
            fs::write(at(file), "words").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("/", at("everything")).unwrap();
        let names: Vec<String> = files(folder.path()).into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["b.md", "notes/a.md"]);
    }

    #[test]
    fn more_files_than_an_import_takes_are_not_all_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        for n in 0..FILES + 20 {
            fs::write(folder.path().join(format!("{n}.txt")), "words").unwrap();
        }
        assert_eq!(files(folder.path()).len(), FILES + 1);
    }
}
