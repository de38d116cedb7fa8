//! Numbers brought into their bounds, so that no record can make the index NaN or infinite.

/// `value` within `least..=most`; `otherwise` when it is not a number.
pub(crate) fn bounded(value: f64, least: f64, most: f64, otherwise: f64) -> f64 {
    if value.is_nan() { otherwise } else { value.clamp(least, most) }
}

/// A share, 0 to 1; 0 when it is not a number.
pub(crate) fn share(value: f64) -> f64 {
    bounded(value, 0.0, 1.0, 0.0)
}

/// How many, as a number to calculate with.
pub(crate) fn count(count: usize) -> f64 {
    f64::from(count_u32(count))
}

/// How many, as it crosses a boundary.
pub(crate) fn count_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
