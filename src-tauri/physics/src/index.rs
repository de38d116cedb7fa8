//! η = T / (G · M), with its parts, its doubt and its verdict.

use crate::{
    Inputs,
    gravity::gravity,
    interval::{Draws, interval},
    mass::mass,
    number,
    regime::{missing, regime},
    thrust,
};
use protocol::{
    Timestamp,
    records::{EscapeIndex, Regime},
};

/// The Escape Index at `now`, its interval from `draws`; a seed alone means 4,096 of them.
///
/// Numbers outside their bounds are brought into them; [`crate::check`] tells. The order of the
/// records does not matter.
pub fn escape_index(inputs: &Inputs<'_>, now: Timestamp, draws: impl Into<Draws>) -> EscapeIndex {
    let parts = thrust::parts(inputs, now);
    let gravity = gravity(inputs);
    let mass = mass(inputs);
    let load = gravity.value * mass.value;
    let thrust = thrust::thrust(&parts, load);
    let value = thrust.value / load;
    let interval = interval(inputs, &parts, &mass, draws.into());
    let confirmed_skills = number::count_u32(parts.parts.len());
    let missing = missing(inputs, confirmed_skills);
    let regime = if missing.is_empty() { regime(value) } else { Regime::Unknown };
    EscapeIndex {
        at: now,
        value,
        // What was never asked about is drawn heavier than the point value takes it to be.
        low: interval.low.min(value),
        high: interval.high.max(value),
        regime,
        missing,
        confirmed_skills,
        thrust,
        gravity,
        mass,
    }
}

/// η alone, without an interval: for comparing what would be.
pub fn eta(inputs: &Inputs<'_>, now: Timestamp) -> f64 {
    let load = gravity(inputs).value * mass(inputs).value;
    thrust::thrust(&thrust::parts(inputs, now), load).value / load
}

/// η alone, once enough is known for a verdict.
pub fn known_eta(inputs: &Inputs<'_>, now: Timestamp) -> Option<f64> {
    let confirmed_skills = number::count_u32(thrust::parts(inputs, now).parts.len());
    missing(inputs, confirmed_skills).is_empty().then(|| eta(inputs, now))
}
