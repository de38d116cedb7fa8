//! M = 1 + what the person carries: projects beyond the first, dependants, hours beyond 40.

use crate::{Constants, Inputs, alignment::hours, gravity::limited, number};
use protocol::records::{Mass, MassTerm};

const CONSTANTS: Constants = Constants::DEFAULT;

/// M and its terms; those of 0 are left out. When M is cut at 10, its terms shrink alike, so that
/// they still add up to it.
pub(crate) fn mass(inputs: &Inputs<'_>) -> Mass {
    let beyond = number::count_u32(inputs.active_projects().len().saturating_sub(1));
    let dependants = inputs.state.dependants.unwrap_or(0).min(CONSTANTS.dependants_limit);
    let extra = (hours(inputs.state.weekly_hours) - CONSTANTS.weekly_hours).max(0.0);
    let projects = CONSTANTS.mass_project * f64::from(beyond);
    let people = CONSTANTS.mass_dependant * f64::from(dependants);
    let time = CONSTANTS.mass_hour * extra;
    let (value, scale) = limited(projects + people + time);
    let terms = [
        MassTerm::Projects { count: beyond, value: projects * scale },
        MassTerm::Dependants { count: dependants, value: people * scale },
        MassTerm::Hours { hours: extra, value: time * scale },
    ];
    let terms = terms.into_iter().filter(|term| value_of(term) > 0.0).collect();
    Mass { value, at_limit: scale < 1.0, terms }
}

fn value_of(term: &MassTerm) -> f64 {
    match term {
        MassTerm::Projects { value, .. }
        | MassTerm::Dependants { value, .. }
        | MassTerm::Hours { value, .. } => *value,
    }
}
