//! How far probabilities hold for people whose answers they were not fitted to: each profession is
//! judged by weights that were fitted to all others.

use crate::{
    figures::number,
    fit::{Seen, Weights, chance},
};
use std::collections::BTreeSet;

/// The fewest right of so many that leave one chance in ten that it was luck, in standard
/// deviations.
const SURELY: f64 = 1.2816;

/// What may be found in an answer, and who gave it.
#[derive(Debug, Clone)]
pub struct Candidates<'a> {
    /// Whose answer it is.
    pub profession: &'a str,
    /// Likely or not.
    pub seen: Vec<Seen>,
}

/// The chance of each candidate of `answers` and whether it is right, by weights that `fit` makes of
/// the answers of all other professions and of those `beside`.
pub fn held_out(
    answers: &[Candidates<'_>],
    beside: &[Candidates<'_>],
    fit: impl Fn(&[Seen]) -> Weights,
) -> Vec<(f64, bool)> {
    let professions: BTreeSet<&str> = answers.iter().map(|one| one.profession).collect();
    let mut chances = Vec::new();
    for profession in professions {
        let others = answers.iter().filter(|one| one.profession != profession).chain(beside);
        let weights = fit(&seen(others));
        let here = seen(answers.iter().filter(|one| one.profession == profession));
        chances.extend(here.iter().map(|one| (chance(&weights, &one.signs), one.right > 0.0)));
    }
    chances
}

/// All candidates of `answers`.
pub fn seen<'a>(answers: impl IntoIterator<Item = &'a Candidates<'a>>) -> Vec<Seen> {
    answers.into_iter().flat_map(|one| one.seen.clone()).collect()
}

/// The smallest chance, in whole hundredths from 0.5 on, from which at least `wanted` of the
/// findings are right beyond luck: with nine chances in ten. `None` when there is none.
pub fn surest(chances: &[(f64, bool)], wanted: f64) -> Option<f64> {
    (50..100).map(|hundredths| f64::from(hundredths) / 100.0).find(|least| {
        let from: Vec<bool> =
            chances.iter().filter(|(chance, _)| chance >= least).map(|(_, right)| *right).collect();
        let right = from.iter().filter(|right| **right).count();
        at_least(right, from.len()) >= wanted
    })
}

/// The share that `right` of `all` speak for with nine chances in ten: the lower end of Wilson's
/// interval; 0 of nothing.
pub fn at_least(right: usize, all: usize) -> f64 {
    if all == 0 {
        return 0.0;
    }
    let (count, share) = (number(all), number(right) / number(all));
    let luck = SURELY * SURELY / count;
    let spread = SURELY * (share * (1.0 - share) / count + luck / (4.0 * count)).sqrt();
    (share + luck / 2.0 - spread) / (1.0 + luck)
}

#[cfg(test)]
mod tests {
    use super::{Candidates, at_least, held_out, surest};
    use crate::fit::{Seen, Weights};

    #[test]
    fn nobody_is_judged_by_weights_fitted_to_themselves() {
        let one = |profession, right| Candidates {
            profession,
            seen: vec![Seen { signs: vec!["sign"], right }],
        };
        let answers = [one("cook", 1.0), one("smith", 0.0), one("cook", 1.0)];
        // Weights that say what they were fitted to.
        let judge = |others: &[Seen]| {
            let right: f64 = others.iter().map(|one| one.right).sum();
            Weights::from([("sign".to_owned(), if right > 0.0 { 100.0 } else { -100.0 })])
        };
        let sure = |chances: Vec<(f64, bool)>| -> Vec<bool> {
            chances.into_iter().map(|(chance, _)| chance > 0.5).collect()
        };
        assert_eq!(sure(held_out(&answers, &[], judge)), [false, false, true]);
        assert_eq!(sure(held_out(&answers, &[one("miller", 1.0)], judge)), [true, true, true]);
    }

    #[test]
    fn what_is_accepted_unasked_is_right_beyond_luck() {
        let of = |chance: f64, right: usize, all: usize| {
            (0..all).map(move |number| (chance, number < right)).collect::<Vec<_>>()
        };
        let unsure = of(0.7, 60, 100);
        assert_eq!(surest(&[unsure.clone(), of(0.9, 48, 50)].concat(), 0.85), Some(0.71));
        assert_eq!(surest(&[unsure.clone(), of(0.9, 3, 3)].concat(), 0.85), None, "three is luck");
        assert_eq!(surest(&unsure, 0.85), None);
        assert_eq!(surest(&[], 0.85), None);
    }

    #[test]
    fn the_share_that_counts_speak_for_grows_with_them() {
        assert!(at_least(0, 0).abs() < 1e-9);
        assert!((at_least(9, 10) - 0.718).abs() < 1e-3, "{}", at_least(9, 10));
        assert!(at_least(90, 100) > at_least(9, 10));
        assert!(at_least(900, 1_000) < 0.9);
    }
}
