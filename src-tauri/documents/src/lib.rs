//! Reads the files that a person brings along: bytes to passages of text, or one clear reason why not.
//!
//! Nothing here touches a disk, a network or a log. Whoever calls it chooses the files, shows what was
//! read and decides what becomes of it. Every file is taken for hostile: sizes, entries, expansion,
//! pages and time are bounded.

mod archive;
mod docx;
mod json_resume;
mod linked_in;
mod markdown;
mod passages;
mod pdf;
mod text;
mod transcript;

use protocol::import::{Passage, Unread};

/// The largest file that is read, in bytes (20 MiB).
pub const FILE_LIMIT: usize = 20 * 1024 * 1024;
/// The most text that one file may hold, in bytes of UTF-8 (2 MiB).
const TEXT_LIMIT: usize = 2 * 1024 * 1024;

/// The endings of files that are never read: pictures, sound, films, fonts, packed files, programs,
/// tables, slides, and text with signs of other programs.
const OTHERS: &[&str] = &[
    "7z", "aac", "apk", "avi", "avif", "bin", "bmp", "bz2", "class", "csv", "db", "dll", "dmg",
    "dylib", "emf", "epub", "exe", "flac", "gif", "gz", "heic", "heif", "htm", "html", "ico",
    "iso", "jar", "jpeg", "jpg", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "msi", "ods", "ogg",
    "opus", "otf", "png", "ppt", "pptx", "psd", "rar", "rtf", "so", "sqlite", "svg", "tar", "tgz",
    "tif", "tiff", "ttf", "wav", "webm", "webp", "wmv", "woff", "woff2", "xls", "xlsx", "xml",
    "xz",
];

/// What files beginning like this are.
const PDF: &[u8] = b"%PDF-";
const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];
/// The container of old Word files, and of new ones with a password.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// How far into a file the sign of a PDF may stand.
const PREAMBLE: usize = 1024;

/// The passages of the file `name`, in its order; never none. `name` decides only between kinds of
/// plain text and begins the origin of every passage.
///
/// # Errors
///
/// Why nothing of it can be used.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Passage>, Unread> {
    if bytes.len() > FILE_LIMIT {
        return Err(Unread::TooLarge);
    }
    let sections = sections(name, bytes)?;
    let length: usize = sections.iter().map(|section| section.text.len()).sum();
    if length > TEXT_LIMIT {
        return Err(Unread::TooLarge);
    }
    let passages = passages::cut(name, &sections);
    if passages.is_empty() { Err(Unread::NoText) } else { Ok(passages) }
}

/// Whether a file of this name could be read, as far as the name tells: one with the ending of a kind
/// that is not read need not be opened.
pub fn may_be_read(name: &str) -> bool {
    !OTHERS.contains(&extension(name).as_str())
}

/// What stands after the last dot of a name, in small letters; empty when there is none.
fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default()
}

/// A part of a file that has a name of its own: a page, a heading, a list. Empty when there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Section {
    place: String,
    text: String,
}

impl Section {
    fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into() }
    }
}

fn sections(name: &str, bytes: &[u8]) -> Result<Vec<Section>, Unread> {
    let extension = extension(name);
    let extension = extension.as_str();
    let preamble = &bytes[..bytes.len().min(PREAMBLE)];
    if preamble.windows(PDF.len()).any(|window| window == PDF) {
        return pdf::read(bytes);
    }
    if ZIP.iter().any(|sign| bytes.starts_with(sign)) {
        return archive(bytes);
    }
    if bytes.starts_with(COMPOUND) {
        return Err(if extension == "docx" { Unread::Protected } else { Unread::Unsupported });
    }
    match extension {
        "pdf" | "docx" | "zip" if !bytes.is_empty() => return Err(Unread::Broken),
        _ => {}
    }
    let text = text::decode(bytes)?;
    match extension {
        "md" | "markdown" => Ok(markdown::read(&text)),
        "json" => json_resume::read(&text),
        "jsonl" | "ndjson" => transcript::read(&text),
        _ if !may_be_read(name) => Err(Unread::Unsupported),
        _ => Ok(vec![Section::new("", text::unwrap(&text))]),
    }
}

/// A packed file is a Word document or what LinkedIn gives its members; any other is refused.
fn archive(bytes: &[u8]) -> Result<Vec<Section>, Unread> {
    let mut archive = archive::Archive::open(bytes)?;
    match archive.read(docx::BODY)? {
        Some(body) => docx::read(&body),
        None => linked_in::read(&mut archive),
    }
}
