//! A person as written down in a file: what they answer to which topic, and what is true of them.
//!
//! ```text
//! # Who they are
//! kind: intake
//! true: words of findings that are right; between semicolons
//! false: words of findings that are wrong although words of the other list are in them
//! hard
//!
//! [story: welding, steel] tells relied, project_hours: gate
//! An answer; the next line is what they say the next time.
//!
//! [any_story = roof]
//! A story with a name, under which its parts are found: [story.reason: roof].
//! ```
//!
//! A section is headed by a key of the question bank, with words of the name it is for, if any.
//! What stands behind it: `tells` the keys that need not be asked any more, `declines` those that
//! may not, `asks` says that the answer is a question back. `[otherwise]` is what they say to the
//! rest, in turn. `hard` are those of whom so little is learned that η may stay wide.

use crate::asked::Asked;
use anyhow::{Context, Result, bail};
use protocol::records::SessionKind;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Says which questions are closed by an answer: a key, and a word of the name if only that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The key in the question bank.
    pub key: String,
    /// A word of the name; empty for any.
    pub word: String,
}

impl Closed {
    /// Whether `asked` is such a question.
    pub fn covers(&self, asked: &Asked) -> bool {
        self.key == asked.key && (self.word.is_empty() || holds(&plain(&asked.name), &self.word))
    }
}

/// What a person says, and what it means for later questions.
#[derive(Debug, Clone)]
pub struct Said {
    /// The words.
    pub text: String,
    /// What need not or may not be asked after it.
    pub closes: Vec<Closed>,
    /// Whether it is a question back, so that the same may be put in other words.
    pub asks: bool,
}

#[derive(Debug)]
struct Section {
    key: String,
    words: Vec<String>,
    label: String,
    closes: Vec<Closed>,
    asks: bool,
    left: Vec<String>,
}

/// Someone to be interviewed.
#[derive(Debug)]
pub struct Persona {
    /// The name of the file, without ending.
    pub name: String,
    /// Who they are, in a line.
    pub who: String,
    /// What kind of session they are in.
    pub kind: SessionKind,
    /// Whether so little is learned from them that η may stay wide.
    pub hard: bool,
    right: Vec<String>,
    wrong: Vec<String>,
    sections: Vec<Section>,
    /// The story told last.
    story: String,
    /// How often they had no answer of its own.
    lost: usize,
}

/// The folder of all of them.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/personas")
}

/// The names of all of them, sorted.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn names() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder()).context("the folder of personas cannot be read")? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

impl Persona {
    /// Read one by its name.
    ///
    /// # Errors
    ///
    /// When there is none, or its file is not written as it should be.
    pub fn read(name: &str) -> Result<Self> {
        let path = folder().join(format!("{name}.txt"));
        let text = fs::read_to_string(&path).with_context(|| format!("{name} cannot be read"))?;
        Self::parse(name, &text).with_context(|| format!("{name} is not a persona"))
    }

