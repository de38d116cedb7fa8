//! The person's word on findings of every kind.

use crate::samples::{Records, at, edit, finding};
use proptest::{collection::vec, option, prelude::*, sample::select};
use protocol::{
    records::{
        Category, ConstraintStatus, Decision, Finding, FindingEdit, FindingKind, ProjectStatus,
    },
    write::SkillChange,
};

const KINDS: [FindingKind; 4] =
    [FindingKind::Skill, FindingKind::Project, FindingKind::Constraint, FindingKind::Direction];
const DECISIONS: [Decision; 4] =
    [Decision::Suggested, Decision::Confirmed, Decision::Edited, Decision::Rejected];

#[test]
fn a_confirmed_project_or_constraint_is_active_and_a_rejected_one_is_not() {
    let mut project = finding(FindingKind::Project, 1);
    let mut constraint = finding(FindingKind::Constraint, 1);
    let mut records = Records::of(&[project.clone()]);
    assert_eq!(records.project.status, ProjectStatus::Suggested);
    assert_eq!(records.constraint.status, ConstraintStatus::Suggested);
    records.decide(&mut project, Decision::Confirmed, None, 5);
    records.decide(&mut constraint, Decision::Confirmed, None, 5);
    assert_eq!(records.project.status, ProjectStatus::Active);
    assert_eq!(records.constraint.status, ConstraintStatus::Active);
    assert_eq!(records.project.updated_at, at(5));
    records.decide(&mut project, Decision::Rejected, None, 6);
    records.decide(&mut constraint, Decision::Rejected, None, 6);
    assert_eq!(records.project.status, ProjectStatus::Rejected);
    assert_eq!(records.constraint.status, ConstraintStatus::Rejected);
}

#[test]
fn an_edited_constraint_has_the_persons_severity() {
    let mut constraint = finding(FindingKind::Constraint, 1);
    let mut records = Records::of(&[constraint.clone()]);
    records.constraint.severity = 0.2;
    records.decide(&mut constraint, Decision::Edited, Some(&edit("Rent", 0.9)), 5);
    assert_eq!(records.constraint.name, "Rent");
    assert!((records.constraint.severity - 0.9).abs() < 1e-12);
    records.decide(&mut constraint, Decision::Suggested, None, 6);
    assert_eq!(records.constraint.name, "Found 1");
    assert!((records.constraint.severity - 0.2).abs() < 1e-12);
}

#[test]
fn what_was_turned_down_stays_so_for_the_same_words_give_or_take_a_typo() {
    let said = |n, words: &str| {
        let mut said = finding(FindingKind::Skill, n);
        said.quote.text = words.to_owned();
        said
    };
    let mut first = said(1, "I keep the books of teh bakery");
    let mut records = Records::of(&[first.clone()]);
    let turned_down = |records: &Records, words: &str| {
        profile::is_turned_down(&records.skill.evidence, &said(2, words))
    };
    let (same, other) = ("I keep the books of the bakery.", "I do payroll for eleven people");
    assert!(!turned_down(&records, same), "nothing was said of it");
    records.decide(&mut first, Decision::Rejected, None, 5);
    assert!(turned_down(&records, same));
    assert!(!turned_down(&records, other), "new evidence");
    records.decide(&mut first, Decision::Suggested, None, 6);
    assert!(!turned_down(&records, same), "undone");
    let change = SkillChange { decision: Some(Decision::Rejected), ..SkillChange::default() };
    profile::change_skill(&mut records.skill, &change, at(7)).unwrap();
    assert!(turned_down(&records, same), "the skill as a whole");
}

#[test]
fn a_direction_comes_with_its_confirmation_and_the_old_one_back_with_undo() {
    let mut direction = finding(FindingKind::Direction, 1);
    let mut records = Records::of(&[direction.clone()]);
    records.state.direction = Some("Stay".to_owned());
    records.decide(&mut direction, Decision::Confirmed, None, 5);
    assert_eq!(records.state.direction.as_deref(), Some("Found 1"));
    assert_eq!(records.state.updated_at, Some(at(5)));
    records.decide(&mut direction, Decision::Suggested, None, 6);
    assert_eq!(records.state.direction.as_deref(), Some("Stay"));
    records.decide(&mut direction, Decision::Edited, Some(&edit("Go", 0.5)), 7);
    assert_eq!(records.state.direction.as_deref(), Some("Go"));
    records.decide(&mut direction, Decision::Rejected, None, 8);
    assert_eq!(records.state.direction.as_deref(), Some("Stay"));
}

