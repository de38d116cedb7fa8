//! Follows what draws a page and puts its words into lines, by where they come to stand.

use super::{UNPACKED, font::Font, matrix::Matrix};
use lopdf::{
    Dictionary, Document, Error, Object, ObjectId,
    content::{Content, Operation},
};
use std::collections::BTreeMap;

/// How far, in heights of a line, words stand apart that are not one word, lines that are not one
/// line, and paragraphs that are not one paragraph.
const WORD: f32 = 0.18;
const LINE: f32 = 0.4;
const PARAGRAPH: f32 = 1.8;
/// The most states that are kept within each other.
const NESTED: usize = 256;

type Fonts<'a> = BTreeMap<Vec<u8>, Font<'a>>;

/// The text of a page.
pub(crate) fn read(document: &Document, page: ObjectId) -> Result<String, Error> {
    let dictionaries = document.get_page_fonts(page)?;
    let plain: BTreeMap<&[u8], Dictionary> = dictionaries
        .iter()
        .map(|(name, font)| {
            let mut plain = (*font).clone();
            plain.remove(b"Encoding");
            (name.as_slice(), plain)
        })
        .collect();
    let mut fonts = Fonts::new();
    for (name, font) in &dictionaries {
        fonts.insert(name.clone(), Font::new(document, font, &plain[name.as_slice()])?);
    }
    let content = document.get_page_content_with_limit(page, UNPACKED)?;
    let mut pen = Pen::new(&fonts);
    for operation in &Content::decode(&content)?.operations {
        pen.follow(operation);
    }
    Ok(pen.text)
}

/// What stays the same from one word to the next, until it is changed.
#[derive(Clone, Copy)]
struct State<'a> {
    page: Matrix,
    font: Option<&'a Font<'a>>,
    size: f32,
    leading: f32,
    letter_gap: f32,
    word_gap: f32,
    stretch: f32,
}

struct Pen<'a> {
    fonts: &'a Fonts<'a>,
    state: State<'a>,
    kept: Vec<State<'a>>,
    /// Where the line begins, and where the next character stands.
    line: Matrix,
    at: Matrix,
    /// Where the last character ended, and how tall it was.
    end: Option<((f32, f32), f32)>,
    text: String,
}

impl<'a> Pen<'a> {
    fn new(fonts: &'a Fonts<'a>) -> Self {
        let state = State {
            page: Matrix::NONE,
            font: None,
            size: 0.0,
            leading: 0.0,
            letter_gap: 0.0,
            word_gap: 0.0,
            stretch: 1.0,
        };
        let (line, at) = (Matrix::NONE, Matrix::NONE);
        Self { fonts, state, kept: Vec::new(), line, at, end: None, text: String::new() }
    }

    fn follow(&mut self, operation: &Operation) {
        let operands = operation.operands.as_slice();
        let number = |at: usize| operands.get(at).and_then(|n| n.as_float().ok()).unwrap_or(0.0);
        let matrix = || Matrix(std::array::from_fn(number));
        match operation.operator.as_str() {
            "q" if self.kept.len() < NESTED => self.kept.push(self.state),
            "Q" => self.state = self.kept.pop().unwrap_or(self.state),
            "cm" => self.state.page = matrix().then(self.state.page),
            "BT" => self.stand(Matrix::NONE),
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                self.state.font = name.and_then(|name| self.fonts.get(name));
                self.state.size = number(1);
            }
            "TL" => self.state.leading = number(0),
            "Tc" => self.state.letter_gap = number(0),
            "Tw" => self.state.word_gap = number(0),
            "Tz" => self.state.stretch = number(0) / 100.0,
            "Tm" => self.stand(matrix()),
            "Td" => self.step(number(0), number(1)),
            "TD" => {
                self.state.leading = -number(1);
                self.step(number(0), number(1));
            }
            "T*" => self.step(0.0, -self.state.leading),
            "Tj" | "TJ" => self.show(operands),
            "'" => {
                self.step(0.0, -self.state.leading);
                self.show(operands);
            }
            "\"" => {
                (self.state.word_gap, self.state.letter_gap) = (number(0), number(1));
                self.step(0.0, -self.state.leading);
                self.show(operands.get(2..).unwrap_or_default());
            }
            _ => {}
        }
    }

    fn stand(&mut self, line: Matrix) {
        (self.line, self.at) = (line, line);
    }

    fn step(&mut self, x: f32, y: f32) {
        self.stand(Matrix::moving(x, y).then(self.line));
    }

    /// Strings, perhaps in a list with moves between them.
    fn show(&mut self, operands: &[Object]) {
        let items = match operands {
            [Object::Array(items)] => items.as_slice(),
            items => items,
        };
        for item in items {
            if let Object::String(codes, _) = item {
                self.write(codes);
            } else if let Ok(back) = item.as_float() {
                self.move_on(-back / 1000.0 * self.state.size * self.state.stretch);
            }
        }
    }

    fn move_on(&mut self, by: f32) {
        self.at = Matrix::moving(by, 0.0).then(self.at);
    }

    fn write(&mut self, codes: &[u8]) {
        let Some(font) = self.state.font else { return };
        let state = self.state;
        let place = self.at.then(state.page);
        let height = place.height() * state.size.abs();
        self.part(place.place(), height);
        self.text.push_str(&font.text(codes));
        for (width, is_blank) in font.widths(codes) {
            let blank = if is_blank { state.word_gap } else { 0.0 };
            self.move_on((width * state.size + state.letter_gap + blank) * state.stretch);
        }
        self.end = Some((self.at.then(state.page).place(), height));
    }

    /// What stands between the last character and one at `place`.
    fn part(&mut self, (x, y): (f32, f32), height: f32) {
        let Some(((end_x, end_y), before)) = self.end else { return };
        let height = height.max(before);
        let (along, across) = (x - end_x, (y - end_y).abs());
        if across > PARAGRAPH * height {
            self.text.push_str("\n\n");
        } else if across > LINE * height {
            self.text.push('\n');
        } else if (along > WORD * height || along < -height) && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }
}
