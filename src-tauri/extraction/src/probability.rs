//! The chance that a finding is right: a logistic of the signs seen around it.
//!
//! `p = 1 / (1 + e^−z)`, `z` the sum of the weights of the signs. The weights are in
//! `calibration/weights.txt`. They are fitted by `make calibrate` to labelled interviews: logistic
//! regression with a penalty on weights far from what is expected, a finding counting as right when
//! it matches a label by the rules of that set. What is less likely than `least` is not reported.

use crate::found::Found;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A sign by its name: the kind of finding, a dot, what was seen.
pub(crate) type Sign = &'static str;

/// The weight of each sign.
static WEIGHTS: LazyLock<FxHashMap<&'static str, f64>> = LazyLock::new(|| {
    let lines = include_str!("../calibration/weights.txt").lines();
    let pairs = lines.filter_map(|line| line.split_once(' '));
    pairs.filter_map(|(sign, weight)| Some((sign, weight.trim().parse().ok()?))).collect()
});

/// The least chance that is told.
static LEAST: LazyLock<f64> = LazyLock::new(|| WEIGHTS.get("least").copied().unwrap_or_default());

/// The chance from which findings were right often enough, with people that the weights were not
/// fitted to, to be accepted unasked; `None` when there is no such chance.
static SURE: LazyLock<Option<f64>> = LazyLock::new(|| WEIGHTS.get("sure").copied());

/// Whether a finding of this probability may be accepted without asking the person: at least 85 %
/// of those from there on were right, beyond luck, with people that the probabilities were not
/// fitted to. `make calibrate` looks for that place and writes it to `weights.txt` as `sure`; without
/// that line there is none, and nothing is sure. What the setting says of it stands in
/// `ui/src/locales` as `autoNote`.
pub fn is_sure(probability: f64) -> bool {
    SURE.is_some_and(|sure| probability >= sure)
}

/// A finding with the signs that speak for and against it.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// The finding, its probability following from the signs.
    pub found: Found,
    /// The names of the signs, as in `calibration/weights.txt`.
    pub signs: Vec<&'static str>,
    /// What of the lexicon it was found by.
    pub by: Option<By>,
    /// The most that its probability may be where it is only shown and never named.
    most: f64,
}

/// A phrase or a pattern of the lexicon by its number; [`Lexicon::said`](crate::Lexicon::said) has
/// its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// A way to name a skill or a constraint.
    Phrase(usize),
    /// What a story shows.
    Pattern(usize),
    /// What a question asks for.
    Question(usize),
}

impl Weighed {
    /// Gives `found` the probability that follows from `signs`.
    pub(crate) fn new(found: Found, signs: Vec<Sign>) -> Self {
        let sum: f64 = signs.iter().filter_map(|sign| WEIGHTS.get(sign)).sum();
        Self { found: Found { probability: logistic(sum), ..found }, signs, by: None, most: 1.0 }
    }

    /// The same, to be less sure than what has the signs `of_named` while nothing else says it, but
    /// not so unlikely that it is not told.
    pub(crate) fn below(self, of_named: &[Sign]) -> Self {
        let sum: f64 = of_named.iter().filter_map(|sign| WEIGHTS.get(sign)).sum();
        Self { most: hundredths(logistic(sum) - 0.01).max(*LEAST), ..self }
    }

    /// The same, no surer than it may be alone.
    pub(crate) fn alone(mut self) -> Self {
        self.found.probability = self.found.probability.min(self.most);
        self
    }

    /// The same, found by `by`.
    pub(crate) fn by(self, by: By) -> Self {
        Self { by: Some(by), ..self }
    }

    /// Whether only a story shows it.
    pub(crate) fn is_shown(&self) -> bool {
        matches!(self.by, Some(By::Pattern(_)))
    }

    /// Whether it is likely enough to be told.
    pub(crate) fn likely(&self) -> bool {
        self.found.probability >= *LEAST
    }
}

/// The signs of `all` that are there.
pub(crate) fn seen(all: &[(bool, Sign)]) -> Vec<Sign> {
    all.iter().filter(|(there, _)| *there).map(|(_, sign)| *sign).collect()
}

/// The logistic function, in hundredths and kept off 0 and 1.
fn logistic(sum: f64) -> f64 {
    hundredths(1.0 / (1.0 + (-sum).exp())).clamp(0.01, 0.97)
}

fn hundredths(share: f64) -> f64 {
    (share * 100.0).round() / 100.0
}
