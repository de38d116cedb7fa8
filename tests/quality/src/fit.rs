//! Fits the weights of signs to outcomes: logistic regression with a penalty on the square of the
//! way from what was expected, by gradient descent, so that the same outcomes give the same weights.

use crate::figures::number;
use std::collections::{BTreeMap, BTreeSet};

/// Steps at most, their length, and how little is left to gain after the last.
const STEPS: usize = 6_000;
const LENGTH: f64 = 2.0;
const DONE: f64 = 1e-7;

/// The signs of a prediction and whether it was right.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Names of signs.
    pub signs: Vec<&'static str>,
    /// How far it was right, 0 to 1.
    pub right: f64,
}

/// The weight of each sign.
pub type Weights = BTreeMap<String, f64>;

/// The weights under which `all` are most likely, held back to what is `expected` of them, 0 of a
/// sign that is not there. The higher the `penalty` the less so few outcomes are believed. What is
/// expected of signs that were not seen stays.
pub fn fit(all: &[Seen], expected: &Weights, penalty: f64) -> Weights {
    let names: BTreeSet<&'static str> = all.iter().flat_map(|one| &one.signs).copied().collect();
    let names: Vec<&'static str> = names.into_iter().collect();
    let before: Vec<f64> =
        names.iter().map(|sign| expected.get(*sign).copied().unwrap_or_default()).collect();
    // The signs of each by their places, so that a step is arithmetic alone.
    let place = |sign: &&'static str| names.binary_search(sign).ok();
    let rows: Vec<(Vec<usize>, f64)> =
        all.iter().map(|one| (one.signs.iter().filter_map(place).collect(), one.right)).collect();
    let mut weights = before.clone();
    // Steps stay small where little was seen and much is held back.
    let count = number(all.len()) + LENGTH * penalty;
    for _ in 0..STEPS {
        let mut slope: Vec<f64> = weights
            .iter()
            .zip(&before)
            .map(|(weight, before)| penalty * (weight - before))
            .collect();
        for (signs, right) in &rows {
            let miss = logistic(signs.iter().map(|sign| weights[*sign]).sum()) - right;
            for sign in signs {
                slope[*sign] += miss;
            }
        }
        for (weight, slope) in weights.iter_mut().zip(&slope) {
            *weight -= LENGTH * slope / count;
        }
        if slope.iter().all(|slope| (slope / count).abs() < DONE) {
            break;
        }
    }
    let mut all = expected.clone();
    all.extend(names.into_iter().map(str::to_owned).zip(weights));
    all
}

/// The chance that follows from `signs`, 0 to 1.
pub fn chance(weights: &Weights, signs: &[&'static str]) -> f64 {
    logistic(signs.iter().filter_map(|sign| weights.get(*sign)).sum())
}

fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}

#[cfg(test)]
mod tests {
    use super::{Seen, Weights, chance, fit};

    fn seen(signs: &[&'static str], right: bool, times: usize) -> Vec<Seen> {
        vec![Seen { signs: signs.to_vec(), right: f64::from(u8::from(right)) }; times]
    }

    #[test]
    fn a_sign_that_goes_with_being_right_gets_weight_and_chances_hold() {
        let all = [
            seen(&["base"], true, 50),
            seen(&["base"], false, 50),
            seen(&["base", "good"], true, 90),
            seen(&["base", "good"], false, 10),
        ]
        .concat();
        let weights = fit(&all, &Weights::new(), 1.0);
        assert!(weights["good"] > 1.0, "{weights:?}");
        assert!((chance(&weights, &["base"]) - 0.5).abs() < 0.05, "{weights:?}");
        assert!((chance(&weights, &["base", "good"]) - 0.9).abs() < 0.05, "{weights:?}");
    }

    #[test]
    fn what_is_expected_of_a_sign_holds_until_enough_was_seen() {
        let priors = Weights::from([("rare".to_owned(), 1.5), ("unseen".to_owned(), 0.5)]);
        let weights = fit(&seen(&["rare"], false, 1), &priors, 1.0);
        assert!(weights["rare"] > 0.5, "{weights:?}");
        assert!((weights["unseen"] - 0.5).abs() < 1e-9, "{weights:?}");
        let held = fit(&seen(&["rare"], false, 1), &priors, 10.0);
        assert!(held["rare"] > weights["rare"], "{held:?}, {weights:?}");
    }
}
