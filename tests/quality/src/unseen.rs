//! What the extractor finds in answers of the calibration half as if nobody had read them. The
//! skills are those that the lexicon had before the half was written (`before.txt`), and each
//! profession is read without the constraints, patterns of stories and words of questions that are
//! found in it alone. What is right there says more of other people's answers than what is right
//! with all that was made from these.

use crate::labels::Labelled;
use anyhow::{Context, Result};
use extraction::{By, Extractor, Weighed};
use protocol::records::{Category, FindingKind};
use std::collections::{BTreeMap, BTreeSet};

/// How often to look for what was hidden behind what is left out.
const ROUNDS: usize = 4;

/// An answer and what may be found in it.
#[derive(Debug)]
pub struct Unseen<'a> {
    /// The answer with its labels.
    pub answer: &'a Labelled,
    /// Likely or not.
    pub found: Vec<Weighed>,
}

/// All `answers`, profession by profession. Fails when the skills of before cannot be read.
pub fn unseen(answers: &[Labelled]) -> Result<Vec<Unseen<'_>>> {
    let skills = before(include_str!("../before.txt"))?;
    let extractor = Extractor::with_skills(&skills, &[])?;
    let mut where_found: BTreeMap<By, BTreeSet<&str>> = BTreeMap::new();
    let mut professions: BTreeMap<&str, Vec<&Labelled>> = BTreeMap::new();
    for answer in answers {
        professions.entry(&answer.profession).or_default().push(answer);
        for by in from_here(&extractor, answer, &look(&extractor, answer)) {
            where_found.entry(by).or_default().insert(&answer.profession);
        }
    }
    let mut all = Vec::new();
    for (profession, answers) in professions {
        let elsewhere = |by: &By| {
            where_found.get(by).is_some_and(|all| all.iter().any(|other| *other != profession))
        };
        all.extend(read(&answers, &skills, |by| !elsewhere(by))?);
    }
    Ok(all)
}

/// The skills of before: `area: line`.
fn before(content: &str) -> Result<Vec<(Category, &str)>> {
    let lines = content.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (area, skill) = line.split_once(": ").context("an area and a skill")?;
            Ok((serde_json::from_value(serde_json::Value::from(area))?, skill))
        })
        .collect()
}

/// Reads `answers` with an extractor that has `skills`, and nothing of which `left_out` holds.
fn read<'a>(
    answers: &[&'a Labelled],
    skills: &[(Category, &str)],
    left_out: impl Fn(&By) -> bool,
) -> Result<Vec<Unseen<'a>>> {
    let mut without: BTreeSet<By> = BTreeSet::new();
    let mut all: Vec<Unseen<'a>> = Vec::new();
    for _ in 0..ROUNDS {
        let left: Vec<By> = without.iter().copied().collect();
        let extractor = Extractor::with_skills(skills, &left)?;
        all.clear();
        for answer in answers {
            let found = look(&extractor, answer);
            without.extend(from_here(&extractor, answer, &found).into_iter().filter(&left_out));
            all.push(Unseen { answer, found });
        }
        if left.len() == without.len() {
            break;
        }
    }
    Ok(all)
}

fn look(extractor: &Extractor, answer: &Labelled) -> Vec<Weighed> {
    extractor.weigh(&answer.question, &answer.text)
}

/// What may have been taken from `answer`, in which `found` was found.
fn from_here(extractor: &Extractor, answer: &Labelled, found: &[Weighed]) -> Vec<By> {
    let of_skill = |one: &Weighed| {
        one.found.kind == FindingKind::Skill && matches!(one.by, Some(By::Phrase(_)))
    };
    let found = found.iter().filter(|one| !of_skill(one)).filter_map(|one| one.by);
    found.chain(extractor.lexicon().asked_by(&answer.question)).collect()
}

#[cfg(test)]
mod tests {
    use super::unseen;
    use crate::labels::Labelled;

    fn answer(profession: &str, question: &str, text: &str) -> Labelled {
        serde_json::from_value(serde_json::json!({
            "id": text, "profession": profession, "question": question, "text": text,
            "traits": [], "findings": [],
        }))
        .expect("sound")
    }

    #[test]
    fn what_one_profession_alone_has_is_not_found_there() {
        let question = "What holds you back these days?";
        let answers = [
            answer("chandler", question, "I'm in debt."),
            answer("cook", question, "I'm in debt. My commute is too long."),
        ];
        let seen = unseen(&answers).expect("the skills of before");
        let names = |place: usize| -> Vec<&str> {
            let by_phrase = seen[place].found.iter().filter(|one| one.by.is_some());
            by_phrase.map(|one| one.found.name.as_str()).collect()
        };
        assert_eq!((names(0), names(1)), (vec!["Debt"], vec!["Debt"]));
    }
}
