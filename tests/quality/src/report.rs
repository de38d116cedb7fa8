//! Scores what somebody says of a half of the labelled answers, and prints the figures by class
//! beside those of the reference. It prints names of classes and numbers, never a text.

use crate::{
    figures::{Bin, Tally, calibration_error, error_by_luck, reliability, share},
    labels::Labelled,
    lines::word,
    matching::{Outcome, Prediction, outcomes},
};
use std::collections::BTreeMap;

/// Traits of answers in which something is not to be found.
const TRAPS: [&str; 5] = ["negation", "wish", "other", "past", "confusable"];

/// A class of findings or answers.
type Class = (&'static str, String);

/// The figures of one extractor over one half.
#[derive(Debug, Default)]
pub struct Score {
    exact: BTreeMap<Class, Tally>,
    area: BTreeMap<Class, Tally>,
    /// By trait: answers, and those of them in which something wrong was said.
    misled: BTreeMap<String, (usize, usize)>,
    /// Each prediction's probability, and whether it is right by name.
    pub chances: Vec<(f64, bool)>,
    /// The same by area.
    pub area_chances: Vec<(f64, bool)>,
}

impl Score {
    /// Scores what `say` says of each answer.
    pub fn of(answers: &[Labelled], say: impl Fn(&Labelled) -> Vec<Prediction>) -> Self {
        let mut score = Self::default();
        for answer in answers {
            let predictions = say(answer);
            let outcomes = outcomes(answer, &predictions);
            score.take(answer, &predictions, &outcomes);
        }
        score
    }

    /// The figures over everything: by name, or by area where names need not agree.
    pub fn all(&self, exact: bool) -> Tally {
        let tallies = if exact { &self.exact } else { &self.area };
        tallies.get(&("all", String::new())).copied().unwrap_or_default()
    }

    fn take(&mut self, answer: &Labelled, predictions: &[Prediction], outcomes: &[Outcome]) {
        for (prediction, outcome) in predictions.iter().zip(outcomes) {
            let exact = matches!(outcome, Outcome::Exact(_));
            let area = *outcome != Outcome::Wrong;
            self.chances.push((prediction.probability, exact));
            self.area_chances.push((prediction.probability, area));
            for class in prediction_classes(answer, prediction) {
                said(&mut self.exact, class.clone(), exact);
                said(&mut self.area, class, area);
            }
        }
        let by_name: Vec<usize> = outcomes.iter().filter_map(exact_label).collect();
        let by_area: Vec<usize> = outcomes.iter().filter_map(any_label).collect();
        for place in 0..answer.findings.len() {
            for class in label_classes(answer, place) {
                labelled(&mut self.exact, class.clone(), by_name.contains(&place));
                labelled(&mut self.area, class, by_area.contains(&place));
            }
        }
        let wrong = outcomes.contains(&Outcome::Wrong);
        let mut groups: Vec<&str> = answer.traits.iter().map(String::as_str).collect();
        groups.extend(answer.findings.is_empty().then_some("no findings"));
        for group in groups {
            let counts = self.misled.entry(group.to_owned()).or_default();
            counts.0 += 1;
            counts.1 += usize::from(wrong);
        }
    }
}

fn exact_label(outcome: &Outcome) -> Option<usize> {
    if let Outcome::Exact(place) = outcome { Some(*place) } else { None }
}

fn any_label(outcome: &Outcome) -> Option<usize> {
    match outcome {
        Outcome::Exact(place) | Outcome::Area(place) => Some(*place),
        Outcome::Wrong => None,
    }
}

fn said(tallies: &mut BTreeMap<Class, Tally>, class: Class, right: bool) {
    let tally = tallies.entry(class).or_default();
    tally.said += 1;
    tally.right += usize::from(right);
}

fn labelled(tallies: &mut BTreeMap<Class, Tally>, class: Class, found: bool) {
    let tally = tallies.entry(class).or_default();
    tally.labels += 1;
    tally.found += usize::from(found);
}

fn common_classes(answer: &Labelled) -> Vec<Class> {
    let mut classes = vec![("all", String::new())];
    classes.extend(answer.traits.iter().map(|name| ("trait", name.clone())));
    classes
}

fn prediction_classes(answer: &Labelled, prediction: &Prediction) -> Vec<Class> {
    let mut classes = common_classes(answer);
    classes.push(("kind", word(&prediction.kind)));
    classes.extend(prediction.category.map(|area| ("area", word(&area))));
    classes
}

fn label_classes(answer: &Labelled, place: usize) -> Vec<Class> {
    let mut classes = common_classes(answer);
    let label = &answer.findings[place];
    classes.push(("kind", word(&label.kind)));
    classes.extend(label.category.map(|area| ("area", word(&area))));
    classes.extend(label.constraint_kind.map(|kind| ("constraint", word(&kind))));
    if label.category.is_some() {
        classes.push(("skills", if label.implicit { "implicit" } else { "named" }.to_owned()));
    }
    classes
}

/// The figures of `ours` beside those of `reference` over one half, as lines of text.
pub fn lines(half: &str, ours: &Score, reference: &Score) -> Vec<String> {
    let all = ours.all(true);
    let mut lines = vec![
        format!("{half}: {} labels, {} predictions", all.labels, all.said),
        format!("{:<24}{:>7}   {:^19}   {:^19}", "", "labels", "ours P R F1", "lookup P R F1"),
    ];
    for (title, ours, reference) in [
        ("by name", &ours.exact, &reference.exact),
        ("by area (lenient)", &ours.area, &reference.area),
    ] {
        lines.push(format!("-- {title}"));
        for (class, tally) in ours {
            let other = reference.get(class).copied().unwrap_or_default();
            lines.push(row(class, *tally, other));
        }
    }
    lines.push("-- answers that mislead: share with something wrong".to_owned());
    let nothing = "no findings";
    for group in TRAPS.iter().chain([&nothing]) {
        let of = |score: &Score| score.misled.get(*group).copied().unwrap_or_default();
        let ((count, wrong), (_, other)) = (of(ours), of(reference));
        lines.push(format!(
            "{group:<24}{count:>7}   {:>5.3}                 {:>5.3}",
            share(wrong, count),
            share(other, count)
        ));
    }
    lines.extend(calibration_lines(ours));
    lines
}

/// The figures over everything in one line.
pub fn summary(half: &str, ours: &Score, reference: &Score) -> String {
    format!(
        "{half}: F1 by name {:.3} (lookup {:.3}), by area {:.3} (lookup {:.3}), calibration error {:.3}",
        ours.all(true).f1(),
        reference.all(true).f1(),
        ours.all(false).f1(),
        reference.all(false).f1(),
        calibration_error(&ours.chances)
    )
}

fn row((group, name): &Class, ours: Tally, reference: Tally) -> String {
    let name = if name.is_empty() { (*group).to_owned() } else { format!("{group} {name}") };
    let figures = |tally: Tally| {
        format!("{:>5.3} {:>5.3} {:>5.3}", tally.precision(), tally.recall(), tally.f1())
    };
    // Labels alone have a kind of constraint or are implicit: of those only recall is known.
    let recall = |tally: Tally| format!("{:>5} {:>5.3} {:>5}", "", tally.recall(), "");
    let labels_only = ["constraint", "skills"].contains(group);
    let shown = |tally: Tally| if labels_only { recall(tally) } else { figures(tally) };
    format!("{name:<24}{:>7}   {:^19}   {:^19}", ours.labels, shown(ours), shown(reference))
}

fn calibration_lines(ours: &Score) -> Vec<String> {
    let mut lines = vec![
        format!(
            "-- probabilities: calibration error {:.3} by name, {:.3} by area; luck alone would \
             give {:.3}",
            calibration_error(&ours.chances),
            calibration_error(&ours.area_chances),
            error_by_luck(&ours.chances)
        ),
        accepted(&ours.chances, extraction::is_sure),
    ];
    let bins = reliability(&ours.chances);
    for (place, Bin { count, claimed, held }) in bins.into_iter().enumerate() {
        if count > 0 {
            lines.push(format!(
                "   {}0–{}0 %: {count:>4} predictions, claimed {claimed:.2}, held {held:.2}",
                place,
                place + 1
            ));
        }
    }
    lines
}

/// How many findings are accepted without asking the person, and what share of them is right.
fn accepted(chances: &[(f64, bool)], is_sure: impl Fn(f64) -> bool) -> String {
    let sure: Vec<bool> =
        chances.iter().filter(|(chance, _)| is_sure(*chance)).map(|(_, right)| *right).collect();
    if sure.is_empty() {
        return "   accepted unasked: none".to_owned();
    }
    let right = sure.iter().filter(|right| **right).count();
    format!("   accepted unasked: {}, right: {:.3}", sure.len(), share(right, sure.len()))
}

#[cfg(test)]
mod tests {
    use super::{Score, accepted};
    use crate::{labels::Labelled, matching::Prediction};
    use protocol::records::{Category, FindingKind};

    fn answer(id: &str, findings: &str) -> Labelled {
        let line = format!(
            r#"{{"id": "{id}", "question": "?", "text": "I cook", "traits": ["wish"], "findings": [{findings}]}}"#
        );
        serde_json::from_str(&line).expect("sound")
    }

    #[test]
    fn what_is_said_where_nothing_is_labelled_weighs_in_as_wrong() {
        let label = r#"{"kind": "skill", "name": "cooking", "category": "hospitality", "start": 0, "end": 6}"#;
        let answers = [answer("one", label), answer("two", "")];
        let score = Score::of(&answers, |_| {
            vec![Prediction {
                kind: FindingKind::Skill,
                name: "Cooking".to_owned(),
                category: Some(Category::Hospitality),
                start: 2,
                end: 6,
                probability: 0.7,
            }]
        });
        let all = score.all(true);
        assert_eq!((all.said, all.right, all.labels, all.found), (2, 1, 1, 1));
        assert_eq!(score.chances, [(0.7, true), (0.7, false)]);
        assert_eq!(score.misled["wish"], (2, 1));
        assert_eq!(score.misled["no findings"], (1, 1));
    }
    #[test]
    fn what_is_accepted_unasked_is_counted_with_the_share_that_is_right() {
        let chances = [(0.9, true), (0.92, true), (0.95, false), (0.5, false)];
        assert_eq!(accepted(&chances, |p| p >= 0.9), "   accepted unasked: 3, right: 0.667");
        assert_eq!(accepted(&chances, |_| false), "   accepted unasked: none");
    }
}
