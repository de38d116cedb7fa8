//! Reads an answer: what is found in it, and the facts it gives to the question that was open.

use super::{Profile, Word, stated};
use crate::storage::{StorageError, View};
use extraction::{Found, Theme};
use profile::FieldError;
use protocol::{
    ConstraintId, ProjectId, SessionId, SkillId, Timestamp, UserId,
    records::{Decision, Finding, FindingKind, FindingTarget, Message, PermissionMode},
    write::{ConstraintChange, ProjectChange, SkillChange, StateChange},
};

/// Findings at or above this probability are accepted in `auto` mode.
const AUTO: f64 = 0.8;

/// Fewer hours a week, told unasked, are those of one task.
const LEAST_WEEK: f64 = 16.0;

/// What is read and how.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    /// Where.
    pub(crate) session: SessionId,
    /// What may happen to the findings.
    pub(crate) permission: PermissionMode,
    /// The person's words.
    pub(crate) message: &'a Message,
    /// The question that was open.
    pub(crate) topic: interview::Topic,
    /// Now.
    pub(crate) now: Timestamp,
}

/// Read an answer. Gives the new findings; what they change is on `profile`. A finding that is
/// stored already is not found again, whatever was decided about it.
pub(crate) fn read(
    view: &View<'_>,
    profile: &mut Profile,
    answer: &Answer<'_>,
) -> Result<Vec<Finding>, StorageError> {
    let text = answer.message.text();
    let mut findings: Vec<Finding> = Vec::new();
    let extractor = extraction::Extractor::builtin();
    let mut found = extractor.extract_about(theme(answer.topic), &text);
    found.extend(stated::finding(answer.topic, &text, &found));
    for found in found {
        if !is_verbatim(&text, &found) {
            tracing::warn!("a finding was dropped because its quote is not in the text");
            continue;
        }
        let id = extraction::finding_id(answer.message.id, &found);
        if view.has::<Finding>(id.0)? || findings.iter().any(|finding| finding.id == id) {
            continue;
        }
        let target = target(view.owner(), &found);
        let mut finding =
            extraction::to_finding(found, answer.session, answer.message.id, target, answer.now);
        finding.version = 0;
        take_in(view, profile, answer, &mut finding)?;
        findings.push(finding);
    }
    if answer.permission != PermissionMode::Observe {
        take_facts(view, profile, answer, &findings)?;
    }
    Ok(findings)
}

/// What the question that was open asked for.
fn theme(topic: interview::Topic) -> Theme {
    use interview::Topic;
    match topic {
        Topic::Story { .. } | Topic::AnyStory { .. } => Theme::Story,
        Topic::Projects
        | Topic::ProjectHours { .. }
        | Topic::ProjectFit { .. }
        | Topic::Pausing { .. } => Theme::Project,
        Topic::Constraints
        | Topic::Money
        | Topic::Time
        | Topic::Health
        | Topic::Obligations
        | Topic::Doubt => Theme::Constraint,
        Topic::Direction | Topic::FirstStep => Theme::Direction,
        Topic::Weight { .. }
        | Topic::Easing { .. }
        | Topic::Dependants
        | Topic::WeeklyHours
        | Topic::WorkFit
        | Topic::Keep
        | Topic::GoOn
        | Topic::Finished => Theme::Open,
        _ => Theme::Skill,
    }
}

fn take_in(
    view: &View<'_>,
    profile: &mut Profile,
    answer: &Answer<'_>,
    finding: &mut Finding,
) -> Result<(), StorageError> {
    match answer.permission {
        PermissionMode::Observe => Ok(()),
        PermissionMode::Ask => profile.support(view, finding),
        PermissionMode::Auto if finding.probability < AUTO => profile.support(view, finding),
        PermissionMode::Auto => {
            let word = Word { decision: Decision::Confirmed, edit: None, at: answer.now };
            profile.decide(view, finding, word)
        }
    }
}

fn is_verbatim(text: &str, found: &Found) -> bool {
    let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    let (start, end) = (place(found.start), place(found.end));
    start < end && text.chars().skip(start).take(end - start).eq(found.quote.chars())
}

