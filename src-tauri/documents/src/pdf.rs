//! PDF files: the text of each page, in the order it is drawn. Pictures of text are not read.
//!
//! The parser is not ours and its input is hostile, so it works on a thread of its own: a panic there
//! costs this file alone, and whoever waits stops waiting after a while.

mod font;
mod matrix;
mod page;

use crate::{Section, TEXT_LIMIT, text};
use lopdf::{DecompressError, Document, Error, LoadOptions};
use protocol::import::Unread;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

/// The most pages.
const PAGES: usize = 300;
/// The most bytes that one packed part of a file may unpack to (8 MiB).
const UNPACKED: usize = 8 * 1024 * 1024;
/// The stack of the parser, which follows what is nested in a file (16 MiB).
const STACK: usize = 16 * 1024 * 1024;
/// How long a file is worked on.
const PATIENCE: Duration = Duration::from_secs(20);

/// One section for each page that has text.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Section>, Unread> {
    let (tell, told) = mpsc::sync_channel(1);
    let (given_up, bytes) = (Arc::new(AtomicBool::new(false)), bytes.to_vec());
    let watched = Arc::clone(&given_up);
    let working =
        thread::Builder::new().name("pdf".to_owned()).stack_size(STACK).spawn(move || {
            // Nobody may be waiting any more.
            let _unheard = tell.send(pages(&bytes, &watched));
        });
    working.map_err(|_| Unread::Unreadable)?;
    told.recv_timeout(PATIENCE).unwrap_or_else(|silence| {
        given_up.store(true, Ordering::Relaxed);
        Err(match silence {
            mpsc::RecvTimeoutError::Timeout => Unread::TooSlow,
            mpsc::RecvTimeoutError::Disconnected => Unread::Broken,
        })
    })
}

fn pages(bytes: &[u8], given_up: &AtomicBool) -> Result<Vec<Section>, Unread> {
    let options = LoadOptions::with_max_decompressed_size(UNPACKED);
    let document = Document::load_mem_with_options(bytes, options).map_err(|e| unread(&e))?;
    if document.is_encrypted() {
        return Err(Unread::Protected);
    }
    let pages = document.get_pages();
    if pages.is_empty() {
        return Err(Unread::Broken);
    }
    if pages.len() > PAGES {
        return Err(Unread::TooLarge);
    }
    let (mut sections, mut length) = (Vec::new(), 0);
    for (number, id) in pages {
        if given_up.load(Ordering::Relaxed) {
            return Err(Unread::TooSlow);
        }
        let text = page::read(&document, id).map_err(|error| unread(&error))?;
        length += text.len();
        if length > TEXT_LIMIT {
            return Err(Unread::TooLarge);
        }
        sections.push(Section::new(number.to_string(), text::unwrap(&text)));
    }
    Ok(sections)
}

fn unread(error: &Error) -> Unread {
    match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => Unread::Bomb,
        Error::InvalidPassword | Error::Decryption(_) => Unread::Protected,
        _ => Unread::Broken,
    }
}
