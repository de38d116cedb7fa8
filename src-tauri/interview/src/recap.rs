//! What the interviewer says at the end: what it heard in this session, by kind, and how η stands.
//! What the person rejected is left out.

use crate::{Known, lever, names, plan::Plan, theme::heard, wording};
use protocol::records::{ConstraintStatus, ProjectStatus, SkillStatus};

/// The most names of one kind.
const NAMED: usize = 8;

/// The lines of the recap as Markdown, one for each kind of which something was heard.
pub(crate) fn lines(plan: &mut Plan, known: &Known<'_>) -> Vec<String> {
    let mut skills: Vec<_> = known
        .skills
        .iter()
        .filter(|one| one.status != SkillStatus::Rejected && heard(&one.evidence, plan))
        .collect();
    // The best supported first; of equals the one heard first.
    skills.sort_by_key(|one| (std::cmp::Reverse(one.evidence.len()), one.created_at));
    let projects = known
        .projects
        .iter()
        .filter(|one| one.status != ProjectStatus::Rejected && heard(&one.evidence, plan));
    let constraints = known
        .constraints
        .iter()
        .filter(|one| one.status != ConstraintStatus::Rejected && heard(&one.evidence, plan));
    let named = [
        ("recap.skills", skills.iter().filter_map(|one| names::usable(&one.name)).collect()),
        ("recap.projects", projects.filter_map(|one| names::usable(&one.name)).collect()),
        ("recap.constraints", constraints.filter_map(|one| names::usable(&one.name)).collect()),
        ("recap.direction", names::direction(known).into_iter().collect::<Vec<String>>()),
    ];
    let mut lines: Vec<String> =
        named.iter().filter_map(|(key, names)| line(plan, key, names)).collect();
    let index = wording::line(plan, "recap.eta")
        .and_then(|frame| lever::verdict(known, plan.seed(), &frame));
    lines.extend(index);
    lines
}

fn line(plan: &mut Plan, key: &str, names: &[String]) -> Option<String> {
    if names.is_empty() {
        return None;
    }
    let mut list = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(" · ");
    let more = names.len().saturating_sub(NAMED);
    if more > 0 {
        list = format!("{list} (+{more})");
    }
    Some(wording::line(plan, key)?.replace("{list}", &list))
}
