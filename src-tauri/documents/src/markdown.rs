//! Markdown: its words without the signs, cut at the headings. Code and pictures are left out.

use crate::Section;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// One section for each heading, and one for what stands before the first.
pub(crate) fn read(text: &str) -> Vec<Section> {
    let mut writer = Writer::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS) {
        writer.take(event);
    }
    writer.sections.push(writer.now);
    writer.sections
}

struct Writer {
    sections: Vec<Section>,
    now: Section,
    in_heading: bool,
    left_out: usize,
}

impl Default for Writer {
    fn default() -> Self {
        let now = Section::new("", "");
        Self { sections: Vec::new(), now, in_heading: false, left_out: 0 }
    }
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                let before = std::mem::replace(&mut self.now, Section::new("", ""));
                self.sections.push(before);
                self.in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => {
                self.in_heading = false;
                self.now.text.push('\n');
            }
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. }) => self.left_out += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image) => {
                self.left_out = self.left_out.saturating_sub(1);
            }
            Event::Text(words) | Event::Code(words) if self.left_out == 0 => {
                self.now.text.push_str(&words);
                if self.in_heading {
                    self.now.place.push_str(&words);
                }
            }
            Event::SoftBreak => self.now.text.push(' '),
            Event::HardBreak => self.now.text.push('\n'),
            Event::End(TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Table) => {
                self.now.text.push_str("\n\n");
            }
            Event::End(TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) => {
                self.now.text.push('\n');
            }
            Event::End(TagEnd::TableCell) => self.now.text.push_str("; "),
            _ => {}
        }
    }
}
