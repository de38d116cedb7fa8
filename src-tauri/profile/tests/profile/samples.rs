//! Findings and the records they support.

use profile::{Target, decide, support_constraint, support_project, support_skill};
use protocol::{
    ConstraintId, FindingId, MessageId, ProjectId, SessionId, SkillId, Timestamp,
    records::{
        Category, Constraint, ConstraintKind, Decision, EvidenceKind, Finding, FindingEdit,
        FindingKind, FindingTarget, LifeState, Project, Quote, Skill,
    },
};
use uuid::Uuid;

/// This many minutes after a certain moment.
pub(crate) fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_750_000_000 + 60 * minute).expect("a moment")
}

pub(crate) fn skill_id() -> SkillId {
    SkillId(Uuid::from_u128(1))
}

pub(crate) fn project_id() -> ProjectId {
    ProjectId(Uuid::from_u128(2))
}

pub(crate) fn constraint_id() -> ConstraintId {
    ConstraintId(Uuid::from_u128(3))
}

pub(crate) fn target(kind: FindingKind) -> FindingTarget {
    match kind {
        FindingKind::Skill => FindingTarget::Skill(skill_id()),
        FindingKind::Project => FindingTarget::Project(project_id()),
        FindingKind::Constraint => FindingTarget::Constraint(constraint_id()),
        FindingKind::Direction => FindingTarget::Direction,
    }
}

/// A finding of this kind, found `number` minutes in.
pub(crate) fn finding(kind: FindingKind, number: u8) -> Finding {
    Finding {
        id: FindingId(Uuid::from_u128(100 + u128::from(number))),
        version: 1,
        kind,
        name: format!("Found {number}"),
        category: Some(Category::Technical),
        constraint_kind: Some(ConstraintKind::Time),
        level: Some(0.6),
        hours_per_week: None,
        evidence: EvidenceKind::Story,
        probability: 0.9,
        quote: Quote {
            session_id: SessionId(Uuid::from_u128(7)),
            message_id: MessageId(Uuid::from_u128(8)),
            start: 0,
            end: 5,
            text: "Found".to_owned(),
        },
        target: target(kind),
        decision: Decision::Suggested,
        edit: None,
        withdrawn: false,
        created_at: at(number.into()),
    }
}

pub(crate) fn edit(name: &str, level: f64) -> FindingEdit {
    FindingEdit {
        name: Some(name.to_owned()),
        category: Some(Category::Arts),
        level: Some(level),
        replaced: None,
    }
}

/// One person's records, one of each kind.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Records {
    pub(crate) skill: Skill,
    pub(crate) project: Project,
    pub(crate) constraint: Constraint,
    pub(crate) state: LifeState,
}

impl Records {
    /// Supported by the given findings, the first of which makes them.
    pub(crate) fn of(findings: &[Finding]) -> Self {
        let (mut skill, mut project, mut constraint) = (None, None, None);
        for finding in findings {
            skill = Some(support_skill(skill, finding, skill_id()));
            project = Some(support_project(project, finding, project_id()));
            constraint = Some(support_constraint(constraint, finding, constraint_id()));
        }
        Self {
            skill: skill.expect("there is a finding"),
            project: project.expect("there is a finding"),
            constraint: constraint.expect("there is a finding"),
            state: LifeState::default(),
        }
    }

    pub(crate) fn decide(
        &mut self,
        finding: &mut Finding,
        decision: Decision,
        edit: Option<&FindingEdit>,
        minute: i64,
    ) {
        let target = match finding.kind {
            FindingKind::Skill => Target::Skill(&mut self.skill),
            FindingKind::Project => Target::Project(&mut self.project),
            FindingKind::Constraint => Target::Constraint(&mut self.constraint),
            FindingKind::Direction => Target::Direction(&mut self.state),
        };
        decide(finding, target, decision, edit, at(minute));
    }

    /// The same, as if nothing had been changed at any time.
    pub(crate) fn timeless(mut self) -> Self {
        self.skill.updated_at = at(0);
        self.project.updated_at = at(0);
        self.constraint.updated_at = at(0);
        self.state.updated_at = None;
        self
    }
}
