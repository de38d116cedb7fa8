//! The chance that a finding is right: a logistic of the signs seen around it.
//!
//! `p = 1 / (1 + e^−z)`, `z` the sum of the weights of the signs. The weights are in
//! `calibration/weights.txt`. They are fitted by `make calibrate` to the calibration half of the
//! labelled interviews: logistic regression with a penalty on large weights, a finding counting as
//! right when it matches a label by the rules of that set. What is less likely than `least` is not
//! reported.

use crate::found::Found;
use std::{collections::HashMap, sync::LazyLock};

/// A sign by its name: the kind of finding, a dot, what was seen.
pub(crate) type Sign = &'static str;

/// The weight of each sign.
static WEIGHTS: LazyLock<HashMap<&'static str, f64>> = LazyLock::new(|| {
    let lines = include_str!("../calibration/weights.txt").lines();
    let pairs = lines.filter_map(|line| line.split_once(' '));
    pairs.filter_map(|(sign, weight)| Some((sign, weight.trim().parse().ok()?))).collect()
});

/// A finding with the signs that speak for and against it.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// The finding, its probability following from the signs.
    pub found: Found,
    /// The names of the signs, as in `calibration/weights.txt`.
    pub signs: Vec<&'static str>,
}

impl Weighed {
    /// Gives `found` the probability that follows from `signs`.
    pub(crate) fn new(found: Found, signs: Vec<Sign>) -> Self {
        let sum: f64 = signs.iter().filter_map(|sign| WEIGHTS.get(sign)).sum();
        Self { found: Found { probability: logistic(sum), ..found }, signs }
    }

    /// Whether it is likely enough to be told.
    pub(crate) fn likely(&self) -> bool {
        self.found.probability >= WEIGHTS.get("least").copied().unwrap_or_default()
    }
}

/// The signs of `all` that are there.
pub(crate) fn seen(all: &[(bool, Sign)]) -> Vec<Sign> {
    all.iter().filter(|(there, _)| *there).map(|(_, sign)| *sign).collect()
}

/// The logistic function, rounded to hundredths and kept off 0 and 1.
fn logistic(sum: f64) -> f64 {
    ((1.0 / (1.0 + (-sum).exp())) * 100.0).round().clamp(1.0, 97.0) / 100.0
}
