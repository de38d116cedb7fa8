//! What the codes of a font stand for and how wide they are, so that words and the gaps between them
//! can be told apart.

use lopdf::{Dictionary, Document, Encoding, Error, Object};
use std::collections::BTreeMap;

/// The most bytes that the table of a font may unpack to (4 MiB).
const UNPACKED: usize = 4 * 1024 * 1024;
/// The width of a character of which none is given, in thousandths of the size of the font.
const USUAL: f32 = 500.0;

/// A font, for reading what is written with it.
pub(crate) struct Font<'a> {
    encoding: Encoding<'a>,
    widths: Widths,
}

impl<'a> Font<'a> {
    /// `plain` is the same font as `font` without its own encoding: where it has a table of what its
    /// codes mean to people, that one is right.
    pub(crate) fn new(
        document: &'a Document,
        font: &'a Dictionary,
        plain: &'a Dictionary,
    ) -> Result<Self, Error> {
        let told = plain.get_font_encoding_with_limit(document, UNPACKED)?;
        let encoding = match told {
            Encoding::UnicodeMapEncoding(_) => told,
            _ => font.get_font_encoding_with_limit(document, UNPACKED)?,
        };
        Ok(Self { encoding, widths: Widths::of(document, font) })
    }

    /// What `codes` say; nothing when that is not known.
    pub(crate) fn text(&self, codes: &[u8]) -> String {
        self.encoding.bytes_to_string(codes).unwrap_or_default()
    }

    /// The width of each of `codes` in sizes of the font, and whether it is a blank to be stretched.
    pub(crate) fn widths(&self, codes: &[u8]) -> Vec<(f32, bool)> {
        let width = |code: u32| self.widths.of_code(code) / 1000.0;
        if self.widths.is_wide {
            let pairs = codes
                .chunks(2)
                .map(|pair| pair.iter().fold(0, |code, byte| code * 256 + u32::from(*byte)));
            pairs.map(|code| (width(code), false)).collect()
        } else {
            codes.iter().map(|code| (width(u32::from(*code)), *code == b' ')).collect()
        }
    }
}

/// Widths by the first code of a range.
struct Widths {
    /// Whether codes have two bytes.
    is_wide: bool,
    usual: f32,
    ranges: BTreeMap<u32, (u32, f32)>,
}

impl Widths {
    fn of(document: &Document, font: &Dictionary) -> Self {
        let descendant = font
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|all| all.first())
            .and_then(|first| document.dereference(first).ok())
            .and_then(|(_, first)| first.as_dict().ok());
        match descendant {
            Some(wide) => Self::wide(document, wide),
            None => Self::narrow(document, font),
        }
    }

    fn narrow(document: &Document, font: &Dictionary) -> Self {
        let mut ranges = BTreeMap::new();
        if let (Ok(first), Some(widths)) =
            (font.get(b"FirstChar").and_then(Object::as_i64), array(document, font, b"Widths"))
        {
            put_each(&mut ranges, number(first), widths);
        }
        Self { is_wide: false, usual: USUAL, ranges }
    }

    /// `c [w w w]` gives each its width, `from to w` all of a range the same.
    fn wide(document: &Document, font: &Dictionary) -> Self {
        let usual = font.get(b"DW").and_then(Object::as_float).unwrap_or(1000.0);
        let mut ranges = BTreeMap::new();
        let mut rest = array(document, font, b"W").unwrap_or_default();
        while let [first, second, after @ ..] = rest {
            let Ok(first) = first.as_i64() else { break };
            let list = document.dereference(second).ok().and_then(|(_, o)| o.as_array().ok());
            if let Some(widths) = list {
                put_each(&mut ranges, number(first), widths);
                rest = after;
            } else if let ([width, after @ ..], Ok(last)) = (after, second.as_i64()) {
                ranges.insert(number(first), (number(last), width.as_float().unwrap_or(usual)));
                rest = after;
            } else {
                break;
            }
        }
        Self { is_wide: true, usual, ranges }
    }

    fn of_code(&self, code: u32) -> f32 {
        match self.ranges.range(..=code).next_back() {
            Some((_, (last, width))) if code <= *last => *width,
            _ => self.usual,
        }
    }
}

fn array<'a>(document: &'a Document, font: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
    font.get_deref(key, document).and_then(Object::as_array).ok().map(Vec::as_slice)
}

fn number(value: i64) -> u32 {
    u32::try_from(value).unwrap_or_default()
}

fn put_each(ranges: &mut BTreeMap<u32, (u32, f32)>, first: u32, widths: &[Object]) {
    for (code, width) in (first..).zip(widths) {
        if let Ok(width) = width.as_float() {
            ranges.insert(code, (code, width));
        }
    }
}