#[test]
fn stated_hours_count_once_accepted_and_go_with_undo() {
    for kind in [FindingKind::Skill, FindingKind::Project] {
        let mut finding = Finding { hours_per_week: Some(12.0), ..finding(kind, 1) };
        let mut records = Records::of(&[finding.clone()]);
        let hours = |records: &Records| match kind {
            FindingKind::Skill => records.skill.hours_per_week,
            _ => records.project.weekly_hours,
        };
        assert_eq!(hours(&records), None);
        records.decide(&mut finding, Decision::Confirmed, None, 5);
        assert_eq!(hours(&records), Some(12.0));
        records.decide(&mut finding, Decision::Rejected, None, 6);
        assert_eq!(hours(&records), None);
    }
}

#[test]
fn fields_outside_their_bounds_are_left_out() {
    let mut skill = finding(FindingKind::Skill, 1);
    let mut records = Records::of(&[skill.clone()]);
    let wrong = FindingEdit {
        name: Some("  ".to_owned()),
        category: Some(Category::Care),
        level: Some(f64::NAN),
        replaced: None,
    };
    assert_eq!(profile::check_edit(&wrong).unwrap_err().field, "name");
    assert_eq!(profile::check_edit(&edit("Fine", 1.1)).unwrap_err().field, "level");
    assert_eq!(profile::check_edit(&edit("Fine", 1.0)), Ok(()));
    records.decide(&mut skill, Decision::Edited, Some(&wrong), 5);
    assert_eq!(records.skill.name, "Found 1");
    assert_eq!(records.skill.category, Category::Care);
    assert_eq!(records.skill.level, None);
}

#[test]
fn a_decision_without_effect_leaves_the_date_of_change() {
    let mut skill = finding(FindingKind::Skill, 1);
    let mut records = Records::of(&[skill.clone()]);
    records.decide(&mut skill, Decision::Confirmed, None, 5);
    records.decide(&mut skill, Decision::Confirmed, None, 9);
    assert_eq!(records.skill.updated_at, at(5));
    assert_eq!(records.skill.confirmed_at, Some(at(5)));
}

fn any_edit() -> impl Strategy<Value = FindingEdit> {
    let name = option::of(select(vec!["Welding", "Baking"]));
    let category = option::of(select(vec![Category::Arts, Category::Technical]));
    (name, category, option::of(select(vec![0.2, 0.6, 0.9]))).prop_map(|(name, category, level)| {
        FindingEdit { name: name.map(str::to_owned), category, level, replaced: None }
    })
}

/// Findings that support the same records, with decisions made on all of them.
fn any_decided() -> impl Strategy<Value = (Vec<Finding>, Records)> {
    let decided = (select(&DECISIONS[..]), any_edit(), option::of(0.0..=60.0));
    (select(&KINDS[..]), vec(decided, 1..4)).prop_map(|(kind, decided)| {
        let mut findings: Vec<Finding> = (1..)
            .zip(&decided)
            .map(|(number, (_, _, hours))| Finding {
                hours_per_week: *hours,
                ..finding(kind, number)
            })
            .collect();
        let mut records = Records::of(&findings);
        for (finding, (decision, edit, _)) in findings.iter_mut().zip(&decided) {
            records.decide(finding, *decision, Some(edit), 20);
        }
        (findings, records)
    })
}

proptest! {
    #[test]
    fn a_repeated_decision_changes_nothing(
        (mut findings, mut records) in any_decided(),
        decision in select(&DECISIONS[..]),
        edit in any_edit(),
    ) {
        records.decide(&mut findings[0], decision, Some(&edit), 30);
        let once = (findings.clone(), records.clone());
        records.decide(&mut findings[0], decision, Some(&edit), 40);
        prop_assert_eq!((findings, records), once);
    }

    #[test]
    fn undo_brings_back_the_records_as_they_were(
        (findings, mut records) in any_decided(),
        decision in select(&DECISIONS[1..]),
        edit in any_edit(),
    ) {
        let mut last = Finding { hours_per_week: Some(9.0), ..finding(findings[0].kind, 9) };
        let more = Records::of(&[last.clone()]);
        records.skill.evidence.extend(more.skill.evidence);
        records.project.evidence.extend(more.project.evidence);
        records.constraint.evidence.extend(more.constraint.evidence);
        // Deciding nothing settles what the new evidence makes of the status.
        records.decide(&mut last, Decision::Suggested, None, 30);
        let (fresh, before) = (last.clone(), records.clone());
        records.decide(&mut last, decision, Some(&edit), 40);
        records.decide(&mut last, Decision::Suggested, None, 50);
        prop_assert_eq!(last, fresh);
        prop_assert_eq!(records.timeless(), before.timeless());
    }

    #[test]
    fn undoing_everything_leaves_what_the_findings_say(
        (mut findings, mut records) in any_decided(),
    ) {
        for finding in findings.iter_mut().rev() {
            records.decide(finding, Decision::Suggested, None, 30);
        }
        let fresh = Records::of(&findings);
        prop_assert_eq!(records.timeless(), fresh.timeless());
    }
}
