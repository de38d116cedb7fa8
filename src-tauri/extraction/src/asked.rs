//! What a question asks for. An answer of few words means nothing without it: "knees" is a skill
//! of nobody, but it is what holds somebody back who was asked for that.

use crate::text::Text;
use rustc_hash::FxHashMap;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// What one cannot or will not do.
    Lacking,
    /// What one did long ago.
    Past,
    /// What others do.
    Others,
    /// Where one wants to go.
    Direction,
    /// What holds one back.
    Constraint,
    /// Nothing of the person's life.
    Small,
    /// What happened.
    Story,
    /// What one works on.
    Project,
    /// What one can do.
    Skill,
    /// Something else, or not known.
    Open,
}

/// Who tells without being asked tells what they do.
pub(crate) const UNASKED: Theme = Theme::Skill;

/// The phrases that ask for a theme by their first words.
#[derive(Debug, Default)]
pub(crate) struct Questions {
    by_first: FxHashMap<String, Vec<Phrase>>,
    count: usize,
}

/// Words that ask for a theme.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// Its number.
    pub(crate) number: usize,
    /// Whether it asks for nothing.
    mute: bool,
    /// The words after the first.
    rest: Vec<String>,
    theme: Theme,
    /// The place of its line: of two that stand in a question, the one of the first line counts.
    line: usize,
}

impl Questions {
    /// Reads lines `theme: phrase, phrase, …`. Lines of an unknown theme say nothing.
    pub(crate) fn read(content: &str) -> Self {
        let mut questions = Self::default();
        let lines = content.lines().filter(|line| !line.starts_with('#'));
        let themes = lines.filter_map(|line| line.split_once(':'));
        let known = themes.filter_map(|(name, phrases)| Some((theme(name)?, phrases)));
        for (line, (theme, phrases)) in known.enumerate() {
            for phrase in phrases.split(',') {
                questions.add(&Text::plain(phrase), theme, line);
            }
        }
        questions
    }

    fn add(&mut self, phrase: &Text<'_>, theme: Theme, line: usize) {
        let mut words = phrase.tokens.iter().map(|token| token.lower.clone().into_owned());
        let Some(first) = words.next() else { return };
        let phrase = Phrase { number: self.count, mute: false, rest: words.collect(), theme, line };
        self.count += 1;
        self.by_first.entry(first).or_default().push(phrase);
    }

    /// What `question` asks for.
    pub(crate) fn theme(&self, question: &Text<'_>) -> Theme {
        if question.tokens.is_empty() {
            return UNASKED;
        }
        let asking = self.phrases_in(question).min_by_key(|phrase| phrase.line);
        asking.map_or(Theme::Open, |phrase| phrase.theme)
    }

    /// The phrases in `question`.
    pub(crate) fn phrases_in<'q>(
        &'q self,
        question: &'q Text<'_>,
    ) -> impl Iterator<Item = &'q Phrase> {
        question.tokens.iter().enumerate().flat_map(move |(index, token)| {
            let phrases = self.by_first.get(token.lower.as_ref()).into_iter().flatten();
            phrases.filter(move |phrase| !phrase.mute && phrase.goes_on(question, index + 1))
        })
    }

    /// From now on, the phrase with this number asks for nothing.
    pub(crate) fn mute(&mut self, number: usize) {
        let all = self.by_first.values_mut().flatten();
        all.filter(|phrase| phrase.number == number).for_each(|phrase| phrase.mute = true);
    }
}

impl Phrase {
    /// Whether the words after the first stand at `index`.
    fn goes_on(&self, question: &Text<'_>, index: usize) -> bool {
        let words = self.rest.iter().enumerate();
        words.into_iter().all(|(offset, word)| question.word(index + offset) == word)
    }
}

fn theme(name: &str) -> Option<Theme> {
    Some(match name {
        "lacking" => Theme::Lacking,
        "past" => Theme::Past,
        "others" => Theme::Others,
        "direction" => Theme::Direction,
        "constraint" => Theme::Constraint,
        "small" => Theme::Small,
        "story" => Theme::Story,
        "project" => Theme::Project,
        "skill" => Theme::Skill,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Questions, Theme};
    use crate::text::Text;

    #[test]
    fn a_question_is_known_by_its_words() {
        let questions = Questions::read(include_str!("../lexicon/questions.txt"));
        for (question, theme) in [
            ("What gets in your way these days?", Theme::Constraint),
            ("Where do you see yourself in five years?", Theme::Direction),
            ("Which tools do you use every day?", Theme::Skill),
            ("Tell me about a time when a plan failed.", Theme::Story),
            ("What did you do before that?", Theme::Past),
            ("Is anybody else in your family a cook?", Theme::Others),
            ("What have you never done?", Theme::Lacking),
            ("How was your weekend?", Theme::Small),
            ("What are you working on?", Theme::Project),
            ("Hm?", Theme::Open),
        ] {
            assert_eq!(questions.theme(&Text::plain(question)), theme, "{question}");
        }
    }
}
