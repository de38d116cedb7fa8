//! What holds for all records.

use crate::samples::{
    Life, all_asked, constraint, days_ago, evidence, now, project, skill, suggested,
};
use physics::{Draws, belief, escape_index, known_eta};
use proptest::{collection::vec, option, prelude::*, sample::select};
use protocol::records::{
    Asked, ConstraintKind, EscapeIndex, Evidence, EvidenceKind, MassTerm, ProjectWeight, Skill,
};

const KINDS: [EvidenceKind; 4] = [
    EvidenceKind::SelfClaim,
    EvidenceKind::Story,
    EvidenceKind::Artefact,
    EvidenceKind::Attestation,
];
const CONSTRAINTS: [ConstraintKind; 3] =
    [ConstraintKind::Financial, ConstraintKind::Time, ConstraintKind::Distraction];

/// Evidence whose kind and session follow from its id, so that one id is one piece of evidence.
fn any_evidence() -> impl Strategy<Value = Evidence> {
    (0..60_u8, 0.0..=1.0, -100..5_000_i64).prop_map(|(number, level, days)| {
        let kind = KINDS[usize::from(number % 4)];
        let mut one = evidence(number.into(), kind, level, days_ago(days));
        let session = uuid::Uuid::from_u128(u128::from(number / 4 % 3));
        one.quote.as_mut().expect("the samples have words").session_id = session.into();
        one
    })
}

fn any_skill() -> impl Strategy<Value = Skill> {
    (0.0..=10.0, option::of(0.0..=168.0), any::<bool>(), vec(any_evidence(), 0..6)).prop_map(
        |(level, hours, set, evidence)| {
            let one = skill(0, level, hours);
            Skill { level: one.level.filter(|_| set), evidence, ..one }
        },
    )
}

fn any_life() -> impl Strategy<Value = Life> {
    let projects = vec((option::of(0.0..=168.0), option::of(0.0..=1.0), 0..3_u8), 0..5);
    let constraints = vec((select(&CONSTRAINTS[..]), 0.0..=1.0), 0..20);
    let state = (option::of(0..=50_u32), option::of(0.0..=168.0), any::<[bool; 3]>());
    (vec(any_skill(), 0..12), projects, constraints, state).prop_map(
        |(mut skills, projects, constraints, (dependants, weekly_hours, asked))| {
            for (number, skill) in (1..).zip(&mut skills) {
                skill.id = uuid::Uuid::from_u128(number).into();
            }
            let projects = (1..).zip(projects).map(|(number, (hours, alignment, weight))| {
                let mut one = project(number, hours, alignment);
                one.weight = [ProjectWeight::Minor, ProjectWeight::Normal, ProjectWeight::Key]
                    [usize::from(weight)];
                one.skill_ids = skills.iter().step_by(2).map(|skill| skill.id).collect();
                one
            });
            let projects = projects.collect();
            let constraints = (1..)
                .zip(constraints)
                .map(|(number, (kind, severity))| constraint(number, kind, severity))
                .collect();
            let [direction, asked_constraints, asked_dependants] = asked;
            let asked =
                Asked { direction, constraints: asked_constraints, dependants: asked_dependants };
            let mut state = all_asked();
            (state.dependants, state.weekly_hours, state.asked) = (dependants, weekly_hours, asked);
            Life { skills, projects, constraints, state }
        },
    )
}

fn numbers(index: &EscapeIndex) -> Vec<f64> {
    let mut numbers = vec![index.value, index.low, index.high];
    numbers.extend([index.thrust.value, index.thrust.raw, index.thrust.alignment]);
    numbers.extend([index.gravity.value, index.mass.value]);
    for term in &index.thrust.terms {
        numbers.extend([term.level, term.utilisation, term.weight, term.contribution]);
    }
    numbers.extend(index.gravity.terms.iter().map(|term| term.value));
    numbers.extend(index.mass.terms.iter().map(mass));
    numbers
}

