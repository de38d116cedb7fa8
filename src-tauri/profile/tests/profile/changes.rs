//! Projects, constraints and the life state, entered and changed by hand.

use crate::samples::{Records, at, constraint_id, finding, project_id, skill_id};
use profile::{
    change_constraint, change_project, change_state, new_constraint, new_project, target_id,
};
use protocol::{
    ErrorCode, Problem, UserId,
    records::{
        Constraint, ConstraintKind, ConstraintStatus, Decision, FindingKind, LifeState, Project,
        ProjectStatus,
    },
    write::{ConstraintChange, NewConstraint, NewProject, ProjectChange, StateChange},
};
use uuid::Uuid;

fn project() -> Project {
    new_project(project_id(), &NewProject { name: "Bakery".to_owned() }, at(0))
        .expect("a good name")
}

fn constraint() -> Constraint {
    let body =
        NewConstraint { name: "Rent".to_owned(), kind: ConstraintKind::Financial, severity: 0.4 };
    new_constraint(constraint_id(), &body, at(0)).expect("good fields")
}

fn status(status: ProjectStatus) -> ProjectChange {
    ProjectChange { status: Some(status), ..ProjectChange::default() }
}

#[test]
fn what_is_entered_by_hand_is_active() {
    assert_eq!(project().status, ProjectStatus::Active);
    assert_eq!(constraint().status, ConstraintStatus::Active);
}

#[test]
fn a_project_by_hand_outlives_its_findings() {
    let mut found = finding(FindingKind::Project, 1);
    let mut records = Records::of(&[found.clone()]);
    records.project = profile::support_project(Some(project()), &found, project_id());
    records.decide(&mut found, Decision::Rejected, None, 5);
    assert_eq!(records.project.status, ProjectStatus::Active);
}

#[test]
fn paused_and_resolved_stay_whatever_is_said_of_findings() {
    let mut found = finding(FindingKind::Project, 1);
    let mut records = Records::of(&[found.clone()]);
    change_project(&mut records.project, &status(ProjectStatus::Paused), at(3)).unwrap();
    let resolved = ConstraintChange {
        status: Some(ConstraintStatus::Resolved),
        ..ConstraintChange::default()
    };
    change_constraint(&mut records.constraint, &resolved, at(3)).unwrap();
    for decision in [Decision::Confirmed, Decision::Rejected, Decision::Suggested] {
        records.decide(&mut found, decision, None, 5);
        assert_eq!(records.project.status, ProjectStatus::Paused);
    }
    let mut found = finding(FindingKind::Constraint, 1);
    records.decide(&mut found, Decision::Confirmed, None, 5);
    assert_eq!(records.constraint.status, ConstraintStatus::Resolved);
}

#[test]
fn every_status_can_be_set_and_left() {
    let mut project = project();
    for next in [
        ProjectStatus::Done,
        ProjectStatus::Active,
        ProjectStatus::Rejected,
        ProjectStatus::Paused,
        ProjectStatus::Active,
        ProjectStatus::Suggested,
    ] {
        change_project(&mut project, &status(next), at(3)).unwrap();
        assert_eq!(project.status, next);
    }
    let mut constraint = constraint();
    for next in [
        ConstraintStatus::Resolved,
        ConstraintStatus::Active,
        ConstraintStatus::Rejected,
        ConstraintStatus::Suggested,
    ] {
        let change = ConstraintChange { status: Some(next), ..ConstraintChange::default() };
        change_constraint(&mut constraint, &change, at(3)).unwrap();
        assert_eq!(constraint.status, next);
    }
}

#[test]
fn a_project_names_each_skill_once() {
    let mut project = project();
    let change =
        ProjectChange { skill_ids: Some(vec![skill_id(), skill_id()]), ..ProjectChange::default() };
    change_project(&mut project, &change, at(3)).unwrap();
    assert_eq!(project.skill_ids, [skill_id()]);
    assert_eq!(project.updated_at, at(3));
}

#[test]
fn a_wrong_field_of_a_project_is_named_and_nothing_changes() {
    let none = ProjectChange::default;
    for (field, change) in [
        ("name", ProjectChange { name: Some("a\u{7}".to_owned()), ..none() }),
        ("progress", ProjectChange { progress: Some(2.0), ..none() }),
        ("alignment", ProjectChange { alignment: Some(f64::NAN), ..none() }),
        ("weekly_hours", ProjectChange { weekly_hours: Some(169.0), ..none() }),
        ("skill_ids", ProjectChange { skill_ids: Some(vec![skill_id(); 501]), ..none() }),
    ] {
        let mut project = project();
        let change = ProjectChange { status: Some(ProjectStatus::Done), ..change };
        assert_eq!(change_project(&mut project, &change, at(3)).unwrap_err().field, field);
        assert_eq!(project, self::project());
    }
}

#[test]
fn a_wrong_severity_is_refused() {
    let change = ConstraintChange { severity: Some(-0.1), ..ConstraintChange::default() };
    let mut constraint = constraint();
    assert_eq!(change_constraint(&mut constraint, &change, at(3)).unwrap_err().field, "severity");
    assert_eq!(constraint, self::constraint());
}

#[test]
fn what_the_person_fills_in_counts_as_asked() {
    let mut state = LifeState::default();
    let change = StateChange {
        direction: Some(" Own bakery ".to_owned()),
        dependants: Some(2),
        weekly_hours: Some(45.0),
    };
    change_state(&mut state, &change, at(3)).unwrap();
    assert_eq!(state.direction.as_deref(), Some("Own bakery"));
    assert_eq!((state.dependants, state.weekly_hours), (Some(2), Some(45.0)));
    assert!(state.asked.direction && state.asked.dependants && !state.asked.constraints);
    assert_eq!(state.updated_at, Some(at(3)));
    let clear = StateChange { direction: Some(String::new()), ..StateChange::default() };
    change_state(&mut state, &clear, at(4)).unwrap();
    assert_eq!(state.direction, None);
    assert!(state.asked.direction);
}

#[test]
fn a_wrong_field_of_the_state_is_named() {
    let none = StateChange::default;
    for (field, change) in [
        ("direction", StateChange { direction: Some("x".repeat(501)), ..none() }),
        ("dependants", StateChange { dependants: Some(51), ..none() }),
        ("weekly_hours", StateChange { weekly_hours: Some(-1.0), ..none() }),
    ] {
        let mut state = LifeState::default();
        let error = change_state(&mut state, &change, at(3)).unwrap_err();
        assert_eq!(state, LifeState::default());
        let problem = Problem::from(error);
        assert_eq!(problem.code, ErrorCode::InvalidField);
        assert_eq!(problem.field.as_deref(), Some(field));
    }
}

#[test]
fn targets_meet_by_person_kind_and_normal_form() {
    let one = UserId(Uuid::from_u128(1));
    let other = UserId(Uuid::from_u128(2));
    let id = target_id(one, FindingKind::Skill, "welding");
    assert_eq!(id, target_id(one, FindingKind::Skill, "welding"));
    assert_ne!(id, target_id(other, FindingKind::Skill, "welding"));
    assert_ne!(id, target_id(one, FindingKind::Project, "welding"));
    assert_ne!(id, target_id(one, FindingKind::Skill, "baking"));
}
