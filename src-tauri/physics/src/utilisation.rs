//! The share of the working week that uses each skill, and how much its projects matter.

use crate::{
    Constants, Inputs,
    alignment::{hours, weighted_mean},
    number,
};
use protocol::{
    SkillId,
    records::{Project, Skill, UtilisationSource},
};
use std::collections::BTreeMap;

const CONSTANTS: Constants = Constants::DEFAULT;

/// One skill's place in the week.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Use {
    /// Share of the week, 0 to 1, before all are scaled down to the cap.
    pub(crate) share: f64,
    /// Where that share comes from.
    pub(crate) source: UtilisationSource,
    /// Strategic weight of the projects that use it, 0.5 to 1.5.
    pub(crate) weight: f64,
}

/// What the active projects say of one skill.
#[derive(Default)]
struct Linked {
    /// Its part of the projects' hours; `None` while no project that uses it has hours.
    hours: Option<f64>,
    /// Hours and weight of each project.
    weights: Vec<(f64, f64)>,
}

/// The use of each of `skills`, in their order: hours the person gave, else its part of the hours
/// of the projects that use it, else assumed.
pub(crate) fn uses(inputs: &Inputs<'_>, skills: &[&Skill]) -> Vec<Use> {
    let week = week(inputs);
    let linked = linked(inputs, skills);
    let known: Vec<Option<(f64, UtilisationSource)>> = skills
        .iter()
        .map(|skill| {
            let stated = skill.hours_per_week.filter(|hours| hours.is_finite());
            let projects = || linked.get(&skill.id).and_then(|linked| linked.hours);
            stated
                .map(|stated| (hours(Some(stated)), UtilisationSource::Stated))
                .or_else(|| projects().map(|hours| (hours, UtilisationSource::Projects)))
                .map(|(hours, source)| (number::share(hours / week), source))
        })
        .collect();
    let given: f64 = known.iter().flatten().map(|(share, _)| share).sum();
    let assumed = known.iter().filter(|known| known.is_none()).count();
    let rest = (CONSTANTS.assumed_total - given).max(CONSTANTS.assumed_least);
    let each = rest / (number::count(assumed) + CONSTANTS.assumed_spare);
    skills
        .iter()
        .zip(known)
        .map(|(skill, known)| {
            let (share, source) = known.unwrap_or((each, UtilisationSource::Assumed));
            let weights = linked.get(&skill.id).map(|linked| linked.weights.iter().copied());
            let weight = weights.and_then(weighted_mean).unwrap_or(1.0);
            Use { share, source, weight }
        })
        .collect()
}

/// What all shares are multiplied with so that their sum stays within the cap.
pub(crate) fn scale(total: f64) -> f64 {
    if total > CONSTANTS.utilisation_cap { CONSTANTS.utilisation_cap / total } else { 1.0 }
}

/// The hours of the person's week; 40 when nobody said or they said none.
fn week(inputs: &Inputs<'_>) -> f64 {
    let stated = hours(inputs.state.weekly_hours);
    if stated > f64::EPSILON { stated } else { CONSTANTS.weekly_hours }
}

/// What the active projects say, by skill. A project's hours are shared among its skills that
/// count.
fn linked(inputs: &Inputs<'_>, skills: &[&Skill]) -> BTreeMap<SkillId, Linked> {
    let mut linked: BTreeMap<SkillId, Linked> =
        skills.iter().map(|skill| (skill.id, Linked::default())).collect();
    for project in inputs.active_projects() {
        let members = members(project, &linked);
        let project_hours = hours(project.weekly_hours);
        let weight = Constants::project_weight(project.weight);
        let part = project_hours / number::count(members.len().max(1));
        for id in members {
            let one = linked.entry(id).or_default();
            if project.weekly_hours.is_some_and(f64::is_finite) {
                one.hours = Some(one.hours.unwrap_or(0.0) + part);
            }
            one.weights.push((project_hours, weight));
        }
    }
    linked
}

fn members(project: &Project, counted: &BTreeMap<SkillId, Linked>) -> Vec<SkillId> {
    let mut members: Vec<SkillId> =
        project.skill_ids.iter().copied().filter(|id| counted.contains_key(id)).collect();
    members.sort_unstable();
    members.dedup();
    members
}
