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
    /// How many lists are within each other here.
    lists: usize,
}

impl Default for Writer {
    fn default() -> Self {
        let now = Section::new("", "");
        Self { sections: Vec::new(), now, in_heading: false, left_out: 0, lists: 0 }
    }
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            Event::Text(words) | Event::Code(words) => self.say(&words),
            Event::SoftBreak => self.now.text.push(' '),
            Event::HardBreak => self.now.text.push('\n'),
            Event::InlineHtml(tag) if is_break(&tag) => self.now.text.push('\n'),
            Event::Rule => self.begin_line(),
            _ => {}
        }
    }

    /// What is not within a line begins one: an item may have words before it, with no end of their own.
    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } => {
                let before = std::mem::replace(&mut self.now, Section::new("", ""));
                self.sections.push(before);
                self.in_heading = true;
            }
            Tag::Image { .. } => self.left_out += 1,
            Tag::CodeBlock(_) => {
                self.begin_line();
                self.left_out += 1;
            }
            Tag::List(_) => {
                self.begin_line();
                self.lists += 1;
            }
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::HtmlBlock | Tag::Table(_) => {
                self.begin_line();
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.in_heading = false;
                self.now.text.push('\n');
            }
            TagEnd::CodeBlock | TagEnd::Image => {
                self.left_out = self.left_out.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.lists = self.lists.saturating_sub(1);
                // A list in a list goes on with the next item.
                self.now.text.push_str(if self.lists == 0 { "\n\n" } else { "" });
            }
            TagEnd::Paragraph | TagEnd::Table => self.now.text.push_str("\n\n"),
            TagEnd::Item => self.begin_line(),
            TagEnd::TableRow | TagEnd::TableHead => self.now.text.push('\n'),
            TagEnd::TableCell => self.now.text.push_str("; "),
            _ => {}
        }
    }

    fn say(&mut self, words: &str) {
        if self.left_out > 0 {
            return;
        }
        self.now.text.push_str(words);
        if self.in_heading {
            self.now.place.push_str(words);
        }
    }

    fn begin_line(&mut self) {
        if !self.now.text.is_empty() && !self.now.text.ends_with('\n') {
            self.now.text.push('\n');
        }
    }
}

/// Whether this is HTML's sign for the end of a line, which people write in Markdown as well.
fn is_break(tag: &str) -> bool {
    let name = tag.trim_matches(['<', '>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}
