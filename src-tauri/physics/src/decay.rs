//! How evidence fades.

use protocol::Timestamp;

const SECONDS_A_DAY: f64 = 86_400.0;

/// What is left of evidence, 0 to 1: 2^(−age / half-life). `since` is the later of the evidence's
/// date and the last day the skill was in use; a date to come counts as now.
pub(crate) fn left(since: Timestamp, now: Timestamp, half_life_days: f64) -> f64 {
    let days = now.duration_since(since).as_secs_f64().max(0.0) / SECONDS_A_DAY;
    (-days / half_life_days).exp2()
}
