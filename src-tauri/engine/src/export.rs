//! The forms in which a person takes their data with them.

pub(crate) mod archive;
pub(crate) mod markdown;
pub(crate) mod resume;

use protocol::records::{Skill, SkillStatus};

/// Whether a skill counts: the person said that it is theirs.
fn counts(skill: &Skill) -> bool {
    matches!(skill.status, SkillStatus::Confirmed | SkillStatus::Edited)
}
