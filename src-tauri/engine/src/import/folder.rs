//! The files of a folder and the folders in it that could be read, and what is left out there. Hidden
//! ones are passed over, links are not followed.

use super::{
    left_out::LeftOut,
    names::{Chosen, shown},
};
use protocol::import::Unread;
use std::{
    collections::VecDeque,
    fs::{self, DirEntry},
    path::{Path, PathBuf},
};

/// How deep folders are looked into.
const DEPTH: usize = 8;
/// The most entries looked at.
const ENTRIES: usize = 20_000;

/// The files, named from the folder on, and what is left out.
pub(super) fn files(folder: &Path) -> (Vec<Chosen>, LeftOut) {
    let mut walk = Walk::new(ENTRIES);
    walk.through(folder);
    (walk.files, walk.left_out)
}

/// A folder to be looked into.
struct Folder {
    path: PathBuf,
    /// What the names in it begin with.
    before: String,
    depth: usize,
}

impl Folder {
    fn shown(&self) -> String {
        match self.path.file_name() {
            Some(name) if self.before.is_empty() => format!("{}/", name.to_string_lossy()),
            _ => self.before.clone(),
        }
    }
}

struct Walk {
    /// How many entries may still be looked at.
    left: usize,
    folders: VecDeque<Folder>,
    files: Vec<Chosen>,
    left_out: LeftOut,
}

impl Walk {
    fn new(left: usize) -> Self {
        let left_out = LeftOut::default();
        Self { left, folders: VecDeque::new(), files: Vec::new(), left_out }
    }

    fn through(&mut self, folder: &Path) {
        let path = folder.to_owned();
        self.folders.push_back(Folder { path, before: String::new(), depth: 0 });
        while let Some(folder) = self.folders.pop_front() {
            if self.left == 0 {
                self.left_out.add(&folder.shown(), Unread::TooMuch);
                continue;
            }
            for entry in self.entries(&folder) {
                self.take(&entry, &folder);
            }
        }
    }

    /// What is in a folder, by name. Of one that is too long a part is looked at.
    fn entries(&mut self, folder: &Folder) -> Vec<DirEntry> {
        let mut entries = Vec::new();
        let Ok(listing) = fs::read_dir(&folder.path) else {
            self.left_out.add(&folder.shown(), Unread::Unreadable);
            return entries;
        };
        for entry in listing {
            if self.left == 0 {
                self.left_out.add(&format!("{}…", folder.shown()), Unread::TooMuch);
                break;
            }
            self.left -= 1;
            let Ok(entry) = entry else {
                self.left_out.add(&folder.shown(), Unread::Unreadable);
                break;
            };
            if !entry.file_name().to_string_lossy().starts_with('.') {
                entries.push(entry);
            }
        }
        entries.sort_by_key(DirEntry::file_name);
        entries
    }

    fn take(&mut self, entry: &DirEntry, folder: &Folder) {
        let (path, depth) = (entry.path(), folder.depth + 1);
        let name = format!("{}{}", folder.before, entry.file_name().to_string_lossy());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth > DEPTH => {
                self.left_out.add(&format!("{name}/"), Unread::TooMuch);
            }
            Ok(kind) if kind.is_dir() => {
                self.folders.push_back(Folder { path, before: format!("{name}/"), depth });
            }
            Ok(kind) if kind.is_file() && documents::may_be_read(&name) => {
                self.files.push(Chosen { name: shown(&name), path });
            }
            Ok(kind) if kind.is_file() => self.left_out.add(&name, Unread::Unsupported),
            Ok(_) => {}
            Err(_) => self.left_out.add(&name, Unread::Unreadable),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(files: Vec<Chosen>) -> Vec<String> {
        files.into_iter().map(|file| file.name).collect()
    }

    fn put(folder: &Path, files: &[&str]) {
        for file in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "words").unwrap();
        }
    }

    #[test]
    fn hidden_files_and_links_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), &["b.md", ".secret", "notes/a.md", "notes/.git/config"]);
        #[cfg(unix)]
        std::os::unix::fs::symlink("/", folder.path().join("everything")).unwrap();
        let (files, left_out) = files(folder.path());
        assert_eq!(names(files), ["b.md", "notes/a.md"]);
        assert_eq!(left_out.lines(), []);
    }

    #[test]
    fn a_folder_is_looked_through_up_to_a_bound_and_the_rest_is_told() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), &["a/1.md", "a/2.md", "a/3.md", "b/1.md", "c/1.md"]);
        let mut walk = Walk::new(5);
        walk.through(folder.path());
        assert_eq!(walk.files.len(), 2);
        let left_out: Vec<String> =
            walk.left_out.lines().into_iter().map(|line| line.name).collect();
        assert_eq!(left_out, ["a/…", "b/", "c/"]);
        let mut walk = Walk::new(8);
        walk.through(folder.path());
        assert_eq!((walk.files.len(), walk.left_out.lines()), (5, vec![]));
    }
}
