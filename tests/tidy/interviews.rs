//! The labelled interview answers under `tests/fixtures/interviews` are what their `README.md`
//! says: sound labels, parts with no profession in common, enough of everything in each half, and
//! nothing but the calibration half within reach of the product. Whether labels are right is for
//! people.

use crate::sources::{Source, below};
use protocol::records::{Category, ConstraintKind, FindingKind};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const FOLDER: &str = "tests/fixtures/interviews";
const HALVES: [&str; 2] = ["calibration", "test"];
const PARTS: [&str; 3] = ["calibration", "test", "fresh"];
const ABOUT_SKILL: [&str; 4] = ["negation", "wish", "other", "past"];
const ABOUT_WORDING: [&str; 3] = ["confusable", "typos", "non_native"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    kind: FindingKind,
    name: String,
    also: Vec<String>,
    category: Option<Category>,
    #[serde(default)]
    also_categories: Vec<Category>,
    constraint_kind: Option<ConstraintKind>,
    start: usize,
    end: usize,
    implicit: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    id: String,
    profession: String,
    question: String,
    text: String,
    traits: Vec<String>,
    findings: Vec<Label>,
}

impl Answer {
    /// Whether it speaks of a skill that is not to be found.
    fn misleads(&self) -> bool {
        self.traits.iter().any(|name| ABOUT_SKILL.contains(&name.as_str()))
    }
}

fn files(part: &str) -> Vec<Source> {
    let files = below(&format!("{FOLDER}/{part}"), &["jsonl"]);
    assert!(files.len() >= 20, "saw only {} files of {part}", files.len());
    files
}

fn answers(part: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    for file in files(part) {
        for (at, line) in file.text.lines().enumerate() {
            let parsed = serde_json::from_str::<Answer>(line);
            assert!(parsed.is_ok(), "{}:{}: {:?}", file.path, at + 1, parsed.err());
            answers.extend(parsed);
        }
    }
    answers
}

fn share(part: usize, all: usize) -> f64 {
    let count = |n: usize| f64::from(u32::try_from(n).expect("a count of answers is small"));
    count(part) / count(all)
}

#[test]
fn every_label_of_the_interviews_points_at_words() {
    let mut seen = 0;
    for answer in PARTS.into_iter().flat_map(answers) {
        let length = answer.text.chars().count();
        for label in &answer.findings {
            seen += 1;
            let place = format!("{} {}..{}", answer.id, label.start, label.end);
            assert!(label.start < label.end && label.end <= length, "{place}: no such passage");
            let passage: String =
                answer.text.chars().skip(label.start).take(label.end - label.start).collect();
            assert_eq!(passage.trim(), passage, "{place}: a passage has no space at its ends");
            let skill = label.kind == FindingKind::Skill;
            let constraint = label.kind == FindingKind::Constraint;
            assert_eq!(label.category.is_some(), skill, "{place}: skills have a category");
            assert!(skill || label.also_categories.is_empty(), "{place}: skills have categories");
            assert_eq!(label.constraint_kind.is_some(), constraint, "{place}: constraints a kind");
            assert!(skill || !label.implicit, "{place}: only skills are implicit");
            let names: Vec<&String> = std::iter::once(&label.name).chain(&label.also).collect();
            assert!(names.iter().all(|name| !name.trim().is_empty()), "{place}: an empty name");
            let different: BTreeSet<String> =
                names.iter().map(|name| name.to_lowercase()).collect();
            assert_eq!(different.len(), names.len(), "{place}: a name twice");
        }
    }
    assert!(seen >= 600, "saw only {seen} labels");
}

#[test]
fn every_answer_of_the_interviews_is_whole_and_alone() {
    let mut ids = BTreeSet::new();
    let mut texts = BTreeSet::new();
    for answer in PARTS.into_iter().flat_map(answers) {
        assert!(!answer.question.is_empty() && !answer.text.is_empty(), "{}: empty", answer.id);
        for name in &answer.traits {
            let known = ABOUT_SKILL.contains(&name.as_str());
            let known = known || ABOUT_WORDING.contains(&name.as_str());
            assert!(known, "{}: no trait is called {name}", answer.id);
        }
        let mut labels = BTreeSet::new();
        for label in &answer.findings {
            let new = labels.insert((label.kind, label.name.to_lowercase()));
            assert!(new, "{}: {} is labelled twice", answer.id, label.name);
        }
        assert!(texts.insert(answer.text), "{}: a text twice", answer.id);
        assert!(ids.insert(answer.id.clone()), "{}: an id twice", answer.id);
    }
    assert!(ids.len() >= 200, "saw only {} answers", ids.len());
}

#[test]
fn each_half_of_the_interviews_has_enough_of_everything() {
    let (mut all, mut labels) = (0, 0);
    for half in HALVES {
        let answers = answers(half);
        let misleading = answers.iter().filter(|answer| answer.misleads()).count();
        let empty = answers.iter().filter(|answer| answer.findings.is_empty()).count();
        assert!(share(misleading, answers.len()) >= 0.30, "{half}: {misleading} mislead");
        assert!(share(empty, answers.len()) >= 0.20, "{half}: {empty} hold nothing");
        let categories: BTreeSet<Category> =
            answers.iter().flat_map(|a| &a.findings).filter_map(|label| label.category).collect();
        assert_eq!(categories.len(), 20, "{half}: every category is there");
        all += answers.len();
        labels += answers.iter().map(|answer| answer.findings.len()).sum::<usize>();
    }
    assert!(all >= 200, "only {all} answers");
    assert!(labels >= 600, "only {labels} labels");
}

#[test]
fn no_profession_is_in_two_parts_of_the_interviews() {
    let mut parts_of: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for part in PARTS {
        for answer in answers(part) {
            parts_of.entry(answer.profession).or_default().insert(part);
        }
    }
    assert!(parts_of.len() >= 40, "only {} professions", parts_of.len());
    for (profession, parts) in parts_of {
        assert_eq!(parts.len(), 1, "{profession} is in {parts:?}");
    }
}

#[test]
fn nothing_of_the_product_reads_the_test_half_of_the_interviews() {
    let sources = below("src-tauri", &["rs", "toml", "txt", "json", "md", "csv"]);
    assert!(sources.len() > 100, "saw only {} files", sources.len());
    for source in &sources {
        for (at, _) in source.text.match_indices("fixtures/interviews") {
            let rest = &source.text[at..];
            let half = rest.strip_prefix("fixtures/interviews/").unwrap_or_default();
            let allowed = half.starts_with("calibration");
            assert!(allowed, "{} reads more than the calibration half", source.path);
        }
        assert!(!source.text.contains("interviews/test"), "{} names the test half", source.path);
    }
}