fn target(user: UserId, found: &Found) -> FindingTarget {
    let id = profile::target_id(user, found.kind, &found.normal);
    match found.kind {
        FindingKind::Skill => FindingTarget::Skill(SkillId(id)),
        FindingKind::Project => FindingTarget::Project(ProjectId(id)),
        FindingKind::Constraint => FindingTarget::Constraint(ConstraintId(id)),
        FindingKind::Direction => FindingTarget::Direction,
    }
}

/// Numbers in the answer to a question that asked for them. What is out of bounds is left out.
fn take_facts(
    view: &View<'_>,
    profile: &mut Profile,
    answer: &Answer<'_>,
    findings: &[Finding],
) -> Result<(), StorageError> {
    use interview::Topic;
    let now = answer.now;
    let text = &answer.message.text();
    let hours = || extraction::facts(text, extraction::Topic::WeeklyHours).weekly_hours;
    match answer.topic {
        Topic::Dependants => {
            let dependants = extraction::facts(text, extraction::Topic::Dependants).dependants;
            let change = StateChange { dependants, ..StateChange::default() };
            apply(profile.state(view)?, &change, now, profile::change_state);
        }
        Topic::WeeklyHours => {
            let change = StateChange { weekly_hours: hours(), ..StateChange::default() };
            apply(profile.state(view)?, &change, now, profile::change_state);
        }
        Topic::SkillHours { skill } => {
            let change = SkillChange { hours_per_week: hours(), ..SkillChange::default() };
            if let Some(skill) = profile.skill(view, skill.0)? {
                apply(skill, &change, now, profile::change_skill);
            }
        }
        Topic::ProjectHours { project } => {
            let change = ProjectChange { weekly_hours: hours(), ..ProjectChange::default() };
            change_project(view, profile, project, &change, now)?;
        }
        Topic::ProjectFit { project } => {
            let alignment = interview::alignment(text);
            let change = ProjectChange { alignment, ..ProjectChange::default() };
            change_project(view, profile, project, &change, now)?;
        }
        Topic::WorkFit => {
            let alignment = interview::alignment(text);
            let change = ProjectChange { alignment, ..ProjectChange::default() };
            change_project(view, profile, stated::work(view.owner()), &change, now)?;
        }
        Topic::Weight { constraint } => {
            let severity = interview::severity(text);
            let change = ConstraintChange { severity, ..ConstraintChange::default() };
            if let Some(constraint) = profile.constraint(view, constraint.0)? {
                apply(constraint, &change, now, profile::change_constraint);
            }
        }
        _ => {
            let of_one_task = findings.iter().any(|finding| finding.hours_per_week.is_some());
            take_unasked(view, profile, (text, of_one_task), now)?;
        }
    }
    Ok(())
}

/// Dependants and hours that the person tells unasked, while they are not known. Hours that may be
/// those of one task are not taken for the whole week.
fn take_unasked(
    view: &View<'_>,
    profile: &mut Profile,
    (text, of_one_task): (&str, bool),
    now: Timestamp,
) -> Result<(), StorageError> {
    let whole_week = |hours: &f64| !of_one_task && *hours >= LEAST_WEEK;
    let told = extraction::facts(text, extraction::Topic::Other);
    let state = profile.state(view)?;
    let change = StateChange {
        dependants: told.dependants.filter(|_| state.dependants.is_none()),
        weekly_hours: told.weekly_hours.filter(whole_week).filter(|_| state.weekly_hours.is_none()),
        ..StateChange::default()
    };
    apply(state, &change, now, profile::change_state);
    Ok(())
}

fn change_project(
    view: &View<'_>,
    profile: &mut Profile,
    id: ProjectId,
    change: &ProjectChange,
    now: Timestamp,
) -> Result<(), StorageError> {
    if let Some(project) = profile.project(view, id.0)? {
        apply(project, change, now, profile::change_project);
    }
    Ok(())
}

fn apply<R: Clone, C: Default + PartialEq>(
    record: &mut R,
    change: &C,
    now: Timestamp,
    how: impl FnOnce(&mut R, &C, Timestamp) -> Result<(), FieldError>,
) {
    let mut changed = record.clone();
    if *change != C::default() && how(&mut changed, change, now).is_ok() {
        *record = changed;
    }
}
