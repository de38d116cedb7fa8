//! The doubt about η: seeded draws over everything that is uncertain.
//!
//! Every uncertain thing has its own stream of random numbers, named by its id. So a change of one
//! skill leaves the draws of the others as they are, and the interval does not flicker.

use crate::{
    Constants, Inputs,
    gravity::limited,
    number,
    thrust::{Part, Parts},
    utilisation,
};
use protocol::records::{Mass, UtilisationSource};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Beta, Distribution, Gamma, LogNormal, Uniform};
use uuid::Uuid;

const CONSTANTS: Constants = Constants::DEFAULT;

/// The draws behind an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    /// Decides them.
    pub seed: u64,
    /// How many, at least 1. The more, the steadier the bounds.
    pub count: usize,
}

impl From<u64> for Draws {
    /// As many as the model has.
    fn from(seed: u64) -> Self {
        Self { seed, count: CONSTANTS.draws }
    }
}

/// The 10 % and 90 % quantiles of the draws.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Interval {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// The streams of what has no id.
#[derive(Debug, Clone, Copy)]
enum Unnamed {
    Alignment,
    Gravity,
    Mass,
}

pub(crate) fn interval(
    inputs: &Inputs<'_>,
    parts: &Parts<'_>,
    mass: &Mass,
    draws: Draws,
) -> Interval {
    let mut etas = lifts(&parts.parts, draws);
    align(&mut etas, parts, draws.seed);
    for (eta, gravity) in etas.iter_mut().zip(gravities(inputs, draws)) {
        *eta /= gravity;
    }
    for (eta, mass) in etas.iter_mut().zip(masses(inputs, mass, draws)) {
        *eta /= mass;
    }
    let tail = draws.count * CONSTANTS.tail_draws / CONSTANTS.draws;
    Interval { low: at_place(&mut etas, tail), high: at_place(&mut etas, draws.count - 1 - tail) }
}

/// Σ level · utilisation · weight in every draw.
fn lifts(parts: &[Part<'_>], Draws { seed, count }: Draws) -> Vec<f64> {
    let mut lifts = vec![0.0; count];
    let mut shares = vec![0.0; count];
    let doubt = LogNormal::new(0.0, CONSTANTS.utilisation_sigma)
        .expect("the deviation is a positive constant");
    for part in parts {
        let mut random = stream(seed, part.skill.id.0);
        let levels = Beta::new(part.shape.alpha, part.shape.beta)
            .expect("a belief's parameters are positive");
        let factor = CONSTANTS.level_limit * part.used.weight;
        let assumed = part.used.source == UtilisationSource::Assumed;
        for (lift, total) in lifts.iter_mut().zip(&mut shares) {
            let level = levels.sample(&mut random);
            let share = if assumed {
                (part.used.share * doubt.sample(&mut random)).min(1.0)
            } else {
                part.used.share
            };
            *lift += factor * level * share;
            *total += share;
        }
    }
    for (lift, total) in lifts.iter_mut().zip(shares) {
        *lift *= utilisation::scale(total);
    }
    lifts
}

fn align(lifts: &mut [f64], parts: &Parts<'_>, seed: u64) {
    if !parts.alignment.assumed {
        for lift in lifts {
            *lift *= parts.alignment.value;
        }
        return;
    }
    let mut random = unnamed(seed, Unnamed::Alignment);
    let alignments = Beta::new(CONSTANTS.alignment_shape, CONSTANTS.alignment_shape)
        .expect("the shape is a positive constant");
    for lift in lifts {
        *lift *= alignments.sample(&mut random);
    }
}

/// G in every draw.
fn gravities(inputs: &Inputs<'_>, Draws { seed, count }: Draws) -> Vec<f64> {
    let mut loads = vec![0.0; count];
    let mut known = 0.0;
    for constraint in inputs.active_constraints() {
        let weight = Constants::gravity_weight(constraint.kind);
        let severity = number::share(constraint.severity);
        known += weight * severity;
        let mut random = stream(seed, constraint.id.0);
        let doubt = CONSTANTS.severity_doubt;
        let severities = Uniform::new_inclusive(severity - doubt, severity + doubt)
            .expect("the doubt is a positive constant");
        for load in &mut loads {
            *load += weight * number::share(severities.sample(&mut random));
        }
    }
    if !inputs.state.asked.constraints {
        let more = CONSTANTS.unasked_gravity - 1.0 - known;
        add_unasked(&mut loads, more, unnamed(seed, Unnamed::Gravity));
    }
    finish(loads)
}

/// M in every draw.
fn masses(inputs: &Inputs<'_>, mass: &Mass, Draws { seed, count }: Draws) -> Vec<f64> {
    let mut loads = vec![mass.value - 1.0; count];
    let state = inputs.state;
    if !state.asked.dependants || state.weekly_hours.is_none() {
        let more = CONSTANTS.unasked_mass - mass.value;
        add_unasked(&mut loads, more, unnamed(seed, Unnamed::Mass));
    }
    finish(loads)
}

/// Adds what was not asked about, `more` on average; nothing when enough is known already.
fn add_unasked(loads: &mut [f64], more: f64, mut random: ChaCha8Rng) {
    if more <= f64::EPSILON {
        return;
    }
    let unasked = Gamma::new(CONSTANTS.unasked_shape, more / CONSTANTS.unasked_shape)
        .expect("shape and scale are positive");
    for load in loads {
        *load += unasked.sample(&mut random);
    }
}

fn finish(mut loads: Vec<f64>) -> Vec<f64> {
    for load in &mut loads {
        *load = limited(*load).0;
    }
    loads
}

/// The draw at this place, counted from the lowest.
fn at_place(draws: &mut [f64], place: usize) -> f64 {
    *draws.select_nth_unstable_by(place, f64::total_cmp).1
}

fn stream(seed: u64, id: Uuid) -> ChaCha8Rng {
    let (high, low) = id.as_u64_pair();
    let mut random = ChaCha8Rng::seed_from_u64(seed ^ high);
    random.set_stream(low);
    random
}

fn unnamed(seed: u64, what: Unnamed) -> ChaCha8Rng {
    let id = match what {
        Unnamed::Alignment => 1,
        Unnamed::Gravity => 2,
        Unnamed::Mass => 3,
    };
    stream(seed, Uuid::from_u128(id))
}
