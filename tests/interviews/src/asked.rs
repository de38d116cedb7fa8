//! Tells what a question is about from its words, by the question bank.

use anyhow::{Context, Result};
use std::collections::BTreeMap;

const BANK: &str = include_str!("../../../src-tauri/interview/questions/en.json");

/// A question as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its topic, such as `project_hours`; the key of its phrasings in the bank, except that the
    /// parts of any story are `story.…` and every first question is `opening`.
    pub key: String,
    /// The phrasing, with places for names.
    pub phrasing: String,
    /// The skill, project or constraint named in it, behind words said back with it; or nothing.
    pub name: String,
}

/// The phrasings of every question.
#[derive(Debug)]
pub struct Bank(Vec<(String, String)>);

impl Bank {
    /// The one of the program, in English.
    ///
    /// # Errors
    ///
    /// When it is not as it should be.
    pub fn builtin() -> Result<Self> {
        let all: BTreeMap<String, Vec<String>> =
            serde_json::from_str(BANK).context("the question bank cannot be read")?;
        let questions = all.into_iter().flat_map(|(key, phrasings)| {
            let asks = phrasings.into_iter().filter(|phrasing| phrasing.ends_with('?'));
            asks.map(move |phrasing| (topic(&key).to_owned(), phrasing))
        });
        Ok(Self(questions.collect()))
    }

    /// What `reply` asks, if it ends in a question of the bank. The phrasing that fixes the most
    /// words counts.
    pub fn read(&self, reply: &str) -> Option<Asked> {
        let reply = reply.replace("**", "");
        let fitting = self.0.iter().filter_map(|(key, phrasing)| {
            let name = fit(&reply, phrasing)?;
            Some(Asked { key: key.clone(), phrasing: phrasing.clone(), name })
        });
        let mut asked = fitting.max_by_key(|asked| fixed(&asked.phrasing))?;
        if asked.key == "weight" {
            // It asks about what it has just said back.
            let quoted = reply.rsplit_once('“').and_then(|(_, rest)| rest.split_once('”'));
            quoted.map_or("", |(quote, _)| quote).clone_into(&mut asked.name);
        }
        Some(asked)
    }
}

/// The topic of the phrasings under a key.
fn topic(key: &str) -> &str {
    match key {
        "opening.situation" => "story.situation",
        "opening.action" => "story.action",
        "opening.result" => "story.result",
        "story.quoted" => "story",
        "direction.known" => "direction",
        _ if key.starts_with("opening.") => "opening",
        _ => key,
    }
}

fn fixed(phrasing: &str) -> usize {
    parts(phrasing).map(str::len).sum()
}

/// What stands between the places for names.
fn parts(phrasing: &str) -> impl Iterator<Item = &str> {
    phrasing.split('{').enumerate().map(|(at, part)| {
        if at == 0 { part } else { part.split_once('}').map_or(part, |(_, rest)| rest) }
    })
}

/// The names in `reply` when `phrasing` is how it ends.
fn fit(reply: &str, phrasing: &str) -> Option<String> {
    let parts: Vec<&str> = parts(phrasing).collect();
    let (last, before) = parts.split_last()?;
    let mut rest = reply.strip_suffix(last)?;
    let mut name = String::new();
    for part in before.iter().rev() {
        // An empty first part stands where the sentence before it ends.
        let at = if part.is_empty() {
            rest.rfind(". ").map_or(0, |at| at + 2)
        } else {
            rest.rfind(part)?
        };
        let longer = format!("{} {name}", rest[at + part.len()..].trim());
        longer.trim_end().clone_into(&mut name);
        rest = &rest[..at];
    }
    let starts = rest.trim_end();
    (starts.is_empty() || starts.ends_with(['.', ':', '”', '?', ';'])).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::Bank;

    #[test]
    fn a_question_is_known_by_its_words_and_names() {
        let bank = Bank::builtin().unwrap();
        for (reply, key, name) in [
            ("You said “I fix roofs”. **What do people come to you for?**", "relied", ""),
            (
                "Thank you. **How much of your week goes into sheet metal work, in hours?**",
                "skill_hours",
                "sheet metal work",
            ),
            (
                "**How many hours of a normal week do you put into the boat?**",
                "project_hours",
                "the boat",
            ),
            (
                "Okay. I have not asked about MIG welding yet. **What would be a good example?**",
                "story",
                "MIG welding",
            ),
            (
                "“Rent”. I see. **What would make “the rent” a little lighter?**",
                "easing",
                "the rent",
            ),
        ] {
            let asked = bank.read(reply).unwrap_or_else(|| panic!("{reply}"));
            assert_eq!((asked.key.as_str(), asked.name.as_str()), (key, name), "{reply}");
        }
        assert_eq!(bank.read("We are at the end."), None);
    }
}