    fn parse(name: &str, text: &str) -> Result<Self> {
        let mut persona = Self {
            name: name.to_owned(),
            who: String::new(),
            kind: SessionKind::Intake,
            hard: false,
            right: Vec::new(),
            wrong: Vec::new(),
            sections: Vec::new(),
            story: String::new(),
            lost: 0,
        };
        let list = |words: &str| -> Vec<String> {
            words.split(';').map(plain).filter(|word| !word.is_empty()).collect()
        };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(who) = line.strip_prefix("# ") {
                who.clone_into(&mut persona.who);
            } else if let Some(head) = line.strip_prefix('[') {
                persona.sections.push(section(head)?);
            } else if let Some(section) = persona.sections.last_mut() {
                section.left.push(line.to_owned());
            } else if let Some(words) = line.strip_prefix("true:") {
                persona.right.extend(list(words));
            } else if let Some(words) = line.strip_prefix("false:") {
                persona.wrong.extend(list(words));
            } else if let Some(kind) = line.strip_prefix("kind:") {
                persona.kind = serde_json::from_value(kind.trim().into())?;
            } else if line == "hard" {
                persona.hard = true;
            } else {
                bail!("this stands before the first section: {line}");
            }
        }
        Ok(persona)
    }

    /// What they say to `asked`: an answer that is for it, each once, or one of those for the rest.
    /// The latter also when they cannot tell what is asked.
    pub fn answer(&mut self, asked: Option<&Asked>) -> Said {
        let Some(asked) = asked else { return self.otherwise() };
        let is_part = asked.key.starts_with("story.");
        let name = if is_part { self.story.clone() } else { plain(&asked.name) };
        let named = self.place(&asked.key, |words| words.iter().any(|word| holds(&name, word)));
        let place = named.or_else(|| self.place(&asked.key, <[String]>::is_empty));
        let Some(section) = place.map(|place| &mut self.sections[place]) else {
            return self.otherwise();
        };
        if !is_part {
            self.story.clone_from(&section.label);
        }
        let text = section.left.remove(0);
        Said { text, closes: section.closes.clone(), asks: section.asks }
    }

    /// The first section for `key` that has something left and whose words are `fit`.
    fn place(&self, key: &str, fit: impl Fn(&[String]) -> bool) -> Option<usize> {
        let fits = |one: &Section| one.key == key && !one.left.is_empty() && fit(&one.words);
        self.sections.iter().position(fits)
    }

    fn otherwise(&mut self) -> Said {
        let of_rest = self.sections.iter().filter(|section| section.key == "otherwise");
        let rest: Vec<&String> = of_rest.flat_map(|section| &section.left).collect();
        let text = rest.get(self.lost % rest.len().max(1)).map(|text| (*text).clone());
        self.lost += 1;
        let text = text.unwrap_or_else(|| "I can't think of anything right now.".to_owned());
        Said { text, closes: Vec::new(), asks: false }
    }

    /// Whether a finding with this name and these words is right about them.
    pub fn confirms(&self, name: &str, quote: &str) -> bool {
        let (name, quote) = (plain(name), plain(quote));
        let says = |list: &[String]| list.iter().any(|w| holds(&name, w) || holds(&quote, w));
        says(&self.right) && !says(&self.wrong)
    }
}

/// Reads `key: words] tells …`, without the opening bracket.
fn section(head: &str) -> Result<Section> {
    let (inside, behind) = head.split_once(']').context("a section has no end")?;
    let (names, label) = inside.split_once('=').unwrap_or((inside, ""));
    let (key, words) = names.split_once(':').unwrap_or((names, ""));
    let words: Vec<String> = words.split(',').map(plain).filter(|word| !word.is_empty()).collect();
    let label = if label.is_empty() { words.first().map_or(key, String::as_str) } else { label };
    let behind = behind.trim();
    let (mark, list) = behind.split_once(' ').unwrap_or((behind, ""));
    if !matches!(mark, "" | "asks" | "tells" | "declines") {
        bail!("a section cannot be marked {mark}");
    }
    let closes = list.split(',').map(str::trim).filter(|one| !one.is_empty()).map(|one| {
        let (key, word) = one.split_once(':').unwrap_or((one, ""));
        Closed { key: key.trim().to_owned(), word: plain(word) }
    });
    Ok(Section {
        key: key.trim().to_owned(),
        label: plain(label),
        closes: closes.collect(),
        asks: mark == "asks",
        words,
        left: Vec::new(),
    })
}

/// `text` in lower case, its words between single spaces.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '+' | '#')));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether `words` stand in `text` from the beginning of a word on.
fn holds(text: &str, words: &str) -> bool {
    !words.is_empty() && format!(" {text}").contains(&format!(" {words}"))
}

#[cfg(test)]
mod tests {
    use super::Persona;
    use crate::asked::Asked;

    fn asked(key: &str, name: &str) -> Asked {
        Asked { key: key.to_owned(), phrasing: String::new(), name: name.to_owned() }
    }

    #[test]
    fn a_person_answers_by_topic_and_name_and_each_answer_once() {
        let text = "# A welder\ntrue: weld; steel\nfalse: weld plastic\n\n[story: welding] tells relied\n\
                    I welded a gate.\n[story.reason: welding]\nIt was bent.\n[story]\nI drove.\n\
                    [otherwise]\nHm.\nWell.";
        let mut person = Persona::parse("welder", text).unwrap();
        let welded = person.answer(Some(&asked("story", "MIG welding")));
        assert_eq!((welded.text.as_str(), welded.closes.len()), ("I welded a gate.", 1));
        assert_eq!(person.answer(Some(&asked("story.reason", ""))).text, "It was bent.");
        assert_eq!(person.answer(Some(&asked("story", "MIG welding"))).text, "I drove.");
        for rest in ["Hm.", "Well.", "Hm."] {
            assert_eq!(person.answer(Some(&asked("keep", ""))).text, rest);
        }
        assert!(person.confirms("Welding", "x") && person.confirms("Gates", "steel gates"));
        assert!(!person.confirms("Weld plastic", "") && !person.confirms("Driving", "drove"));
    }
}
