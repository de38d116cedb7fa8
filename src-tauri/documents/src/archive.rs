//! Packed files, opened in memory only. Bounds how many entries there are and how much comes out of
//! those that are read; what is packed within is not opened again.

use protocol::import::Unread;
use std::io::{Cursor, Read};
use zip::{ZipArchive, result::ZipError};

/// The most entries.
const ENTRIES: usize = 4_000;
/// The most bytes taken out of all entries that are read (16 MiB).
const TAKEN: u64 = 16 * 1024 * 1024;
/// Text gets smaller by a factor of 5 to 30. What is read as text, got smaller by more than this and
/// is more than `SMALL` bytes was made to fill the memory. Pictures, which are not read, may be so.
const RATIO: u64 = 150;
const SMALL: u64 = 1024 * 1024;

/// A packed file whose entries may be looked at.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    /// How many bytes may still be taken out.
    left: u64,
}

impl<'a> Archive<'a> {
    /// Open it and look at the names of all its entries.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Unread> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unread(&error))?;
        if zip.len() > ENTRIES {
            return Err(Unread::Bomb);
        }
        let mut names = Vec::new();
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(|error| unread(&error))?;
            if entry.enclosed_name().is_none() {
                return Err(Unread::Unsafe);
            }
            if entry.encrypted() {
                return Err(Unread::Protected);
            }
            names.push(entry.name().map_err(|error| unread(&error))?.into_owned());
        }
        Ok(Self { zip, names, left: TAKEN })
    }

    /// The bytes of the entry that is named `path` or ends with `/path`, if there is one.
    pub(crate) fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, Unread> {
        let Some(index) = self.names.iter().position(|name| is_at(name, path)) else {
            return Ok(None);
        };
        let entry = self.zip.by_index(index).map_err(|error| unread(&error))?;
        if entry.size() > SMALL && entry.size() / RATIO > entry.compressed_size() {
            return Err(Unread::Bomb);
        }
        let mut bytes = Vec::new();
        // What an entry says of its size is not believed.
        let taken = entry.take(self.left + 1).read_to_end(&mut bytes);
        let length = u64::try_from(taken.map_err(|_| Unread::Broken)?).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(length).ok_or(Unread::Bomb)?;
        Ok(Some(bytes))
    }
}

fn is_at(name: &str, path: &str) -> bool {
    name.strip_suffix(path).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

fn unread(error: &ZipError) -> Unread {
    match error {
        ZipError::InvalidPassword => Unread::Protected,
        _ => Unread::Broken,
    }
}