fn mass(term: &MassTerm) -> f64 {
    match term {
        MassTerm::Projects { value, .. }
        | MassTerm::Dependants { value, .. }
        | MassTerm::Hours { value, .. } => *value,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_breakdown_adds_up(life in any_life()) {
        let index = life.index();
        let contributions: f64 = index.thrust.terms.iter().map(|term| term.contribution).sum();
        prop_assert!((contributions - index.value).abs() < 1e-9);
        let load = index.gravity.value * index.mass.value;
        for term in &index.thrust.terms {
            let lift = term.level * term.utilisation * term.weight;
            prop_assert!((index.thrust.alignment * lift / load - term.contribution).abs() < 1e-9);
        }
        let gravity: f64 = index.gravity.terms.iter().map(|term| term.value).sum();
        prop_assert!((1.0 + gravity - index.gravity.value).abs() < 1e-9);
        let load: f64 = index.mass.terms.iter().map(mass).sum();
        prop_assert!((1.0 + load - index.mass.value).abs() < 1e-9);
    }

    #[test]
    fn every_number_is_finite_and_in_its_range(life in any_life()) {
        let index = life.index();
        for number in numbers(&index) {
            prop_assert!(number.is_finite() && number >= 0.0);
        }
        prop_assert!((1.0..=10.0).contains(&index.gravity.value));
        prop_assert!((1.0..=10.0).contains(&index.mass.value));
        prop_assert!(index.low <= index.value && index.value <= index.high);
        let shares: f64 = index.thrust.terms.iter().map(|term| term.utilisation).sum();
        prop_assert!(shares <= 2.0 + 1e-9);
        for term in &index.thrust.terms {
            prop_assert!(term.level <= 10.0 && term.utilisation <= 1.0);
            prop_assert!((0.5..=1.5).contains(&term.weight));
        }
    }

    #[test]
    fn even_damaged_numbers_give_finite_ones(
        mut life in any_life(),
        wrong in select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -1.0, 5e-324]),
    ) {
        for skill in &mut life.skills {
            skill.level = skill.level.map(|_| wrong);
            skill.hours_per_week = skill.hours_per_week.map(|_| wrong);
            for evidence in &mut skill.evidence {
                evidence.level = wrong;
            }
        }
        for project in &mut life.projects {
            project.weekly_hours = project.weekly_hours.map(|_| wrong);
            project.alignment = project.alignment.map(|_| wrong);
        }
        for constraint in &mut life.constraints {
            constraint.severity = wrong;
        }
        life.state.weekly_hours = life.state.weekly_hours.map(|_| wrong);
        for number in numbers(&life.index()) {
            prop_assert!(number.is_finite());
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_index_in_any_order(life in any_life(), seed: u64) {
        let mut turned = life.clone();
        turned.skills.reverse();
        turned.projects.reverse();
        turned.constraints.reverse();
        prop_assert_eq!(
            escape_index(&life.inputs(), now(), seed),
            escape_index(&turned.inputs(), now(), seed)
        );
    }

    #[test]
    fn a_known_eta_is_the_value_of_an_index_that_lacks_nothing(life in any_life(), count in 1..70_usize) {
        let index = escape_index(&life.inputs(), now(), Draws { seed: 7, count });
        prop_assert!(index.low <= index.value && index.value <= index.high);
        let verdict = index.missing.is_empty().then_some(index.value);
        prop_assert_eq!(known_eta(&life.inputs(), now()), verdict);
    }

    #[test]
    fn more_evidence_never_lowers_confidence(
        mut evidence in vec(any_evidence(), 0..20),
        more in any_evidence(),
    ) {
        let before = belief(&suggested(evidence.clone()), now()).confidence;
        evidence.push(more);
        prop_assert!(belief(&suggested(evidence), now()).confidence >= before - 1e-12);
    }

    #[test]
    fn the_order_of_evidence_does_not_matter(
        (evidence, mixed) in vec(any_evidence(), 0..20)
            .prop_flat_map(|evidence| (Just(evidence.clone()), Just(evidence).prop_shuffle())),
        confirmed: bool,
    ) {
        let skill = |evidence| Skill {
            confirmed_at: confirmed.then(now),
            ..suggested(evidence)
        };
        prop_assert_eq!(belief(&skill(evidence), now()), belief(&skill(mixed), now()));
    }

    #[test]
    fn confidence_only_falls_with_time(skill in any_skill(), days in 0..3_000_i64) {
        let later = now() + jiff::SignedDuration::from_hours(24 * days);
        prop_assert!(belief(&skill, later).confidence <= belief(&skill, now()).confidence);
    }

    #[test]
    fn beliefs_are_finite_and_in_order(skill in any_skill()) {
        let belief = belief(&skill, now());
        prop_assert!(0.0 <= belief.low && belief.low < belief.high && belief.high <= 10.0);
        prop_assert!((0.0..=10.0).contains(&belief.level));
        prop_assert!((0.0..1.0).contains(&belief.confidence));
        prop_assert!(belief.alpha > 0.0 && belief.beta > 0.0);
    }
}
