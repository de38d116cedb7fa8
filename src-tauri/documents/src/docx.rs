//! Word documents: the words of the body, one line for each paragraph. Deleted words, field codes and
//! second copies for old programs are left out.

use crate::Section;
use protocol::import::Unread;
use quick_xml::{Reader, escape::resolve_predefined_entity, events::Event};

/// Where the body is.
pub(crate) const BODY: &str = "word/document.xml";

/// The body's text.
pub(crate) fn read(body: &[u8]) -> Result<Vec<Section>, Unread> {
    let body = str::from_utf8(body).map_err(|_| Unread::Broken)?;
    let mut reader = Reader::from_str(body);
    let mut words = Words::default();
    loop {
        match reader.read_event().map_err(|_| Unread::Broken)? {
            Event::Eof => break,
            Event::Start(tag) => words.open(tag.local_name().as_ref()),
            Event::Empty(tag) => words.mark(tag.local_name().as_ref()),
            Event::End(tag) => words.close(tag.local_name().as_ref()),
            Event::Text(text) => words.say(&text.xml10_content()),
            Event::CData(text) => words.say(&text.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(letter)) => words.say(letter.encode_utf8(&mut [0; 4])),
                _ => words.say(resolve_predefined_entity(&name).unwrap_or_default()),
            },
            _ => {}
        }
    }
    // A cut-off file ends within its body.
    if words.is_open { Err(Unread::Broken) } else { Ok(vec![Section::new("", words.text)]) }
}

#[derive(Default)]
struct Words {
    text: String,
    is_open: bool,
    is_text: bool,
    copies: usize,
}

impl Words {
    fn open(&mut self, tag: &str) {
        match tag {
            "body" => self.is_open = true,
            "t" => self.is_text = true,
            "Fallback" => self.copies += 1,
            _ => {}
        }
    }

    fn mark(&mut self, tag: &str) {
        match tag {
            "tab" => self.text.push(' '),
            "br" | "cr" | "p" => self.text.push('\n'),
            _ => {}
        }
    }

    fn close(&mut self, tag: &str) {
        match tag {
            "body" => self.is_open = false,
            "t" => self.is_text = false,
            "Fallback" => self.copies = self.copies.saturating_sub(1),
            "p" if self.copies == 0 => self.text.push('\n'),
            _ => {}
        }
    }

    fn say(&mut self, words: &str) {
        if self.is_text && self.copies == 0 {
            self.text.push_str(words);
        }
    }
}
