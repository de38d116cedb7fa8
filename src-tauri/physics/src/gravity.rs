//! G = 1 + Σ kind weight · severity, over the active constraints.

use crate::{Constants, Inputs, number};
use protocol::records::{Gravity, GravityTerm};

/// G and its terms, in the order of the constraints' ids. When G is cut at 10, its terms shrink
/// alike, so that they still add up to it.
pub(crate) fn gravity(inputs: &Inputs<'_>) -> Gravity {
    let mut terms: Vec<GravityTerm> = inputs
        .active_constraints()
        .into_iter()
        .map(|constraint| GravityTerm {
            constraint_id: constraint.id,
            name: constraint.name.clone(),
            kind: constraint.kind,
            value: Constants::gravity_weight(constraint.kind) * number::share(constraint.severity),
        })
        .collect();
    let load = terms.iter().map(|term| term.value).sum();
    let (value, scale) = limited(load);
    for term in &mut terms {
        term.value *= scale;
    }
    Gravity { value, at_limit: scale < 1.0, terms }
}

/// 1 + load, cut at 10; and what the parts of the load are multiplied with to add up to that.
pub(crate) fn limited(load: f64) -> (f64, f64) {
    let most = Constants::DEFAULT.load_limit - 1.0;
    if load > most { (1.0 + most, most / load) } else { (1.0 + load, 1.0) }
}
