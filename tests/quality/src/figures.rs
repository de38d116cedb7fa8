//! Counts of right, wrong and missed, and what follows from them: precision, recall, F1, and how
//! well probabilities hold.

/// A count as a number.
pub(crate) fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

/// Right and wrong predictions, and labels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Predictions.
    pub said: usize,
    /// Predictions that have a label.
    pub right: usize,
    /// Labels.
    pub labels: usize,
    /// Labels that have a prediction.
    pub found: usize,
}

impl Tally {
    /// The share of the predictions that are right, 0 to 1; 1 when nothing was said.
    pub fn precision(&self) -> f64 {
        share(self.right, self.said)
    }

    /// The share of the labels that were found, 0 to 1; 1 when there are none.
    pub fn recall(&self) -> f64 {
        share(self.found, self.labels)
    }

    /// The harmonic mean of both, 0 to 1.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
    }
}

/// `part` of `all`, 0 to 1; 1 of nothing.
pub(crate) fn share(part: usize, all: usize) -> f64 {
    if all == 0 { 1.0 } else { number(part) / number(all) }
}

/// The bins of a reliability table.
const BINS: usize = 10;

/// One bin of a reliability table.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bin {
    /// Predictions in it.
    pub count: usize,
    /// The mean of their probabilities.
    pub claimed: f64,
    /// The share that is right.
    pub held: f64,
}

/// Predictions by their probability in ten bins of equal width.
pub fn reliability(outcomes: &[(f64, bool)]) -> Vec<Bin> {
    (0..BINS)
        .map(|bin| {
            let (from, until) = (number(bin) / number(BINS), number(bin + 1) / number(BINS));
            let last = bin + 1 == BINS;
            let within: Vec<_> = outcomes
                .iter()
                .filter(|(chance, _)| *chance >= from && (*chance < until || last))
                .collect();
            if within.is_empty() {
                return Bin::default();
            }
            let count = number(within.len());
            Bin {
                count: within.len(),
                claimed: within.iter().map(|(chance, _)| chance).sum::<f64>() / count,
                held: number(within.iter().filter(|(_, right)| *right).count()) / count,
            }
        })
        .collect()
}

/// The expected calibration error: the mean distance of claim and truth over the bins, weighted by
/// how many predictions are in each; 0 to 1.
pub fn calibration_error(outcomes: &[(f64, bool)]) -> f64 {
    let weighed = |bin: &Bin| number(bin.count) * (bin.claimed - bin.held).abs();
    let sum: f64 = reliability(outcomes).iter().map(weighed).sum();
    if outcomes.is_empty() { 0.0 } else { sum / number(outcomes.len()) }
}

/// The calibration error that luck alone may be expected to give where every probability of
/// `outcomes` is exactly right: the mean distance of a normal distribution in each bin; 0 to 1.
pub fn error_by_luck(outcomes: &[(f64, bool)]) -> f64 {
    let spread: f64 = reliability(outcomes)
        .iter()
        .map(|bin| (number(bin.count) * bin.claimed * (1.0 - bin.claimed)).sqrt())
        .sum();
    let mean = (2.0 / std::f64::consts::PI).sqrt();
    if outcomes.is_empty() { 0.0 } else { mean * spread / number(outcomes.len()) }
}

#[cfg(test)]
mod tests {
    use super::{Tally, calibration_error, error_by_luck};

    #[test]
    fn luck_gives_an_error_that_shrinks_with_the_root_of_the_count() {
        let few = error_by_luck(&[(0.55, true); 100]);
        assert!((few - 0.0397).abs() < 1e-3, "{few}");
        let many = error_by_luck(&vec![(0.55, true); 10_000]);
        assert!((many - few / 10.0).abs() < 1e-6, "{many}");
        assert!(error_by_luck(&[]).abs() < 1e-9);
    }

    #[test]
    fn precision_recall_and_f1_are_those_of_the_books() {
        let tally = Tally { said: 4, right: 3, labels: 6, found: 3 };
        assert!((tally.precision() - 0.75).abs() < 1e-9);
        assert!((tally.recall() - 0.5).abs() < 1e-9);
        assert!((tally.f1() - 0.6).abs() < 1e-9);
    }

    #[test]
    fn the_calibration_error_is_the_weighted_distance_of_claim_and_truth() {
        let sure_and_right = [(0.95, true), (0.95, true)];
        assert!((calibration_error(&sure_and_right) - 0.05).abs() < 1e-9);
        let even = [(0.55, true), (0.55, false), (0.15, false), (0.15, false)];
        assert!((calibration_error(&even) - 0.1).abs() < 1e-9);
        assert!(calibration_error(&[]).abs() < 1e-9);
    }
}
