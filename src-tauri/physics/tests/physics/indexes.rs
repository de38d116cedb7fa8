//! η and its parts.

use crate::samples::{
    Life, all_asked, close, constraint, now, project, skill, suggested, typical, vector,
};
use physics::{check, eta};
use protocol::records::{
    Asked, ConstraintKind, ConstraintStatus, LifeState, MassTerm, Missing, ProjectStatus,
    ProjectWeight, Regime, SkillStatus, UtilisationSource,
};

#[test]
fn the_published_vector_holds() {
    let life = vector();
    let index = life.index();
    let lift = |place: usize| {
        let term = &index.thrust.terms[place];
        term.level * term.utilisation * term.weight
    };
    close(lift(0), 6.3);
    close(lift(1), 1.8);
    close(index.thrust.raw, 8.1);
    close(index.thrust.alignment, 0.5);
    close(index.thrust.value, 4.05);
    close(index.gravity.value, 2.0);
    close(index.mass.value, 1.5);
    close(index.value, 1.35);
    close(eta(&life.inputs(), now()), 1.35);
}

#[test]
fn typical_lives_come_out_as_expected() {
    for (skills, expected) in [(5, 0.60), (10, 0.78), (25, 0.94)] {
        let index = typical(skills).index();
        close(index.thrust.alignment, 0.6);
        close(index.gravity.value, 2.2);
        close(index.mass.value, 1.6);
        assert!((index.value - expected).abs() < 0.02, "{skills} skills: {}", index.value);
    }
}

#[test]
fn a_life_without_records_has_an_index_of_zero() {
    let life = Life { skills: vec![], projects: vec![], constraints: vec![], ..vector() };
    let index = life.index();
    close(index.value, 0.0);
    close(index.low, 0.0);
    close(index.high, 0.0);
    assert!(index.thrust.alignment_assumed);
    assert_eq!(index.regime, Regime::Unknown);
}

#[test]
fn only_accepted_skills_active_projects_and_active_constraints_count() {
    let mut life = vector();
    life.skills.push(suggested(vec![]));
    life.skills.push(skill(8, 9.0, Some(10.0)));
    life.skills[3].status = SkillStatus::Rejected;
    for (number, status) in [
        (5, ProjectStatus::Suggested),
        (6, ProjectStatus::Paused),
        (7, ProjectStatus::Done),
        (8, ProjectStatus::Rejected),
    ] {
        life.projects.push(project(number, Some(20.0), Some(1.0)));
        life.projects.last_mut().unwrap().status = status;
    }
    for (number, status) in [
        (5, ConstraintStatus::Suggested),
        (6, ConstraintStatus::Resolved),
        (7, ConstraintStatus::Rejected),
    ] {
        life.constraints.push(constraint(number, ConstraintKind::Health, 1.0));
        life.constraints.last_mut().unwrap().status = status;
    }
    close(life.index().value, 1.35);
    assert_eq!(life.index().confirmed_skills, 2);
}

#[test]
fn stated_hours_come_before_hours_of_projects_and_those_before_assumption() {
    let mut life = vector();
    life.skills = vec![skill(1, 5.0, Some(4.0)), skill(2, 5.0, None), skill(3, 5.0, None)];
    life.projects = vec![project(1, Some(20.0), Some(0.5))];
    life.projects[0].skill_ids = vec![life.skills[0].id, life.skills[1].id];
    let index = life.index();
    let term = |number: usize| {
        let id = life.skills[number].id;
        index.thrust.terms.iter().find(|term| term.skill_id == id).unwrap()
    };
    assert_eq!(term(0).source, UtilisationSource::Stated);
    close(term(0).utilisation, 0.1);
    assert_eq!(term(1).source, UtilisationSource::Projects);
    close(term(1).utilisation, 0.25);
    assert_eq!(term(2).source, UtilisationSource::Assumed);
    close(term(2).utilisation, (1.2 - 0.35) / 5.0);
}

#[test]
fn assumed_shares_never_vanish() {
    let mut life = vector();
    life.skills = vec![skill(1, 5.0, Some(40.0)), skill(2, 5.0, Some(20.0)), skill(3, 5.0, None)];
    let index = life.index();
    let assumed =
        index.thrust.terms.iter().find(|term| term.source == UtilisationSource::Assumed).unwrap();
    close(assumed.utilisation, 0.2 / 5.0);
}

#[test]
fn shares_of_the_week_are_scaled_down_to_two_together() {
    let mut life = vector();
    life.skills = (1..=5).map(|number| skill(number, 5.0, Some(32.0))).collect();
    let index = life.index();
    close(index.thrust.terms.iter().map(|term| term.utilisation).sum(), 2.0);
    close(index.thrust.terms[0].utilisation, 0.4);
}

#[test]
fn listing_more_skills_at_assumed_shares_raises_the_index_less_and_less() {
    let values: Vec<f64> = [5, 10, 20, 40].map(|count| typical(count).index().value).to_vec();
    let gains: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gains.iter().all(|gain| *gain > 0.0), "{gains:?}");
    assert!(gains.windows(2).all(|pair| pair[1] < pair[0]), "{gains:?}");
}

#[test]
fn weights_and_alignment_are_means_by_hours() {
    let mut life = vector();
    life.projects = vec![project(1, Some(30.0), Some(1.0)), project(2, Some(10.0), Some(0.2))];
    life.projects[0].weight = ProjectWeight::Key;
    life.projects[1].weight = ProjectWeight::Minor;
    for project in &mut life.projects {
        project.skill_ids = vec![life.skills[0].id];
    }
    let index = life.index();
    close(index.thrust.alignment, 0.8);
    let weight = |number: usize| {
        let id = life.skills[number].id;
        index.thrust.terms.iter().find(|term| term.skill_id == id).unwrap().weight
    };
    close(weight(0), 1.25);
    close(weight(1), 1.0);
    for project in &mut life.projects {
        project.weekly_hours = Some(0.0);
    }
    close(life.index().thrust.alignment, 0.6);
}

