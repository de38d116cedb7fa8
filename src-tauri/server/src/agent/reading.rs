//! Reads an answer: what is found in it, and the facts it gives to the question that was open.

use super::{Profile, Word, stated};
use crate::storage::{StorageError, View};
use extraction::{Found, Theme};
use profile::{FieldError, is_same_finding};
use protocol::{
    ConstraintId, ProjectId, SessionId, SkillId, Timestamp, UserId,
    records::{Decision, Finding, FindingKind, FindingTarget, Message, PermissionMode},
    write::{ConstraintChange, ProjectChange, SkillChange, StateChange},
};

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

/// Take in what was found in an answer. Gives the new findings; what they change is on `profile`.
/// What this answer has brought already is not found again, whatever was decided about it, and what
/// the person turned down for the same words of another answer is not suggested again.
pub(crate) fn read(
    view: &View<'_>,
    profile: &mut Profile,
    answer: &Answer<'_>,
    all: &[Found],
) -> Result<Vec<Finding>, StorageError> {
    let known = found_in(view, answer.message)?;
    read_beside(view, profile, answer, (all, &known))
}

/// The same where the findings of the session are known already, as they were a while ago.
pub(crate) fn read_beside(
    view: &View<'_>,
    profile: &mut Profile,
    answer: &Answer<'_>,
    (all, known): (&[Found], &[Finding]),
) -> Result<Vec<Finding>, StorageError> {
    let of_answer = |finding: &&Finding| finding.quote.message_id == answer.message.id;
    let known: Vec<&Finding> = known.iter().filter(of_answer).collect();
    let mut findings = findings(view, profile, answer, all)?;
    findings.retain(|finding| !known.iter().any(|other| is_same_finding(other, finding)));
    let mut new = Vec::new();
    for mut finding in findings {
        if !view.has::<Finding>(finding.id.0)? && !profile.is_turned_down(view, &finding)? {
            take_in(view, profile, answer, &mut finding)?;
            new.push(finding);
        }
    }
    Ok(new)
}

/// What was found in an answer as findings, each once, with its quote in the answer.
pub(super) fn findings(
    view: &View<'_>,
    profile: &mut Profile,
    answer: &Answer<'_>,
    all: &[Found],
) -> Result<Vec<Finding>, StorageError> {
    let text = answer.message.text();
    let mut findings: Vec<Finding> = Vec::new();
    let told = story(view, profile, (answer.topic, &text), all)?;
    for found in all.iter().chain(&told) {
        if !is_verbatim(&text, (found.start, found.end), &found.quote) {
            tracing::warn!("a finding was dropped because its quote is not in the text");
            continue;
        }
        let target = target(view.owner(), found);
        let (session, message) = (answer.session, answer.message.id);
        let mut finding =
            extraction::to_finding(found.clone(), session, message, target, answer.now);
        finding.version = 0;
        if !findings.iter().any(|other| is_same_finding(other, &finding)) {
            findings.push(finding);
        }
    }
    Ok(findings)
}

/// What an answer has brought already.
pub(crate) fn found_in(view: &View<'_>, answer: &Message) -> Result<Vec<Finding>, StorageError> {
    let stored = view.children::<Finding>(answer.session_id.0)?;
    let of_answer = |finding: &Finding| finding.quote.message_id == answer.id;
    Ok(stored.into_iter().filter(of_answer).collect())
}

/// A story about the skill that was asked for, unless the skill has another name by now.
fn story(
    view: &View<'_>,
    profile: &mut Profile,
    (topic, text): (interview::Topic, &str),
    found: &[Found],
) -> Result<Option<Found>, StorageError> {
    let interview::Topic::Story { skill: id, part: interview::Part::Whole } = topic else {
        return Ok(None);
    };
    let skill = profile.skill(view, id.0)?.as_ref();
    let told = skill.and_then(|skill| stated::story(skill, text, found));
    let same = |told: &Found| target(view.owner(), told) == FindingTarget::Skill(id);
    Ok(told.filter(same))
}

/// What the question that was open asked for.
pub(crate) fn theme(topic: interview::Topic) -> Theme {
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
        Topic::Direction => Theme::Direction,
        Topic::Weight { .. }
        | Topic::Easing { .. }
        | Topic::Dependants
        | Topic::WeeklyHours
        | Topic::WorkFit
        | Topic::FirstStep
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
        // What a model alone found is never sure, see `provider::claims`.
        PermissionMode::Auto if !extraction::is_sure(finding.probability) => {
            profile.support(view, finding)
        }
        PermissionMode::Auto => {
            let word = Word { decision: Decision::Confirmed, edit: None, at: answer.now };
            profile.decide(view, finding, word)
        }
    }
}

/// Whether exactly `quote` stands from one character of `text` to another.
pub(super) fn is_verbatim(text: &str, (start, end): (u32, u32), quote: &str) -> bool {
    let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    let (start, end) = (place(start), place(end));
    start < end && text.chars().skip(start).take(end - start).eq(quote.chars())
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
pub(crate) fn take_facts(
    view: &View<'_>,
    profile: &mut Profile,
    answer: &Answer<'_>,
    findings: &[Finding],
) -> Result<(), StorageError> {
    use interview::Topic;
    if answer.permission == PermissionMode::Observe {
        return Ok(());
    }
    let text = &answer.message.text();
    let now = answer.now;
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
