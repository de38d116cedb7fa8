//! Lets the extractor and the plain lookup say what they find in a part of the labelled answers,
//! and scores both. Of the test half nothing but these figures leaves this crate.

use crate::{
    figures::share,
    labels::{self, Labelled, Part},
    lookup::Lookup,
    matching::Prediction,
    report::Score,
};
use anyhow::Result;
use extraction::{Extractor, Found};

/// Both over one part.
#[derive(Debug)]
pub struct Scored {
    /// How many answers it has.
    pub answers: usize,
    /// The extractor's figures.
    pub ours: Score,
    /// The lookup's.
    pub reference: Score,
    /// The share of the extractor's findings whose quote stands at its place word for word, 0 to 1.
    pub quoted: f64,
}

/// Scores both over `part`. Fails when its files cannot be read.
pub fn scored(part: Part) -> Result<Scored> {
    let extractor = Extractor::builtin();
    let lookup = Lookup::new(extractor.lexicon());
    let find = |answer: &Labelled| extractor.extract_answer(&answer.question, &answer.text);
    let answers = labels::read(part)?;
    let (mut found, mut quoted) = (0, 0);
    for answer in &answers {
        let findings = find(answer);
        found += findings.len();
        quoted += findings.iter().filter(|one| is_quoted(one, &answer.text)).count();
    }
    let say = |answer: &Labelled| find(answer).into_iter().map(Prediction::from).collect();
    Ok(Scored {
        answers: answers.len(),
        ours: Score::of(&answers, say),
        reference: Score::of(&answers, |answer| lookup.find(&answer.text)),
        quoted: share(quoted, found),
    })
}

fn is_quoted(found: &Found, text: &str) -> bool {
    let (Ok(start), Ok(end)) = (usize::try_from(found.start), usize::try_from(found.end)) else {
        return false;
    };
    let passage: String = text.chars().take(end).skip(start).collect();
    !passage.is_empty() && passage == found.quote
}
