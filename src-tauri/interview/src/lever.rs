//! What a guidance session asks about: the inputs whose change would move η most.

use crate::{Known, topic::Topic};
use protocol::records::{ProjectStatus, SkillStatus};

/// Questions about more of a skill and less of a project.
pub(crate) fn topics(known: &Known<'_>) -> Vec<Topic> {
    let skills = known
        .skills
        .iter()
        .filter(|skill| matches!(skill.status, SkillStatus::Confirmed | SkillStatus::Edited))
        .map(|skill| Topic::MoreOf { skill: skill.id });
    let projects = known
        .projects
        .iter()
        .filter(|project| project.status == ProjectStatus::Active)
        .map(|project| Topic::Pausing { project: project.id });
    skills.chain(projects).collect()
}
