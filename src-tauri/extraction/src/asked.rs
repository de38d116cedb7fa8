//! What a question asks for. An answer of few words means nothing without it: "knees" is a skill
//! of nobody, but it is what holds somebody back who was asked for that.

use crate::text::Text;

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

/// The themes by the phrases that ask for them, in the order in which they are tried.
#[derive(Debug, Default)]
pub(crate) struct Questions(Vec<(Theme, Vec<String>)>);

impl Questions {
    /// Reads lines `theme: phrase, phrase, …`. Lines of an unknown theme say nothing.
    pub(crate) fn read(content: &str) -> Self {
        let lines = content.lines().filter(|line| !line.starts_with('#'));
        let themes = lines.filter_map(|line| {
            let (name, phrases) = line.split_once(':')?;
            Some((theme(name)?, phrases.split(',').map(plain).collect()))
        });
        Self(themes.collect())
    }

    /// What `question` asks for.
    pub(crate) fn theme(&self, question: &str) -> Theme {
        let question = plain(question);
        if question.trim().is_empty() {
            return UNASKED;
        }
        let asks = |phrases: &Vec<String>| phrases.iter().any(|phrase| question.contains(phrase));
        self.0.iter().find(|(_, phrases)| asks(phrases)).map_or(Theme::Open, |(theme, _)| *theme)
    }
}

/// The words in lower case with a space around each.
fn plain(words: &str) -> String {
    let text = Text::new(words);
    text.tokens.iter().fold(" ".to_owned(), |line, token| line + &token.lower + " ")
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
            assert_eq!(questions.theme(question), theme, "{question}");
        }
    }
}
