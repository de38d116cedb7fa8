//! The topics that could come next in a stage, before they are weighed against each other.

use crate::{
    Known, answer, bank, lever,
    plan::Plan,
    theme::{self, Nearness},
    topic::{Part, Topic},
};
use protocol::records::{
    ConstraintStatus, Evidence, EvidenceKind, ProjectStatus, SessionKind, Skill, SkillStatus, Stage,
};

/// The most stories about skills, and the most questions about the hours of single skills.
const STORIES: usize = 4;
const SKILL_HOURS: usize = 3;
/// The most projects whose hours or fit are asked for.
const PROJECT_FACTS: usize = 4;
/// The most single fields of life asked about besides the broad question.
const FIELDS: usize = 2;

/// The topics of the plan's stage, in groups: a later group only counts when the earlier are empty.
pub(crate) fn of(plan: &Plan, known: &Known<'_>) -> Vec<Vec<Topic>> {
    match plan.stage {
        Stage::Opening => Vec::new(),
        Stage::Breadth => breadth(plan, known),
        Stage::Depth => depth(plan, known),
        Stage::Tacit => vec![vec![Topic::Relied, Topic::Unseen, Topic::Taught]],
        Stage::Constraints => constraints(plan, known),
        Stage::Direction => direction(plan, known),
        Stage::WrapUp => vec![vec![Topic::WrapUp]],
    }
}

/// Topics that a verdict needs: put even when the person would rather leave the stage.
pub(crate) fn is_needed(topic: Topic) -> bool {
    matches!(topic, Topic::Constraints | Topic::Dependants | Topic::Direction)
}

fn breadth(plan: &Plan, known: &Known<'_>) -> Vec<Vec<Topic>> {
    let mut facts = Vec::new();
    let live = |status| matches!(status, ProjectStatus::Suggested | ProjectStatus::Active);
    let near = known.projects.iter().filter(|project| theme::has_project(project, plan));
    for project in near.filter(|project| live(project.status)) {
        // Fit follows hours, so both are asked of one project in a row.
        if project.weekly_hours.is_none()
            && !plan.is_declined(Topic::ProjectHours { project: project.id })
            && !plan.was_put(Topic::ProjectHours { project: project.id })
        {
            facts.push(Topic::ProjectHours { project: project.id });
        } else if project.alignment.is_none() {
            facts.push(Topic::ProjectFit { project: project.id });
        }
    }
    let fact = |t: &Topic| matches!(t, Topic::ProjectHours { .. } | Topic::ProjectFit { .. });
    // Work that was rated as a whole has the hours of the week, which are asked later.
    if plan.count(fact) >= PROJECT_FACTS || plan.was_put(Topic::WorkFit) {
        facts.clear();
    }
    if plan.kind == SessionKind::Exploration {
        return vec![vec![Topic::Scope], facts];
    }
    let without_projects = known.projects.iter().all(|project| !live(project.status));
    let fallback = if without_projects { vec![Topic::WorkFit, Topic::Week] } else { Vec::new() };
    vec![vec![Topic::Role], vec![Topic::Responsibilities, Topic::Projects], facts, fallback]
}

fn depth(plan: &Plan, known: &Known<'_>) -> Vec<Vec<Topic>> {
    if plan.kind == SessionKind::Guidance {
        return vec![lever::topics(known), vec![Topic::AnyStory { part: Part::Whole }]];
    }
    let (mut named, mut alike, mut apart) = (Vec::new(), Vec::new(), Vec::new());
    let mut occupations = Vec::new();
    let told = plan.count(|topic| {
        matches!(
            topic,
            Topic::Story { part: Part::Whole, .. } | Topic::AnyStory { part: Part::Whole }
        )
    });
    let hours = plan.count(|topic| matches!(topic, Topic::SkillHours { .. }));
    for skill in known.skills.iter().filter(|skill| skill.status != SkillStatus::Rejected) {
        let nearness = theme::nearness(skill, plan, known);
        let topics = match nearness {
            Nearness::Named => &mut named,
            Nearness::Alike => &mut alike,
            Nearness::Apart => &mut apart,
        };
        let stories = skill.evidence.iter().filter(|e| e.kind == EvidenceKind::Story).count();
        // What was told as a story already is not asked for as one.
        if told < STORIES && stories == 0 {
            let only_named = is_occupation(skill) && nearness != Nearness::Apart;
            let group = if only_named { &mut occupations } else { &mut *topics };
            group.push(Topic::Story { skill: skill.id, part: Part::Whole });
        }
        let used_by_project = known
            .projects
            .iter()
            .any(|project| project.weekly_hours.is_some() && project.skill_ids.contains(&skill.id));
        let story = Topic::Story { skill: skill.id, part: Part::Whole };
        if hours < SKILL_HOURS
            && skill.hours_per_week.is_none()
            && !used_by_project
            && plan.was_put(story)
            && !plan.is_declined(story)
        {
            topics.push(Topic::SkillHours { skill: skill.id });
        }
    }
    let any = if told < 2 { vec![Topic::AnyStory { part: Part::Whole }] } else { Vec::new() };
    // Other fields are asked about only where nothing is known of this one.
    if theme::is_known(plan, known) {
        apart.clear();
    }
    vec![named, alike, any, occupations, apart]
}

/// Whether all that is known of the skill is that the person's occupation has it.
fn is_occupation(skill: &Skill) -> bool {
    let cues = &bank::language("en").cues;
    let named = |evidence: &Evidence| {
        evidence
            .quote
            .as_ref()
            .is_some_and(|quote| answer::has(&answer::plain(&quote.text), &cues.role))
    };
    !skill.evidence.is_empty() && skill.evidence.iter().all(named)
}

fn constraints(plan: &Plan, known: &Known<'_>) -> Vec<Vec<Topic>> {
    let brief = matches!(plan.kind, SessionKind::Exploration | SessionKind::Guidance);
    let broad =
        if brief && known.state.asked.constraints { Vec::new() } else { vec![Topic::Constraints] };
    let mut rest = Vec::new();
    if !known.state.asked.dependants || known.state.dependants.is_none() {
        rest.push(Topic::Dependants);
    }
    if known.state.weekly_hours.is_none() {
        rest.push(Topic::WeeklyHours);
    }
    let field = |topic: &Topic| topic.constraint_kind().is_some();
    let held = |kind| {
        known.constraints.iter().any(|constraint| {
            Some(constraint.kind) == kind && constraint.status != ConstraintStatus::Rejected
        })
    };
    if plan.kind == SessionKind::Guidance {
        rest.extend(lever::easing(known));
    } else if plan.count(field) < FIELDS && !brief {
        let fields = [Topic::Money, Topic::Time, Topic::Health, Topic::Obligations, Topic::Doubt];
        rest.extend(fields.into_iter().filter(|topic| !held(topic.constraint_kind())));
    }
    vec![broad, rest]
}

fn direction(plan: &Plan, known: &Known<'_>) -> Vec<Vec<Topic>> {
    let brief = plan.kind == SessionKind::Exploration;
    if brief && known.state.asked.direction {
        return Vec::new();
    }
    vec![vec![Topic::Direction], vec![Topic::FirstStep, Topic::Keep]]
}
