//! Plain text in the encodings that people's files have, and lines that were broken to fit a page.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use protocol::import::Unread;

/// The text of `bytes`: by its mark of UTF-8 or UTF-16, else UTF-8, else the western code page of old
/// files.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Unread> {
    if bytes.is_empty() {
        return Err(Unread::Empty);
    }
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if bytes.contains(&0) => return Err(Unread::Unsupported),
        None if str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1252,
    };
    let (text, _, _) = encoding.decode(bytes);
    if text.trim().is_empty() {
        return Err(Unread::Empty);
    }
    // Programs, pictures and the like hold characters that no text has.
    let strange = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if strange > text.chars().count() / 100 {
        return Err(Unread::Unsupported);
    }
    Ok(text.into_owned())
}

/// The same text, in which lines that go on in the middle of a sentence are one line.
pub(crate) fn unwrap(text: &str) -> String {
    let mut unwrapped = String::new();
    for line in text.lines().map(str::trim) {
        let goes_on = line.starts_with(char::is_lowercase);
        let mut before = unwrapped.chars().rev();
        match (before.next(), before.next()) {
            (Some('-'), Some(letter)) if goes_on && letter.is_alphabetic() => {
                unwrapped.pop();
            }
            (Some(last), _) if goes_on && last != '\n' => unwrapped.push(' '),
            (None, _) => {}
            _ => unwrapped.push('\n'),
        }
        unwrapped.push_str(line);
    }
    unwrapped
}
