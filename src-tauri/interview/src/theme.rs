//! The field that an exploration deepens: what the person named in its first answers, and what is
//! of the same kind. Which of it is asked about next is the planner's business.

use crate::{
    Known,
    answer::{self, Answer, Reading},
    plan::Plan,
    topic::Topic,
};
use protocol::{
    ids::{ProjectId, SkillId},
    records::{
        Category, Decision, Evidence, FindingTarget, Project, SessionKind, Skill, SkillStatus,
    },
};
use serde::{Deserialize, Serialize};

/// The most skills and the most projects that a theme keeps.
const MOST: usize = 12;
/// The shortest name that an answer is searched for; shorter ones are words too, such as "Go".
const NAME: usize = 5;

/// What the person named when the exploration began.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Theme {
    /// Skills, in the order in which they were named.
    skills: Vec<SkillId>,
    projects: Vec<ProjectId>,
}

/// How near a skill is to the theme, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    /// Named for it or in this session.
    Named,
    /// Of the same category as most of what was named.
    Alike,
    /// Of another field.
    Apart,
}

/// Takes the first answers of an exploration into its theme.
pub(crate) fn hear(plan: &mut Plan, answer: &Answer<'_>, known: &Known<'_>) {
    let first = matches!(plan.open, Topic::Opening | Topic::OpeningMore { .. } | Topic::Scope);
    if plan.kind != SessionKind::Exploration || !first || answer.reading != Reading::Full {
        return;
    }
    let theme = plan.theme.get_or_insert_default();
    let before = theme.skills.len();
    for finding in known.findings {
        match finding.target {
            FindingTarget::Skill(id) => keep(&mut theme.skills, id),
            FindingTarget::Project(id) => keep(&mut theme.projects, id),
            _ => {}
        }
    }
    let says = |name: &str| {
        let name = answer::plain(name);
        name.trim().len() >= NAME && answer.plain.contains(&name)
    };
    for project in known.projects.iter().filter(|project| says(&project.name)) {
        keep(&mut theme.projects, project.id);
    }
    if theme.skills.len() == before {
        // Nothing was found, but a skill on record may have been chosen by its name.
        let live = |skill: &&Skill| skill.status != SkillStatus::Rejected && says(&skill.name);
        for skill in known.skills.iter().filter(live) {
            keep(&mut theme.skills, skill.id);
        }
    }
}

fn keep<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if list.len() < MOST && !list.contains(&one) {
        list.push(one);
    }
}

/// How near `skill` is to the theme; every skill is near where there is none.
pub(crate) fn nearness(skill: &Skill, plan: &Plan, known: &Known<'_>) -> Nearness {
    let Some(theme) = &plan.theme else { return Nearness::Named };
    if theme.skills.contains(&skill.id) || heard(&skill.evidence, plan) {
        Nearness::Named
    } else if category(theme, known) == Some(skill.category) {
        Nearness::Alike
    } else {
        Nearness::Apart
    }
}

/// Whether any skill is known of the theme.
pub(crate) fn is_known(plan: &Plan, known: &Known<'_>) -> bool {
    let live = |skill: &&Skill| skill.status != SkillStatus::Rejected;
    let mut skills = known.skills.iter().filter(live);
    skills.any(|skill| nearness(skill, plan, known) != Nearness::Apart)
}

/// Whether `project` belongs to the theme: named for it, in this session, or living on its skills.
pub(crate) fn has_project(project: &Project, plan: &Plan) -> bool {
    plan.theme.as_ref().is_none_or(|theme| {
        theme.projects.contains(&project.id)
            || heard(&project.evidence, plan)
            || project.skill_ids.iter().any(|id| theme.skills.contains(id))
    })
}

/// The category of most of the theme's skills; of equals the one named first.
fn category(theme: &Theme, known: &Known<'_>) -> Option<Category> {
    let of = |id: &SkillId| known.skills.iter().find(|one| one.id == *id).map(|one| one.category);
    let all: Vec<Category> = theme.skills.iter().filter_map(of).collect();
    let count = |category: &Category| all.iter().filter(|one| *one == category).count();
    all.iter().rev().max_by_key(|category| count(category)).copied()
}

/// Whether something of it was said in this session and not rejected.
pub(crate) fn heard(evidence: &[Evidence], plan: &Plan) -> bool {
    evidence.iter().any(|one| {
        let here = one.quote.as_ref().is_some_and(|quote| quote.session_id == plan.session);
        here && one.decision != Decision::Rejected
    })
}
