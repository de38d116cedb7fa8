//! Whether records are within the bounds of the model, naming the first field that is not.

use crate::{Constants, Inputs};
use std::ops::RangeInclusive;
use thiserror::Error;

/// A field is outside its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{field} is outside its bounds")]
pub struct InputError {
    /// `record.field`.
    pub field: &'static str,
}

const SHARE: RangeInclusive<f64> = 0.0..=1.0;
const WEEK: RangeInclusive<f64> = 0.0..=Constants::DEFAULT.hours_limit;

/// Whether every number in the records is within its bounds: levels, severities, progress and
/// alignment 0 to 1, hours 0 to 168, dependants 0 to 50. [`crate::escape_index`] brings what is
/// not into them.
pub fn check(inputs: &Inputs<'_>) -> Result<(), InputError> {
    for skill in inputs.skills {
        optional("skill.level", skill.level, &SHARE)?;
        optional("skill.hours_per_week", skill.hours_per_week, &WEEK)?;
        for evidence in &skill.evidence {
            within("evidence.level", evidence.level, &SHARE)?;
        }
    }
    for project in inputs.projects {
        optional("project.progress", project.progress, &SHARE)?;
        optional("project.weekly_hours", project.weekly_hours, &WEEK)?;
        optional("project.alignment", project.alignment, &SHARE)?;
    }
    for constraint in inputs.constraints {
        within("constraint.severity", constraint.severity, &SHARE)?;
    }
    optional("state.weekly_hours", inputs.state.weekly_hours, &WEEK)?;
    if inputs.state.dependants.is_some_and(|count| count > Constants::DEFAULT.dependants_limit) {
        return Err(InputError { field: "state.dependants" });
    }
    Ok(())
}

fn optional(
    field: &'static str,
    value: Option<f64>,
    bounds: &RangeInclusive<f64>,
) -> Result<(), InputError> {
    value.map_or(Ok(()), |value| within(field, value, bounds))
}

fn within(field: &'static str, value: f64, bounds: &RangeInclusive<f64>) -> Result<(), InputError> {
    if bounds.contains(&value) { Ok(()) } else { Err(InputError { field }) }
}
