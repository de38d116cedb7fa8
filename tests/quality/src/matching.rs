//! Matches predictions with labels by the rules of `tests/fixtures/interviews/README.md`: the same
//! kind, passages that overlap, and for skills an equal name; each matches one at most, exact
//! names go first.

use crate::labels::{Label, Labelled};
use protocol::records::{Category, FindingKind};

/// Something an extractor says of an answer.
#[derive(Debug, Clone)]
pub struct Prediction {
    /// What it is about.
    pub kind: FindingKind,
    /// Its name.
    pub name: String,
    /// The area of a skill.
    pub category: Option<Category>,
    /// First scalar value of the passage.
    pub start: u32,
    /// One past its last.
    pub end: u32,
    /// The chance it gives itself, 0 to 1.
    pub probability: f64,
}

impl From<extraction::Found> for Prediction {
    fn from(found: extraction::Found) -> Self {
        Self {
            kind: found.kind,
            name: found.name,
            category: found.category,
            start: found.start,
            end: found.end,
            probability: found.probability,
        }
    }
}

/// How a prediction came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It has this label, by name.
    Exact(usize),
    /// It has this label, by area only.
    Area(usize),
    /// It has none.
    Wrong,
}

/// What became of the predictions of one answer, in their order.
pub fn outcomes(answer: &Labelled, predictions: &[Prediction]) -> Vec<Outcome> {
    let mut outcomes = vec![Outcome::Wrong; predictions.len()];
    let mut taken = vec![false; answer.findings.len()];
    for exact in [true, false] {
        for (prediction, outcome) in predictions.iter().zip(&mut outcomes) {
            if *outcome != Outcome::Wrong {
                continue;
            }
            let free = (0..taken.len()).filter(|place| !taken[*place]);
            let fits = free.filter(|place| agrees(&answer.findings[*place], prediction, exact));
            let best = fits.max_by_key(|place| shared(&answer.findings[*place], prediction));
            if let Some(place) = best {
                taken[place] = true;
                *outcome = if exact { Outcome::Exact(place) } else { Outcome::Area(place) };
            }
        }
    }
    outcomes
}

fn agrees(label: &Label, prediction: &Prediction, exact: bool) -> bool {
    label.kind == prediction.kind
        && shared(label, prediction) > 0
        && (label.kind != FindingKind::Skill
            || if exact { same_name(label, prediction) } else { same_area(label, prediction) })
}

/// How many scalar values both passages have.
fn shared(label: &Label, prediction: &Prediction) -> u32 {
    label.end.min(prediction.end).saturating_sub(label.start.max(prediction.start))
}

fn same_name(label: &Label, prediction: &Prediction) -> bool {
    let name = normal(&prediction.name);
    std::iter::once(&label.name).chain(&label.also).any(|one| normal(one) == name)
}

fn same_area(label: &Label, prediction: &Prediction) -> bool {
    label.category == prediction.category
        || prediction.category.is_some_and(|area| label.also_categories.contains(&area))
}

/// A name in normal form: lower case, hyphens as spaces, plural as singular.
pub fn normal(name: &str) -> String {
    let spaced = name.to_lowercase().replace(['-', '\u{2010}', '\u{2011}'], " ");
    spaced.split_whitespace().map(singular).collect::<Vec<_>>().join(" ")
}

fn singular(word: &str) -> String {
    if let Some(start) = word.strip_suffix("ies").filter(|start| start.len() > 2) {
        return format!("{start}y");
    }
    let hissing = ["sses", "xes", "ches", "shes", "zes"];
    if hissing.iter().any(|ending| word.ends_with(ending)) {
        return word[..word.len() - 2].to_owned();
    }
    let keeps = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    match word.strip_suffix('s').filter(|start| start.len() > 2 && !keeps) {
        Some(start) => start.to_owned(),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Prediction, normal, outcomes};
    use crate::labels::Labelled;
    use protocol::records::{Category, FindingKind};

    fn answer() -> Labelled {
        serde_json::from_str(
            r#"{"id": "a", "question": "?", "text": "I bake bread and I keep the books", "traits": [],
            "findings": [
              {"kind": "skill", "name": "bread baking", "also": ["Baking"], "category": "hospitality", "start": 2, "end": 12},
              {"kind": "skill", "name": "bookkeeping", "category": "business", "start": 19, "end": 33}]}"#,
        )
        .expect("sound")
    }

    fn skill(name: &str, category: Category, start: u32, end: u32) -> Prediction {
        let kind = FindingKind::Skill;
        Prediction {
            kind,
            name: name.to_owned(),
            category: Some(category),
            start,
            end,
            probability: 0.5,
        }
    }

    #[test]
    fn a_name_or_another_as_good_matches_where_the_passages_meet() {
        let said = [
            skill("Cooking", Category::Hospitality, 0, 12),
            skill("baking", Category::Arts, 0, 3),
            skill("Bookkeeping", Category::Business, 0, 12),
            skill("Accounts", Category::Business, 32, 40),
        ];
        let expected = [Outcome::Wrong, Outcome::Exact(0), Outcome::Wrong, Outcome::Area(1)];
        assert_eq!(outcomes(&answer(), &said), expected);
    }

    #[test]
    fn each_label_matches_one_prediction_at_most() {
        let said =
            [skill("Baking", Category::Arts, 0, 12), skill("Bread baking", Category::Arts, 0, 12)];
        assert_eq!(outcomes(&answer(), &said), [Outcome::Exact(0), Outcome::Wrong]);
    }

    #[test]
    fn plurals_hyphens_and_capitals_do_not_matter() {
        assert_eq!(normal("Sight-Reading"), "sight reading");
        assert_eq!(normal("Title searches"), normal("title search"));
        assert_eq!(normal("data analysis"), "data analysis");
        assert_eq!(normal("Supply boxes and cities"), "supply box and city");
    }
}
