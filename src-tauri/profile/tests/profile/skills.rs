//! Skills: their status, and the person's word on them as a whole.

use crate::samples::{Records, at, edit, finding, skill_id};
use profile::{change_skill, new_skill, support_skill};
use protocol::{
    records::{Category, Decision, Finding, FindingKind, Skill, SkillStatus},
    write::{NewSkill, SkillChange},
};

fn by_hand() -> Skill {
    let body = NewSkill { name: " Welding ".to_owned(), category: Category::Arts, level: 0.7 };
    new_skill(skill_id(), &body, at(0)).expect("good fields")
}

fn decision(decision: Decision) -> SkillChange {
    SkillChange { decision: Some(decision), ..SkillChange::default() }
}

fn found() -> (Vec<Finding>, Records) {
    let findings = vec![finding(FindingKind::Skill, 1), finding(FindingKind::Skill, 2)];
    let records = Records::of(&findings);
    (findings, records)
}

#[test]
fn a_skill_by_hand_is_confirmed_at_its_level() {
    let skill = by_hand();
    assert_eq!(skill.name, "Welding");
    assert_eq!(skill.status, SkillStatus::Confirmed);
    assert_eq!(skill.level, Some(0.7));
    assert_eq!(skill.confirmed_at, Some(at(0)));
    assert!(skill.by_hand);
}

#[test]
fn a_found_skill_is_suggested_with_its_words() {
    let (findings, records) = found();
    let skill = records.skill;
    assert_eq!(skill.status, SkillStatus::Suggested);
    assert_eq!(skill.name, "Found 1");
    assert_eq!(skill.category, Category::Technical);
    assert_eq!(skill.level, None);
    assert_eq!(skill.evidence.len(), 2);
    assert_eq!(skill.evidence[0].quote.as_ref(), Some(&findings[0].quote));
    assert_eq!(skill.created_at, at(1));
    assert_eq!(skill.updated_at, at(2));
}

#[test]
fn supporting_again_with_the_same_finding_changes_nothing() {
    let (findings, records) = found();
    let again = support_skill(Some(records.skill.clone()), &findings[0], skill_id());
    assert_eq!(again, records.skill);
}

#[test]
fn a_skill_is_confirmed_by_any_finding_and_rejected_by_all() {
    let (mut findings, mut records) = found();
    records.decide(&mut findings[0], Decision::Rejected, None, 5);
    assert_eq!(records.skill.status, SkillStatus::Suggested);
    records.decide(&mut findings[1], Decision::Confirmed, None, 6);
    assert_eq!(records.skill.status, SkillStatus::Confirmed);
    assert_eq!(records.skill.confirmed_at, Some(at(6)));
    records.decide(&mut findings[1], Decision::Rejected, None, 7);
    assert_eq!(records.skill.status, SkillStatus::Rejected);
    assert_eq!(records.skill.confirmed_at, None);
}

#[test]
fn new_evidence_suggests_a_rejected_skill_once_more() {
    let (mut findings, mut records) = found();
    for finding in &mut findings {
        records.decide(finding, Decision::Rejected, None, 5);
    }
    let same = support_skill(Some(records.skill.clone()), &findings[0], skill_id());
    assert_eq!(same.status, SkillStatus::Rejected);
    let new = support_skill(Some(same), &finding(FindingKind::Skill, 9), skill_id());
    assert_eq!(new.status, SkillStatus::Suggested);
}

#[test]
fn an_edit_is_kept_with_what_was_before() {
    let (mut findings, mut records) = found();
    records.decide(&mut findings[0], Decision::Edited, Some(&edit("Welding", 0.9)), 5);
    let skill = &records.skill;
    assert_eq!(skill.status, SkillStatus::Edited);
    assert_eq!((skill.name.as_str(), skill.category), ("Welding", Category::Arts));
    assert_eq!(skill.level, Some(0.9));
    let before = skill.before_edit.as_ref().unwrap();
    assert_eq!((before.name.as_str(), before.level), ("Found 1", None));
    records.decide(&mut findings[0], Decision::Confirmed, None, 6);
    assert_eq!(records.skill.status, SkillStatus::Confirmed);
    assert_eq!(records.skill.name, "Found 1");
    assert_eq!(records.skill.before_edit, None);
}

