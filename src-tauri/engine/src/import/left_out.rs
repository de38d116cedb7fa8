//! What an import leaves out, told in a few lines: file by file while they are few, else counted by
//! folder and kind, as `400 × notes/*.md`. Nothing is left out without a line.

use super::names::shown;
use protocol::import::{ImportRefusal, Unread};
use std::collections::BTreeMap;

/// The most lines for one reason.
const LINES: usize = 20;
/// The ways to name a file, the most exact first. The last is the same for all.
const WAYS: [fn(&str) -> String; 4] = [str::to_owned, by_folder, by_kind, |_| "*".to_owned()];
/// Files of a kind that is not read are named by the kind from the start.
const BY_KIND: usize = 2;

/// Files and folders that are left out, with why. The name of a folder ends with `/`.
#[derive(Debug, Default)]
pub(super) struct LeftOut(Vec<(String, Unread)>);

impl LeftOut {
    /// Leave this out as well.
    pub(super) fn add(&mut self, name: &str, why: Unread) {
        self.0.push((shown(name), why));
    }

    /// And all that is left out there.
    pub(super) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// All of it, by name.
    pub(super) fn lines(mut self) -> Vec<ImportRefusal> {
        self.0.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut reasons: Vec<(Unread, Vec<&str>)> = Vec::new();
        for (name, why) in &self.0 {
            match reasons.iter_mut().find(|(reason, _)| reason == why) {
                Some((_, names)) => names.push(name),
                None => reasons.push((*why, vec![name])),
            }
        }
        let lines = reasons.iter().flat_map(|(why, names)| {
            let ways = if *why == Unread::Unsupported { &WAYS[BY_KIND..] } else { &WAYS[..] };
            let groups = groups(names, ways).into_iter();
            groups.map(|(first, name)| (first, ImportRefusal { name, why: *why }))
        });
        let mut lines: Vec<(&str, ImportRefusal)> = lines.collect();
        lines.sort_by_key(|(first, _)| *first);
        lines.into_iter().map(|(_, line)| line).collect()
    }
}

/// Each group's first member and what it is called, in the most exact way that needs few lines.
fn groups<'a>(names: &[&'a str], ways: &[fn(&str) -> String]) -> Vec<(&'a str, String)> {
    let mut groups: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for way in ways {
        groups.clear();
        for name in names {
            groups.entry(way(name)).or_insert((name, 0)).1 += 1;
        }
        if groups.len() <= LINES {
            break;
        }
    }
    let called = |(way, (first, count)): (String, (&'a str, usize))| {
        (first, if count == 1 { first.to_owned() } else { format!("{count} × {way}") })
    };
    groups.into_iter().map(called).collect()
}

fn by_folder(name: &str) -> String {
    let (folder, kind) = parts(name);
    format!("{folder}*{kind}")
}

fn by_kind(name: &str) -> String {
    format!("*{}", parts(name).1)
}

/// The folder with its `/`, and the ending with its `.` or, of a folder, its `/`.
fn parts(name: &str) -> (&str, String) {
    let (path, is_folder) = name.strip_suffix('/').map_or((name, false), |path| (path, true));
    let (folder, own) = path.split_at(path.rfind('/').map_or(0, |at| at + 1));
    let kind = match own.rsplit_once('.') {
        _ if is_folder => "/".to_owned(),
        Some((_, ending)) => format!(".{}", ending.to_lowercase()),
        None => String::new(),
    };
    (folder, kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(left_out: &[(String, Unread)]) -> Vec<(String, Unread)> {
        let lines = LeftOut(left_out.to_vec()).lines();
        lines.into_iter().map(|line| (line.name, line.why)).collect()
    }

    fn many(why: Unread, count: usize, name: impl Fn(usize) -> String) -> Vec<(String, Unread)> {
        (0..count).map(|n| (name(n), why)).collect()
    }

    #[test]
    fn a_few_files_are_named_each_and_kinds_that_are_not_read_are_counted() {
        let mut left_out = many(Unread::NoText, 20, |n| format!("scans/{n:02}.pdf"));
        let named = left_out.clone();
        assert_eq!(lines(&left_out), named);
        left_out.extend(many(Unread::Unsupported, 3, |n| {
            format!("a/{n}/photo.{}", ["jpg", "JPG", "png"][n])
        }));
        let found = lines(&left_out);
        assert_eq!(found[0], ("2 × *.jpg".to_owned(), Unread::Unsupported));
        assert_eq!(found[1], ("a/2/photo.png".to_owned(), Unread::Unsupported));
        assert_eq!(found[2..], named);
    }

    #[test]
    fn many_files_are_counted_by_folder_or_kind_or_at_worst_together() {
        let why = Unread::TooMuch;
        let counted = |name: &str| vec![(name.to_owned(), why)];
        assert_eq!(lines(&many(why, 21, |n| format!("a/{n}.md"))), counted("21 × a/*.md"));
        assert_eq!(lines(&many(why, 21, |n| format!("{n}/a.md"))), counted("21 × *.md"));
        assert_eq!(lines(&many(why, 21, |n| format!("a/{n}/"))), counted("21 × a/*/"));
        assert_eq!(lines(&many(why, 21, |n| format!("{n}/a.{n}"))), counted("21 × *"));
    }
}
