//! How much asking about a topic would narrow the interval of η.

use crate::{Known, topic::Topic};

/// The expected effect of an answer to `topic`, in units of η.
pub(crate) fn of(topic: Topic, _known: &Known<'_>) -> f64 {
    match topic {
        Topic::Dependants | Topic::Responsibilities => 0.5,
        Topic::Money | Topic::Time => 0.4,
        _ => 0.3,
    }
}
