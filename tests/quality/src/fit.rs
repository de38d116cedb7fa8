//! Fits the weights of signs to outcomes: logistic regression with a penalty on the square of the
//! way from what was expected, by gradient descent, so that the same outcomes give the same weights.

use crate::figures::number;
use std::collections::BTreeMap;

/// What it costs to depart from what is expected.
const PENALTY: f64 = 1.0;
/// Steps and their length.
const STEPS: usize = 6_000;
const LENGTH: f64 = 2.0;

/// The signs of a prediction and whether it was right.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Names of signs.
    pub signs: Vec<&'static str>,
    /// How far it was right, 0 to 1.
    pub right: f64,
}

/// The weight of each sign.
pub type Weights = BTreeMap<&'static str, f64>;

/// The weights under which `all` are most likely, held back to what is expected of them in
/// `priors`, 0 of a sign that is not there.
pub fn fit(all: &[Seen], priors: &BTreeMap<String, f64>) -> Weights {
    let prior = |sign: &str| priors.get(sign).copied().unwrap_or_default();
    let mut weights: Weights =
        all.iter().flat_map(|one| &one.signs).map(|sign| (*sign, prior(sign))).collect();
    let count = number(all.len()).max(1.0);
    for _ in 0..STEPS {
        let mut slope: Weights = weights
            .iter()
            .map(|(sign, weight)| (*sign, PENALTY * (weight - prior(sign))))
            .collect();
        for one in all {
            let miss = chance(&weights, &one.signs) - one.right;
            for sign in &one.signs {
                *slope.entry(sign).or_default() += miss;
            }
        }
        for (sign, weight) in &mut weights {
            *weight -= LENGTH * slope[sign] / count;
        }
    }
    weights
}

/// The chance that follows from `signs`, 0 to 1.
pub fn chance(weights: &Weights, signs: &[&'static str]) -> f64 {
    let sum: f64 = signs.iter().filter_map(|sign| weights.get(sign)).sum();
    1.0 / (1.0 + (-sum).exp())
}

#[cfg(test)]
mod tests {
    use super::{Seen, chance, fit};

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
        let weights = fit(&all, &std::collections::BTreeMap::new());
        assert!(weights["good"] > 1.0, "{weights:?}");
        assert!((chance(&weights, &["base"]) - 0.5).abs() < 0.05, "{weights:?}");
        assert!((chance(&weights, &["base", "good"]) - 0.9).abs() < 0.05, "{weights:?}");
    }

    #[test]
    fn what_is_expected_of_a_sign_holds_until_enough_was_seen() {
        let priors = std::collections::BTreeMap::from([("rare".to_owned(), 1.5)]);
        let weights = fit(&seen(&["rare"], false, 1), &priors);
        assert!(weights["rare"] > 0.5, "{weights:?}");
    }
}
