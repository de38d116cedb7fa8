//! The ranges of η, what a verdict needs, and when a change of range is worth telling.

use crate::{Constants, Inputs};
use protocol::{
    Timestamp,
    records::{ConstraintStatus, EscapeIndex, Missing, Regime},
};

const CONSTANTS: Constants = Constants::DEFAULT;
const SECONDS_AN_HOUR: f64 = 3_600.0;
/// Absorbs the rounding of sums such as 0.9 + 0.02.
const ROUNDING: f64 = 1e-12;

/// The range that η is in; lower bounds belong to the upper one. Never `Unknown`: whether enough
/// is known is decided apart from the number.
pub fn regime(value: f64) -> Regime {
    let [approaching, threshold, escaping, free] = CONSTANTS.regime_bounds;
    if value < approaching {
        Regime::Falling
    } else if value < threshold {
        Regime::Approaching
    } else if value < escaping {
        Regime::Threshold
    } else if value < free {
        Regime::Escaping
    } else {
        Regime::Free
    }
}

/// What a verdict still needs. What the person told unasked need not be asked.
pub(crate) fn missing(inputs: &Inputs<'_>, confirmed_skills: u32) -> Vec<Missing> {
    let needed = CONSTANTS.skills_needed.saturating_sub(confirmed_skills);
    let state = inputs.state;
    let direction = state.asked.direction || state.direction.is_some();
    let constraints = state.asked.constraints
        || inputs.constraints.iter().any(|one| one.status != ConstraintStatus::Suggested);
    let dependants = state.asked.dependants || state.dependants.is_some();
    [
        (needed > 0).then_some(Missing::Skills { needed }),
        (!direction).then_some(Missing::Direction),
        (!constraints).then_some(Missing::Constraints),
        (!dependants).then_some(Missing::Dependants),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether a regime other than the one last announced is to be announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// η is where it was said to be, or there is no verdict.
    Stays,
    /// η is past a bound, but too little and for too short; keep `since` for the next time.
    Waits {
        /// Since when it is past the bound.
        since: Timestamp,
    },
    /// Announce this one. After `Unknown` it is a first verdict and no change.
    Changes {
        /// The regime that η is in now.
        to: Regime,
    },
}

/// A change counts once η is 0.02 past the bound, or past it for 24 hours.
///
/// `announced` is the regime last announced, `index` the present one, `since` what the last
/// [`Shift::Waits`] said.
pub fn regime_change(announced: Regime, index: &EscapeIndex, since: Option<Timestamp>) -> Shift {
    let present = index.regime;
    if present == announced || present == Regime::Unknown {
        return Shift::Stays;
    }
    if announced == Regime::Unknown {
        return Shift::Changes { to: present };
    }
    let rising = rank(present) > rank(announced);
    let margin = CONSTANTS.announce_margin - ROUNDING;
    let surely = regime(if rising { index.value - margin } else { index.value + margin });
    let past = if rising { rank(surely) > rank(announced) } else { rank(surely) < rank(announced) };
    if past {
        return Shift::Changes { to: surely };
    }
    let since = since.unwrap_or(index.at);
    let hours = index.at.duration_since(since).as_secs_f64() / SECONDS_AN_HOUR;
    if hours >= CONSTANTS.announce_hours {
        Shift::Changes { to: present }
    } else {
        Shift::Waits { since }
    }
}

fn rank(regime: Regime) -> u8 {
    match regime {
        Regime::Unknown => 0,
        Regime::Falling => 1,
        Regime::Approaching => 2,
        Regime::Threshold => 3,
        Regime::Escaping => 4,
        Regime::Free => 5,
    }
}
