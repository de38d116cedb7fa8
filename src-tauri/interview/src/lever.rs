//! What a guidance session asks about: the inputs whose change would move η most.

use crate::{Known, effect::Outlook, topic::Topic};
use protocol::records::{ConstraintStatus, ProjectStatus, Regime, SkillStatus};

/// A lever moves η by at least this much.
const LEAST: f64 = 0.01;

/// Questions about more of a skill and less of a project, where that would move η.
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
    moving(skills.chain(projects), known)
}

/// Questions about what would ease a constraint, where that would move η.
pub(crate) fn easing(known: &Known<'_>) -> Vec<Topic> {
    let active = known
        .constraints
        .iter()
        .filter(|constraint| constraint.status == ConstraintStatus::Active)
        .map(|constraint| Topic::Easing { constraint: constraint.id });
    moving(active, known)
}

fn moving(topics: impl Iterator<Item = Topic>, known: &Known<'_>) -> Vec<Topic> {
    let outlook = Outlook::new(known);
    topics.filter(|topic| outlook.of(*topic) >= LEAST).collect()
}

/// η with its interval, in words for `frame`; `None` while there is no verdict.
pub(crate) fn verdict(known: &Known<'_>, seed: u64, frame: &str) -> Option<String> {
    let inputs = physics::Inputs {
        skills: known.skills,
        projects: known.projects,
        constraints: known.constraints,
        state: known.state,
    };
    let index = physics::escape_index(&inputs, known.now, seed);
    (index.regime != Regime::Unknown).then(|| {
        frame
            .replace("{eta}", &format!("{:.2}", index.value))
            .replace("{low}", &format!("{:.2}", index.low))
            .replace("{high}", &format!("{:.2}", index.high))
    })
}
