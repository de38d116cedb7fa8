//! What the interviewer does for a reply beside wording it, as the blocks that show it: what it notes
//! of the answer, where it looks in the profile, what it works out.

use interview::{Known, Topic};
use protocol::records::{Block, Finding, FindingKind, FindingTarget};

/// The longest text of a block, in characters.
const LONGEST: usize = 240;
/// The tool that notes findings of a kind. A direction is part of the answer's words only.
const NOTES: [(FindingKind, &str); 3] = [
    (FindingKind::Skill, "record_skill"),
    (FindingKind::Project, "record_project"),
    (FindingKind::Constraint, "record_constraint"),
];

/// What is noted of an answer: each kind with the words it rests on.
pub(crate) fn noted(findings: &[Finding]) -> Vec<Block> {
    let runs = NOTES.iter().filter_map(|(kind, tool)| {
        let of_kind = || findings.iter().filter(|finding| finding.kind == *kind);
        let quotes = listed(of_kind().map(|finding| format!("“{}”", finding.quote.text)));
        let names = listed(of_kind().map(|finding| finding.name.clone()));
        (!names.is_empty()).then(|| run(tool, quotes, names, of_kind().count()))
    });
    runs.flatten().collect()
}

/// What is looked up and worked out for a question about `topic`. What the answer itself brought is
/// not looked up.
pub(crate) fn consulted(topic: Topic, known: &Known<'_>) -> Vec<Block> {
    let Some((target, question, count)) = subject(topic, known) else { return Vec::new() };
    let Some(name) = name(target, known) else { return Vec::new() };
    let is_told = known.findings.iter().any(|finding| finding.target == target);
    let searched = (!is_told).then(|| run("search_profile", question, name.clone(), count));
    let worked_out = step(topic).map(|step| {
        let moved = format!("η moves by {:.2}", interview::effect(topic, known));
        run("simulate", format!("{name}: {step}"), moved, 1)
    });
    searched.into_iter().chain(worked_out).flatten().collect()
}

/// What of the profile a topic is about, what it is one of, and of how many.
fn subject(topic: Topic, known: &Known<'_>) -> Option<(FindingTarget, String, usize)> {
    let skill = |id| (FindingTarget::Skill(id), "skills", known.skills.len());
    let project = |id| (FindingTarget::Project(id), "projects", known.projects.len());
    let constraint = |id| (FindingTarget::Constraint(id), "constraints", known.constraints.len());
    let (target, kind, count) = match topic {
        Topic::Story { skill: id, .. }
        | Topic::SkillHours { skill: id }
        | Topic::MoreOf { skill: id } => skill(id),
        Topic::ProjectHours { project: id }
        | Topic::ProjectFit { project: id }
        | Topic::Pausing { project: id } => project(id),
        Topic::Weight { constraint: id } | Topic::Easing { constraint: id } => constraint(id),
        _ => return None,
    };
    Some((target, kind.to_owned(), count))
}

fn name(target: FindingTarget, known: &Known<'_>) -> Option<String> {
    match target {
        FindingTarget::Skill(id) => {
            known.skills.iter().find(|one| one.id == id).map(|one| one.name.clone())
        }
        FindingTarget::Project(id) => {
            known.projects.iter().find(|one| one.id == id).map(|one| one.name.clone())
        }
        FindingTarget::Constraint(id) => {
            known.constraints.iter().find(|one| one.id == id).map(|one| one.name.clone())
        }
        FindingTarget::Direction => None,
    }
}

/// The change that a topic supposes, in words.
fn step(topic: Topic) -> Option<&'static str> {
    match topic {
        Topic::MoreOf { .. } => Some("two hours a week more"),
        Topic::Pausing { .. } => Some("paused"),
        Topic::Easing { .. } => Some("two of ten lighter"),
        _ => None,
    }
}

fn run(tool: &str, input: String, output: String, count: usize) -> [Block; 2] {
    let name = || tool.to_owned();
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    [Block::ToolUse { name: name(), input }, Block::ToolResult { name: name(), output, count }]
}

/// Each once, in their order, in one line.
fn listed(texts: impl Iterator<Item = String>) -> String {
    let mut once: Vec<String> = Vec::new();
    for text in texts {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !once.contains(&text) {
            once.push(text);
        }
    }
    let line = once.join(", ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_each_once_in_one_line_of_bounded_length() {
        let list = |texts: &[&str]| listed(texts.iter().map(|text| (*text).to_owned()));
        assert_eq!(list(&["Go", "R\n and  S", "Go"]), "Go, R and S");
        let long = list(&["ä".repeat(1_000).as_str()]);
        assert_eq!((long.chars().count(), long.ends_with('…')), (LONGEST + 1, true));
    }
}
