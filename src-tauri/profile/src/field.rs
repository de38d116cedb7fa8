//! The bounds of single fields. An error names the field and never holds its content.

use protocol::Problem;
use thiserror::Error;

/// A field is outside its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{field}: {message}")]
pub struct FieldError {
    /// The field's name on the wire.
    pub field: &'static str,
    /// One sentence for people.
    pub message: &'static str,
}

impl From<FieldError> for Problem {
    fn from(error: FieldError) -> Self {
        Self::invalid(error.field, error.message)
    }
}

/// The most hours a week has.
const WEEK_HOURS: f64 = 168.0;
/// The longest name, in characters.
const NAME_LIMIT: usize = 120;

/// A name: 1 to 120 characters without the blanks around it, no control characters.
pub(crate) fn name(field: &'static str, text: &str) -> Result<String, FieldError> {
    words(field, text, NAME_LIMIT, "A name has 1 to 120 characters.")
}

/// Words: 1 to `limit` characters without the blanks around them, no control characters.
pub(crate) fn words(
    field: &'static str,
    text: &str,
    limit: usize,
    message: &'static str,
) -> Result<String, FieldError> {
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 || length > limit || text.chars().any(char::is_control) {
        return Err(FieldError { field, message });
    }
    Ok(text.to_owned())
}

/// A share: 0 to 1.
pub(crate) fn share(field: &'static str, value: f64) -> Result<f64, FieldError> {
    bounded(value, 1.0).ok_or(FieldError { field, message: "This is a number from 0 to 1." })
}

/// Hours of a week: 0 to 168.
pub(crate) fn hours(field: &'static str, value: f64) -> Result<f64, FieldError> {
    bounded(value, WEEK_HOURS).ok_or(FieldError { field, message: "A week has 0 to 168 hours." })
}

fn bounded(value: f64, most: f64) -> Option<f64> {
    // `+ 0.0` turns -0 into 0.
    (0.0..=most).contains(&value).then_some(value + 0.0)
}
