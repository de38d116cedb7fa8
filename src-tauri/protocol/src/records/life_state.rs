//! What is so about a person's life as a whole.

use crate::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which of the questions that a verdict needs have been put to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Asked {
    /// Where they want to go.
    pub direction: bool,
    /// What holds them back.
    pub constraints: bool,
    /// Who depends on them.
    pub dependants: bool,
}

/// Direction, dependants and hours.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LifeState {
    /// Grows with each change; 0 before the first.
    pub version: u64,
    /// Where the person wants to go, in their words.
    pub direction: Option<String>,
    /// How many people depend on them, 0 to 50.
    pub dependants: Option<u32>,
    /// Hours they work in a week, 0 to 168.
    pub weekly_hours: Option<f64>,
    /// What has been asked.
    pub asked: Asked,
    /// When it last changed.
    #[ts(type = "string | null")]
    pub updated_at: Option<Timestamp>,
}
