//! Records to compute with.

use jiff::ToSpan;
use physics::{Inputs, escape_index};
use protocol::{
    ConstraintId, EvidenceId, MessageId, ProjectId, SessionId, SkillId, Timestamp,
    records::{
        Asked, Category, Constraint, ConstraintKind, ConstraintStatus, Decision, EscapeIndex,
        Evidence, EvidenceKind, LifeState, Project, ProjectStatus, ProjectWeight, Quote, Skill,
        SkillStatus,
    },
};
use uuid::Uuid;

pub(crate) const SEED: u64 = 7;

pub(crate) fn now() -> Timestamp {
    "2026-01-15T12:00:00Z".parse().expect("a moment")
}

pub(crate) fn days_ago(days: i64) -> Timestamp {
    now() - (24 * days).hours()
}

pub(crate) fn close(value: f64, expected: f64) {
    assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
}

/// A confirmed skill of exactly this level, used for these hours.
pub(crate) fn skill(number: u128, level: f64, hours: Option<f64>) -> Skill {
    Skill {
        id: SkillId(Uuid::from_u128(number)),
        version: 1,
        name: format!("Skill {number}"),
        category: Category::Design,
        status: SkillStatus::Confirmed,
        level: Some(level / 10.0),
        hours_per_week: hours,
        by_hand: true,
        before_edit: None,
        confirmed_at: Some(now()),
        last_used_at: None,
        evidence: Vec::new(),
        withdrawn: false,
        created_at: now(),
        updated_at: now(),
    }
}

/// A suggested skill that rests on this evidence.
pub(crate) fn suggested(evidence: Vec<Evidence>) -> Skill {
    Skill {
        status: SkillStatus::Suggested,
        level: None,
        by_hand: false,
        confirmed_at: None,
        evidence,
        ..skill(1, 5.0, None)
    }
}

pub(crate) fn evidence(number: u128, kind: EvidenceKind, level: f64, at: Timestamp) -> Evidence {
    Evidence {
        id: EvidenceId(Uuid::from_u128(number)),
        finding_id: None,
        kind,
        level,
        at,
        quote: Some(Quote {
            session_id: SessionId(Uuid::from_u128(1)),
            message_id: MessageId(Uuid::from_u128(number)),
            start: 0,
            end: 4,
            text: "Word".to_owned(),
        }),
        decision: Decision::Suggested,
    }
}

pub(crate) fn project(number: u128, hours: Option<f64>, alignment: Option<f64>) -> Project {
    Project {
        id: ProjectId(Uuid::from_u128(number)),
        version: 1,
        name: format!("Project {number}"),
        status: ProjectStatus::Active,
        progress: None,
        weight: ProjectWeight::Normal,
        weekly_hours: hours,
        alignment,
        skill_ids: Vec::new(),
        evidence: Vec::new(),
        withdrawn: false,
        created_at: now(),
        updated_at: now(),
    }
}

pub(crate) fn constraint(number: u128, kind: ConstraintKind, severity: f64) -> Constraint {
    Constraint {
        id: ConstraintId(Uuid::from_u128(1_000 + number)),
        version: 1,
        kind,
        name: format!("Constraint {number}"),
        severity,
        status: ConstraintStatus::Active,
        evidence: Vec::new(),
        withdrawn: false,
        created_at: now(),
        updated_at: now(),
    }
}

/// A person's records.
#[derive(Debug, Clone)]
pub(crate) struct Life {
    pub(crate) skills: Vec<Skill>,
    pub(crate) projects: Vec<Project>,
    pub(crate) constraints: Vec<Constraint>,
    pub(crate) state: LifeState,
}

impl Life {
    pub(crate) fn inputs(&self) -> Inputs<'_> {
        Inputs {
            skills: &self.skills,
            projects: &self.projects,
            constraints: &self.constraints,
            state: &self.state,
        }
    }

    pub(crate) fn index(&self) -> EscapeIndex {
        escape_index(&self.inputs(), now(), SEED)
    }
}

pub(crate) fn all_asked() -> LifeState {
    LifeState {
        dependants: Some(0),
        weekly_hours: Some(40.0),
        asked: Asked { direction: true, constraints: true, dependants: true },
        ..LifeState::default()
    }
}

/// The life of the published vector: η = 1.35.
pub(crate) fn vector() -> Life {
    Life {
        skills: vec![skill(1, 9.0, Some(8.0)), skill(2, 7.0, Some(36.0))],
        projects: vec![project(1, None, Some(0.5))],
        constraints: vec![constraint(1, ConstraintKind::Financial, 1.0)],
        state: LifeState { dependants: Some(5), ..all_asked() },
    }
}

/// A typical life: A 0.6, G 2.2, M 1.6, skills of mixed level with assumed shares of the week.
pub(crate) fn typical(skills: u32) -> Life {
    let levels = [7.5, 6.5, 5.5, 4.0, 3.0];
    Life {
        skills: (1..=skills)
            .zip(levels.into_iter().cycle())
            .map(|(number, level)| skill(number.into(), level, None))
            .collect(),
        projects: vec![project(1, None, Some(0.6)), project(2, None, Some(0.6))],
        constraints: vec![
            constraint(1, ConstraintKind::Financial, 0.6),
            constraint(2, ConstraintKind::Time, 0.75),
        ],
        state: LifeState { dependants: Some(4), weekly_hours: Some(42.5), ..all_asked() },
    }
}