#[test]
fn the_weight_of_a_project_multiplies_what_its_skills_add() {
    let with = |weight| {
        let mut life = vector();
        life.projects[0].weight = weight;
        life.projects[0].skill_ids = vec![life.skills[0].id];
        let index = life.index();
        let id = life.skills[0].id;
        let added = |id| index.thrust.terms.iter().find(|t| t.skill_id == id).unwrap().contribution;
        (added(id), added(life.skills[1].id))
    };
    let (normal, other) = with(ProjectWeight::Normal);
    let (key, same) = with(ProjectWeight::Key);
    close(key, 1.5 * normal);
    close(same, other);
}

#[test]
fn alignment_is_assumed_only_when_no_active_project_says_any() {
    let mut life = vector();
    assert!(!life.index().thrust.alignment_assumed);
    life.projects[0].alignment = None;
    assert!(life.index().thrust.alignment_assumed);
    close(life.index().thrust.alignment, 0.5);
}

#[test]
fn mass_lists_what_it_is_made_of() {
    let mut life = vector();
    life.projects = (1..=3).map(|number| project(number, None, Some(0.5))).collect();
    life.state.dependants = Some(2);
    life.state.weekly_hours = Some(50.0);
    let mass = life.index().mass;
    close(mass.value, 1.0 + 0.3 + 0.2 + 0.2);
    assert_eq!(mass.terms.len(), 3);
    assert!(matches!(mass.terms[0], MassTerm::Projects { count: 2, .. }));
    assert!(matches!(mass.terms[1], MassTerm::Dependants { count: 2, .. }));
    assert!(matches!(mass.terms[2], MassTerm::Hours { .. }));
}

#[test]
fn gravity_and_mass_end_at_ten_and_say_so() {
    let mut life = vector();
    assert!(!life.index().gravity.at_limit && !life.index().mass.at_limit);
    life.constraints =
        (1..=12).map(|number| constraint(number, ConstraintKind::Financial, 1.0)).collect();
    life.projects = (1..=80).map(|number| project(number, None, Some(0.5))).collect();
    let index = life.index();
    close(index.gravity.value, 10.0);
    close(index.mass.value, 10.0);
    assert!(index.gravity.at_limit && index.mass.at_limit);
    close(1.0 + index.gravity.terms.iter().map(|term| term.value).sum::<f64>(), 10.0);
}

#[test]
fn each_kind_of_constraint_has_its_weight() {
    for (kind, weight) in [
        (ConstraintKind::Financial, 1.0),
        (ConstraintKind::Health, 0.8),
        (ConstraintKind::Obligation, 0.8),
        (ConstraintKind::Time, 0.8),
        (ConstraintKind::Environment, 0.6),
        (ConstraintKind::Doubt, 0.6),
        (ConstraintKind::Distraction, 0.4),
    ] {
        let life = Life { constraints: vec![constraint(1, kind, 0.5)], ..vector() };
        close(life.index().gravity.value, 1.0 + weight / 2.0);
    }
}

#[test]
fn no_verdict_before_five_skills_and_three_questions() {
    let mut life = typical(4);
    life.constraints.clear();
    life.state = LifeState::default();
    assert_eq!(
        life.index().missing,
        [
            Missing::Skills { needed: 1 },
            Missing::Direction,
            Missing::Constraints,
            Missing::Dependants
        ]
    );
    let mut life = typical(5);
    assert_eq!(life.index().missing, []);
    assert_eq!(life.index().regime, Regime::Falling);
    life.state.asked.direction = false;
    assert_eq!(life.index().regime, Regime::Unknown);
}

#[test]
fn what_was_told_unasked_need_not_be_asked() {
    let mut life = typical(5);
    life.state = LifeState {
        direction: Some(String::from("Become a clinical educator")),
        dependants: Some(2),
        asked: Asked::default(),
        ..life.state
    };
    life.constraints = vec![constraint(1, ConstraintKind::Time, 0.5)];
    assert_eq!(life.index().missing, []);
    life.constraints[0].status = ConstraintStatus::Suggested;
    assert_eq!(life.index().missing, [Missing::Constraints]);
}

type Damage = fn(&mut Life);

#[test]
fn a_field_outside_its_bounds_is_named() {
    assert_eq!(check(&vector().inputs()), Ok(()));
    let breaks: [(&str, Damage); 7] = [
        ("skill.level", |life| life.skills[0].level = Some(1.1)),
        ("skill.hours_per_week", |life| life.skills[0].hours_per_week = Some(169.0)),
        ("project.weekly_hours", |life| life.projects[0].weekly_hours = Some(-1.0)),
        ("project.alignment", |life| life.projects[0].alignment = Some(f64::NAN)),
        ("constraint.severity", |life| life.constraints[0].severity = f64::INFINITY),
        ("state.weekly_hours", |life| life.state.weekly_hours = Some(200.0)),
        ("state.dependants", |life| life.state.dependants = Some(51)),
    ];
    for (field, damage) in breaks {
        let mut life = vector();
        damage(&mut life);
        assert_eq!(check(&life.inputs()).unwrap_err().field, field);
        assert!(life.index().value.is_finite());
    }
}

#[test]
fn the_largest_contribution_comes_first() {
    let life = Life { state: all_asked(), ..typical(8) };
    let index = life.index();
    assert!(index.thrust.terms.windows(2).all(|pair| pair[0].contribution >= pair[1].contribution));
}
