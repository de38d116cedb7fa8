//! A: how well the active projects fit where the person wants to go.

use crate::{Constants, Inputs, number};

/// A and whether it is assumed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Alignment {
    pub(crate) value: f64,
    pub(crate) assumed: bool,
}

/// The hours-weighted mean over the active projects whose alignment is known, all alike where
/// none of them has hours; 0.5, assumed, when there is none.
pub(crate) fn alignment(inputs: &Inputs<'_>) -> Alignment {
    let known = inputs.active_projects().into_iter().filter_map(|project| {
        let alignment = project.alignment.filter(|value| value.is_finite())?;
        Some((hours(project.weekly_hours), number::share(alignment)))
    });
    match weighted_mean(known) {
        Some(value) => Alignment { value, assumed: false },
        None => Alignment { value: Constants::DEFAULT.alignment, assumed: true },
    }
}

/// Hours of a week within their bounds; unknown ones are 0.
pub(crate) fn hours(hours: Option<f64>) -> f64 {
    hours.map_or(0.0, |hours| number::bounded(hours, 0.0, Constants::DEFAULT.hours_limit, 0.0))
}

/// The mean of (weight, value) pairs; all alike when the weights are 0; `None` without pairs.
pub(crate) fn weighted_mean(pairs: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut weights, mut weighted, mut plain, mut count) = (0.0, 0.0, 0.0, 0.0);
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for (weight, value) in pairs {
        weights += weight;
        weighted += weight * value;
        plain += value;
        count += 1.0;
        least = value.min(least);
        most = value.max(most);
    }
    if count == 0.0 {
        return None;
    }
    // Weights too small to divide by count as none.
    let mean = if weights > f64::EPSILON { weighted / weights } else { plain / count };
    // Rounding may leave the range of the values.
    Some(mean.clamp(least, most))
}
