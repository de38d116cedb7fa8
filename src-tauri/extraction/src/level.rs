//! Estimates the level a statement claims, 0 to 1.
//!
//! Starts from the middle of an ordinary working skill and adds what each sign is worth.

use crate::signals::Signals;

/// What each sign is worth.
struct Worth {
    base: f64,
    deed: f64,
    result: f64,
    strong: f64,
    senior: f64,
    hedged: f64,
    long_past: f64,
    role: f64,
    years_ten: f64,
    years_five: f64,
    years_two: f64,
    years_fewer: f64,
}

const WORTH: Worth = Worth {
    base: 0.45,
    deed: 0.07,
    result: 0.06,
    strong: 0.18,
    senior: 0.1,
    hedged: -0.18,
    long_past: -0.15,
    role: 0.05,
    years_ten: 0.25,
    years_five: 0.17,
    years_two: 0.08,
    years_fewer: -0.05,
};

/// The level claimed where `signals` were seen; `role` when the words name the person's role.
pub(crate) fn level(signals: &Signals, role: bool) -> f64 {
    let sign = |present: bool, worth: f64| if present { worth } else { 0.0 };
    let years = match signals.years {
        Some(years) if years >= 10.0 => WORTH.years_ten,
        Some(years) if years >= 5.0 => WORTH.years_five,
        Some(years) if years >= 2.0 => WORTH.years_two,
        Some(_) => WORTH.years_fewer,
        None => 0.0,
    };
    let level = WORTH.base
        + sign(signals.deed, WORTH.deed)
        + sign(signals.result, WORTH.result)
        + sign(signals.strong, WORTH.strong)
        + sign(signals.senior, WORTH.senior)
        + sign(signals.hedged, WORTH.hedged)
        + sign(signals.long_past, WORTH.long_past)
        + sign(role, WORTH.role)
        + years;
    (level.clamp(0.1, 0.95) * 100.0).round() / 100.0
}
