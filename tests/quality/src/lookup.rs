//! The reference: every name and alias of the lexicon wherever its words stand in the text, longest
//! first, with no look at the words around. Projects and directions it cannot see.

use crate::matching::{Prediction, normal};
use extraction::Lexicon;
use protocol::records::{Category, FindingKind};
use std::collections::HashMap;

/// The phrases of a lexicon by their normal form.
#[derive(Debug)]
pub struct Lookup {
    phrases: HashMap<String, (FindingKind, String, Option<Category>)>,
    longest: usize,
}

impl Lookup {
    /// All phrases of `lexicon`.
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut phrases = HashMap::new();
        for skill in lexicon.skills() {
            for said in skill.said() {
                let meaning = (FindingKind::Skill, skill.name.clone(), Some(skill.category));
                phrases.entry(normal(said)).or_insert(meaning);
            }
        }
        for constraint in lexicon.constraints() {
            for said in &constraint.phrases {
                let meaning = (FindingKind::Constraint, constraint.name.clone(), None);
                phrases.entry(normal(said)).or_insert(meaning);
            }
        }
        let words = |phrase: &String| phrase.split(' ').count();
        let longest = phrases.keys().map(words).max().unwrap_or_default();
        Self { phrases, longest }
    }

    /// The phrases in `text`, each name once.
    pub fn find(&self, text: &str) -> Vec<Prediction> {
        let words = words(text);
        let mut found: Vec<Prediction> = Vec::new();
        let mut index = 0;
        while index < words.len() {
            let most = self.longest.min(words.len() - index);
            let hit = (1..=most).rev().find_map(|count| {
                let within = &words[index..index + count];
                let said = within.iter().map(|word| word.2.as_str()).collect::<Vec<_>>().join(" ");
                Some((count, self.phrases.get(&normal(&said))?))
            });
            let Some((count, (kind, name, category))) = hit else {
                index += 1;
                continue;
            };
            if !found.iter().any(|one| one.kind == *kind && one.name == *name) {
                found.push(Prediction {
                    kind: *kind,
                    name: name.clone(),
                    category: *category,
                    start: words[index].0,
                    end: words[index + count - 1].1,
                    probability: 0.5,
                });
            }
            index += count;
        }
        found
    }
}

/// The words with their places in scalar values.
fn words(text: &str) -> Vec<(u32, u32, String)> {
    let mut words: Vec<(u32, u32, String)> = Vec::new();
    let mut open = false;
    for (place, character) in (0_u32..).zip(text.chars()) {
        let inside = character.is_alphanumeric() || matches!(character, '\'' | '’' | '+' | '#');
        match words.last_mut().filter(|_| inside && open) {
            Some(word) => {
                word.1 = place + 1;
                word.2.push(character);
            }
            None if inside => words.push((place, place + 1, character.to_string())),
            None => {}
        }
        open = inside;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::Lookup;
    use extraction::Extractor;

    #[test]
    fn it_finds_the_longest_phrase_and_asks_nothing_of_its_surroundings() {
        let lookup = Lookup::new(Extractor::builtin().lexicon());
        let names: Vec<String> = lookup
            .find("I never used Python, and to be in debt is bad.")
            .into_iter()
            .map(|one| one.name)
            .collect();
        assert_eq!(names, ["Python", "Debt"]);
    }
}
