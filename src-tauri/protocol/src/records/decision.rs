//! What the person said about a finding.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The person's word on a finding. Undo brings back the former one where it is known, or else
/// `suggested`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Decision {
    /// Not yet decided.
    #[default]
    Suggested,
    /// Right as it stands.
    Confirmed,
    /// Right after a change of name, category or level.
    Edited,
    /// Wrong; it is not suggested again for the same evidence.
    Rejected,
}
