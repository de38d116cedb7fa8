//! Puts the text of a job together from its chunks, by generation and offset.

use crate::{StoreError, record::unsigned};
use protocol::JobId;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A job's text as far as it is here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Assembly {
    /// The generation of the worker that wrote its end.
    pub(crate) generation: u32,
    /// The text.
    pub(crate) text: String,
    /// Whether nothing more comes.
    pub(crate) is_whole: bool,
}

/// What a chunk did to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Joined {
    /// From `off` on the text is now `text`.
    Grown { off: u64, text: String },
    /// Nothing: it was known, or came from a worker that had lost the job.
    Same,
    /// It does not fit: the text must be read from the server.
    Lost,
}

fn length(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}

/// The byte at which character `off` begins; the end when the text is not that long.
fn byte_of(text: &str, off: u64) -> usize {
    let off = usize::try_from(off).unwrap_or(usize::MAX);
    text.char_indices().nth(off).map_or(text.len(), |(byte, _)| byte)
}

impl Assembly {
    /// Take in a chunk of worker `generation` that begins at character `off`.
    pub(crate) fn join(&mut self, generation: u32, off: u64, chunk: &str) -> Joined {
        if generation < self.generation {
            return Joined::Same;
        }
        let have = length(&self.text);
        if off > have {
            return Joined::Lost;
        }
        let start = byte_of(&self.text, off);
        if generation > self.generation {
            self.generation = generation;
            self.text.truncate(start);
            self.text.push_str(chunk);
            return Joined::Grown { off, text: chunk.to_owned() };
        }
        let known = &self.text[start..];
        if known.starts_with(chunk) {
            return Joined::Same;
        }
        match chunk.strip_prefix(known) {
            Some(more) => {
                let more = more.to_owned();
                self.text.push_str(&more);
                Joined::Grown { off: have, text: more }
            }
            None => Joined::Lost,
        }
    }

    /// Whether this is the text that the server says it is.
    pub(crate) fn is(&self, len: u64, sha256: &str) -> bool {
        let mut hex = String::with_capacity(64);
        for byte in Sha256::digest(self.text.as_bytes()) {
            write!(hex, "{byte:02x}").expect("writing to a String cannot fail");
        }
        length(&self.text) == len && hex == sha256
    }
}

pub(crate) fn get(connection: &Connection, job: JobId) -> Result<Option<Assembly>, StoreError> {
    let row: Option<(i64, String, bool)> = connection
        .prepare_cached("SELECT gen, text, is_whole FROM texts WHERE job = ?1")?
        .query_row([job.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    Ok(row.map(|(generation, text, is_whole)| Assembly {
        generation: u32::try_from(unsigned(generation)).unwrap_or(u32::MAX),
        text,
        is_whole,
    }))
}

pub(crate) fn put(
    connection: &Connection,
    job: JobId,
    assembly: &Assembly,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO texts (job, gen, text, is_whole) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (job) DO UPDATE SET
                 gen = excluded.gen, text = excluded.text, is_whole = excluded.is_whole",
        )?
        .execute(params![job.to_string(), assembly.generation, assembly.text, assembly.is_whole])?;
    Ok(())
}

/// Nothing more comes for this job.
pub(crate) fn close(connection: &Connection, job: JobId) -> Result<(), StoreError> {
    let mut statement =
        connection.prepare_cached("UPDATE texts SET is_whole = 1 WHERE job = ?1")?;
    statement.execute([job.to_string()])?;
    Ok(())
}

pub(crate) fn forget(connection: &Connection, job: JobId) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM texts WHERE job = ?1")?.execute([job.to_string()])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn assembly(generation: u32, text: &str) -> Assembly {
        Assembly { generation, text: text.to_owned(), is_whole: false }
    }

    #[test]
    fn a_chunk_at_the_end_is_appended() {
        let mut text = assembly(1, "Grüß");
        let joined = text.join(1, 4, " dich");
        assert_eq!(joined, Joined::Grown { off: 4, text: " dich".to_owned() });
        assert_eq!(text.text, "Grüß dich");
    }

    #[test]
    fn a_chunk_of_a_worker_that_lost_the_job_changes_nothing() {
        let mut text = assembly(2, "new");
        assert_eq!(text.join(1, 3, " old"), Joined::Same);
        assert_eq!(text.text, "new");
    }

    #[test]
    fn a_newer_worker_replaces_the_text_from_its_offset() {
        let mut text = assembly(1, "one two three");
        let joined = text.join(2, 4, "zwei");
        assert_eq!(joined, Joined::Grown { off: 4, text: "zwei".to_owned() });
        assert_eq!(text, assembly(2, "one zwei"));
    }

    #[test]
    fn a_chunk_beyond_the_end_asks_for_the_text() {
        assert_eq!(assembly(1, "abc").join(1, 4, "x"), Joined::Lost);
        assert_eq!(assembly(1, "abc").join(2, 4, "x"), Joined::Lost);
    }

    #[test]
    fn an_overlap_that_differs_asks_for_the_text() {
        assert_eq!(assembly(1, "abc").join(1, 1, "xyz"), Joined::Lost);
    }

    #[test]
    fn the_text_is_checked_by_length_and_hash() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert!(assembly(1, "abc").is(3, abc));
        assert!(!assembly(1, "abd").is(3, abc));
        assert!(!assembly(1, "abc").is(2, abc));
    }

    proptest! {
        #[test]
        fn any_overlapping_cut_of_a_text_gives_the_text(
            words in prop::collection::vec("\\PC{1,6}", 1..12),
            back in prop::collection::vec(0_usize..8, 12),
        ) {
            let mut text = Assembly { generation: 1, ..Assembly::default() };
            let mut shown: Vec<char> = Vec::new();
            let whole: Vec<char> = words.concat().chars().collect();
            let mut end = 0;
            for (word, back) in words.iter().zip(back) {
                let start = end - back.min(end);
                end += word.chars().count();
                let chunk: String = whole[start..end].iter().collect();
                let joined = text.join(1, u64::try_from(start).unwrap(), &chunk);
                if let Joined::Grown { off, text } = joined {
                    shown.truncate(usize::try_from(off).unwrap());
                    shown.extend(text.chars());
                }
            }
            prop_assert_eq!(&text.text, &words.concat());
            prop_assert_eq!(shown, whole);
        }
    }
}
