//! Reads the lexicon's files.

use super::{Lexicon, LexiconConstraint, LexiconError, LexiconSkill, Meaning, files::Files};
use crate::{
    asked::Questions,
    context::{Cues, Rule},
    keys::Keys,
    stories::Stories,
    trie::{MARKS, Phrase, Trie, form},
};
use protocol::records::{Category, ConstraintKind};
use std::collections::HashMap;

impl Lexicon {
    /// Reads what is in `files`.
    pub(super) fn read(files: &Files<'_>) -> Result<Self, LexiconError> {
        let mut keys = Keys::of_claims();
        let cues = Cues::read(files.cues, &mut keys);
        let mut lexicon = Self {
            skills: Vec::new(),
            constraints: Vec::new(),
            phrases: Vec::new(),
            keys,
            trie: Trie::default(),
            questions: Questions::read(files.questions),
            stories: Stories::default(),
            by_form: HashMap::new(),
        };
        for (category, file, content) in files.skills {
            for (number, line) in lines(content) {
                lexicon
                    .add_skill(*category, line, &cues)
                    .map_err(|wrong| wrong.at(file, number))?;
            }
        }
        for (file, content) in [("constraints", files.constraints), ("hardships", files.hardships)]
        {
            for (number, line) in lines(content) {
                let added = lexicon.add_constraint(line, file == "hardships");
                added.ok_or_else(|| Wrong::Line.at(file, number))?;
            }
        }
        for (number, line) in lines(files.stories) {
            lexicon
                .add_story(line, files.whole)
                .ok_or_else(|| Wrong::Line.at("stories", number))?;
        }
        let said = lexicon.skills.iter().flat_map(LexiconSkill::said).map(str::to_lowercase);
        let said: Vec<String> = said.collect();
        lexicon.keys.settle(said.iter().flat_map(|said| said.split([' ', '-', '/'])));
        Ok(lexicon)
    }

    fn add_skill(&mut self, category: Category, line: &str, cues: &Cues) -> Result<(), Wrong> {
        let mut parts = line.split('|').map(str::trim);
        let name = parts.next().filter(|name| !name.is_empty()).ok_or(Wrong::Line)?;
        let aliases = parts.next().unwrap_or_default();
        let rule = Rule::read(parts.next().unwrap_or_default(), cues, &mut self.keys)
            .ok_or(Wrong::Cues)?;
        let place = self.skills.len();
        let shown = unmarked(name);
        let marked: Vec<&str> =
            aliases.split(',').map(str::trim).filter(|alias| !alias.is_empty()).collect();
        // A name of one word would otherwise be found in each of its inflections.
        let strict = format!("={name}");
        let first =
            if form(&shown).len() == 1 && !name.starts_with('~') { strict.as_str() } else { name };
        for said in std::iter::once(&first).chain(&marked) {
            let phrase =
                Phrase::read(said, Meaning::Skill(place), &mut self.keys).ok_or(Wrong::Line)?;
            if !phrase.guarded && !phrase.role {
                self.by_form.entry(form(&unmarked(said))).or_insert(place);
            }
            self.add_phrase(phrase);
        }
        self.by_form.insert(form(&shown), place);
        self.skills.push(LexiconSkill {
            normal: shown.to_lowercase(),
            name: shown,
            category,
            aliases: marked.iter().map(|said| unmarked(said)).collect(),
            rule,
        });
        Ok(())
    }

    /// Adds a constraint, or phrases to the one of that name; `asked` says that they count only
    /// in an answer to a question for constraints.
    fn add_constraint(&mut self, line: &str, asked: bool) -> Option<()> {
        let mut parts = line.split('|').map(str::trim);
        let name = parts.next().filter(|name| !name.is_empty())?;
        let kind = kind(parts.next()?)?;
        let severity = parts.next()?.parse().ok().filter(|part| (0.0..=1.0).contains(part))?;
        let known = self.constraints.iter().position(|constraint| constraint.name == name);
        let place = known.unwrap_or(self.constraints.len());
        let marked: Vec<&str> = parts.next()?.split(',').map(str::trim).collect();
        for said in &marked {
            let said = if asked { format!("?{said}") } else { (*said).to_owned() };
            let phrase = Phrase::read(&said, Meaning::Constraint(place), &mut self.keys)?;
            self.add_phrase(phrase);
        }
        if known.is_none() {
            let phrases =
                if asked { Vec::new() } else { marked.iter().map(|said| unmarked(said)).collect() };
            let name = name.to_owned();
            self.constraints.push(LexiconConstraint { name, kind, severity, phrases });
        }
        Some(())
    }

    /// Adds what shows a skill; `whole` says that there must be one of that name.
    fn add_story(&mut self, line: &str, whole: bool) -> Option<()> {
        let (name, patterns) = line.split_once('|')?;
        let known = self.by_form.get(&form(name.trim())).copied();
        let Some(place) = known else { return (!whole).then_some(()) };
        patterns.split(',').try_for_each(|pattern| self.stories.add(place, pattern, &mut self.keys))
    }

    fn add_phrase(&mut self, phrase: Phrase) {
        let number = self.phrases.len();
        self.trie.insert(&phrase.keys, number);
        self.phrases.push(phrase);
    }
}

/// A phrase without its marks.
fn unmarked(said: &str) -> String {
    said.trim_start_matches(MARKS).to_owned()
}

/// What is wrong with a line, before its place is known.
enum Wrong {
    Line,
    Cues,
}

impl Wrong {
    fn at(self, file: &str, line: usize) -> LexiconError {
        let file = file.to_owned();
        match self {
            Self::Line => LexiconError::BadLine { file, line },
            Self::Cues => LexiconError::UnknownCues { file, line },
        }
    }
}

/// The lines that say something, with their numbers.
fn lines(content: &str) -> impl Iterator<Item = (usize, &str)> {
    content
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

fn kind(name: &str) -> Option<ConstraintKind> {
    Some(match name {
        "financial" => ConstraintKind::Financial,
        "health" => ConstraintKind::Health,
        "obligation" => ConstraintKind::Obligation,
        "time" => ConstraintKind::Time,
        "environment" => ConstraintKind::Environment,
        "doubt" => ConstraintKind::Doubt,
        "distraction" => ConstraintKind::Distraction,
        _ => return None,
    })
}
