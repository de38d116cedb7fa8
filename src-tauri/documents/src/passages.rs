//! Cuts text into passages that are short enough to be read at a glance: at blank lines where that
//! can be, else at the end of a line or sentence, else between words.

use crate::Section;
use protocol::import::Passage;

/// The longest passage, in characters.
const LONGEST: usize = 1_200;
/// A passage shorter than this, in characters, is joined with the next paragraph.
const SHORT: usize = 400;
/// The longest name of a place, in characters.
const PLACE: usize = 60;

/// The passages of the file `name`. Sections are never mixed; blank ones give none.
pub(crate) fn cut(name: &str, sections: &[Section]) -> Vec<Passage> {
    let mut passages = Vec::new();
    for section in sections {
        let place: String = section.place.trim().chars().take(PLACE).collect();
        let origin = if place.is_empty() { name.to_owned() } else { format!("{name} · {place}") };
        let texts = join(paragraphs(&tidy(&section.text)));
        passages.extend(texts.into_iter().map(|text| Passage { origin: origin.clone(), text }));
    }
    passages
}

/// Lines without blanks at their ends and without characters that nobody sees.
fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{0C}', '\u{2028}', '\u{2029}'], "\n");
    let seen = |c: &char| !c.is_control() || *c == '\n';
    let hidden = ['\u{AD}', '\u{200B}', '\u{FEFF}', '\u{FFFD}'];
    let lines = text.lines().map(|line| {
        let line = line.replace(['\t', '\u{A0}'], " ");
        let line: String = line.chars().filter(seen).filter(|c| !hidden.contains(c)).collect();
        line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<&str>>().join(" ")
    });
    lines.collect::<Vec<String>>().join("\n")
}

/// Paragraphs no longer than a passage may be.
fn paragraphs(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for paragraph in text.split("\n\n") {
        let mut rest = paragraph.trim();
        while let Some(limit) = rest.char_indices().nth(LONGEST).map(|(at, _)| at) {
            let (piece, after) = rest.split_at(place_to_cut(&rest[..limit]));
            all.push(piece.trim().to_owned());
            rest = after.trim_start();
        }
        all.push(rest.to_owned());
    }
    all.retain(|paragraph| paragraph.chars().any(char::is_alphanumeric));
    all
}

/// Where a text that is too long is best cut; never at its beginning.
fn place_to_cut(text: &str) -> usize {
    let after = |at: usize, sign: &str| at + sign.len();
    let half = text.len() / 2;
    ["\n", ". ", "; ", " "]
        .into_iter()
        .filter_map(|sign| text.rfind(sign).map(|at| after(at, sign)))
        .find(|at| *at > half)
        .unwrap_or(text.len())
}

/// Short paragraphs together with those after them.
fn join(paragraphs: Vec<String>) -> Vec<String> {
    let mut passages: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let length = |text: &str| text.chars().count();
        match passages.last_mut() {
            Some(last)
                if length(last) < SHORT && length(last) + length(&paragraph) + 2 <= LONGEST =>
            {
                last.push_str("\n\n");
                last.push_str(&paragraph);
            }
            _ => passages.push(paragraph),
        }
    }
    passages
}