#[test]
fn a_second_edit_adds_to_the_first() {
    let (mut findings, mut records) = found();
    let mut one = edit("Welding", 0.9);
    one.level = None;
    let mut two = edit("", 0.4);
    two.name = None;
    records.decide(&mut findings[0], Decision::Edited, Some(&one), 5);
    records.decide(&mut findings[0], Decision::Edited, Some(&two), 6);
    assert_eq!(records.skill.name, "Welding");
    assert_eq!(records.skill.level, Some(0.4));
    records.decide(&mut findings[0], Decision::Suggested, None, 7);
    assert_eq!(records.skill.name, "Found 1");
    assert_eq!(records.skill.level, None);
}

#[test]
fn a_word_on_the_whole_outweighs_the_findings_until_taken_back() {
    let (mut findings, mut records) = found();
    records.decide(&mut findings[0], Decision::Confirmed, None, 5);
    let before = records.clone();
    let skill = &mut records.skill;
    change_skill(skill, &decision(Decision::Rejected), at(6)).unwrap();
    assert_eq!(skill.status, SkillStatus::Rejected);
    assert_eq!(skill.updated_at, at(6));
    change_skill(skill, &decision(Decision::Suggested), at(7)).unwrap();
    assert_eq!(records.timeless(), before.timeless());
}

#[test]
fn confirming_the_whole_needs_no_finding_to_be_confirmed() {
    let (_, mut records) = found();
    let before = records.clone();
    change_skill(&mut records.skill, &decision(Decision::Confirmed), at(6)).unwrap();
    assert_eq!(records.skill.status, SkillStatus::Confirmed);
    assert_eq!(records.skill.confirmed_at, Some(at(6)));
    change_skill(&mut records.skill, &decision(Decision::Suggested), at(7)).unwrap();
    assert_eq!(records.timeless(), before.timeless());
}

#[test]
fn accepting_a_finding_takes_back_a_rejection_of_the_whole() {
    let (mut findings, mut records) = found();
    change_skill(&mut records.skill, &decision(Decision::Rejected), at(6)).unwrap();
    records.decide(&mut findings[0], Decision::Confirmed, None, 7);
    assert_eq!(records.skill.status, SkillStatus::Confirmed);
}

#[test]
fn a_rejected_whole_stays_rejected_until_there_is_newer_evidence() {
    let (_, mut records) = found();
    change_skill(&mut records.skill, &decision(Decision::Rejected), at(6)).unwrap();
    let old = support_skill(Some(records.skill), &finding(FindingKind::Skill, 3), skill_id());
    assert_eq!(old.status, SkillStatus::Rejected);
    let new = support_skill(Some(old), &finding(FindingKind::Skill, 9), skill_id());
    assert_eq!(new.status, SkillStatus::Suggested);
}

#[test]
fn changing_a_field_accepts_and_undo_brings_it_back() {
    let (_, mut records) = found();
    let before = records.clone();
    let change = SkillChange { level: Some(0.8), ..SkillChange::default() };
    change_skill(&mut records.skill, &change, at(6)).unwrap();
    assert_eq!(records.skill.status, SkillStatus::Edited);
    assert_eq!(records.skill.level, Some(0.8));
    change_skill(&mut records.skill, &decision(Decision::Suggested), at(7)).unwrap();
    assert_eq!(records.timeless(), before.timeless());
}

#[test]
fn hours_alone_decide_nothing() {
    let (_, mut records) = found();
    let change = SkillChange { hours_per_week: Some(8.0), ..SkillChange::default() };
    change_skill(&mut records.skill, &change, at(6)).unwrap();
    assert_eq!(records.skill.status, SkillStatus::Suggested);
    assert_eq!(records.skill.hours_per_week, Some(8.0));
}

#[test]
fn a_skill_by_hand_can_be_rejected_and_brought_back() {
    let mut skill = by_hand();
    change_skill(&mut skill, &decision(Decision::Rejected), at(6)).unwrap();
    assert_eq!(skill.status, SkillStatus::Rejected);
    change_skill(&mut skill, &decision(Decision::Suggested), at(7)).unwrap();
    assert_eq!(skill, Skill { updated_at: at(7), ..by_hand() });
}

#[test]
fn a_change_with_a_wrong_field_changes_nothing() {
    for (field, change) in [
        ("name", SkillChange { name: Some("x".repeat(121)), ..SkillChange::default() }),
        ("level", SkillChange { level: Some(1.01), ..SkillChange::default() }),
        ("hours_per_week", SkillChange { hours_per_week: Some(-1.0), ..SkillChange::default() }),
    ] {
        let mut skill = by_hand();
        let change = SkillChange { category: Some(Category::Law), ..change };
        assert_eq!(change_skill(&mut skill, &change, at(6)).unwrap_err().field, field);
        assert_eq!(skill, by_hand());
    }
}
