//! Skills: made by hand, supported by findings, changed and decided on.

use crate::{
    FieldError,
    decision::{accepted, set_back, settle, stated_hours},
    evidence::{self, Standing, UNSTATED_LEVEL},
    field,
};
use protocol::{
    SkillId, Timestamp,
    records::{Category, Decision, Finding, FindingEdit, Replaced, Skill, SkillEdit, SkillStatus},
    write::{NewSkill, SkillChange},
};

/// A skill entered by hand: confirmed, at the level the person gave.
pub fn new_skill(id: SkillId, body: &NewSkill, at: Timestamp) -> Result<Skill, FieldError> {
    Ok(Skill {
        name: field::name("name", &body.name)?,
        status: SkillStatus::Confirmed,
        level: Some(field::share("level", body.level)?),
        by_hand: true,
        confirmed_at: Some(at),
        ..empty(id, body.category, at)
    })
}

fn empty(id: SkillId, category: Category, at: Timestamp) -> Skill {
    Skill {
        id,
        version: 0,
        name: String::new(),
        category,
        status: SkillStatus::Suggested,
        level: None,
        hours_per_week: None,
        by_hand: false,
        before_edit: None,
        confirmed_at: None,
        last_used_at: None,
        evidence: Vec::new(),
        withdrawn: false,
        created_at: at,
        updated_at: at,
    }
}

/// The skill with this finding's evidence, once; a suggested one when there is none, or none but a
/// withdrawn one.
///
/// New evidence suggests a rejected skill once more.
pub fn support_skill(existing: Option<Skill>, finding: &Finding, id: SkillId) -> Skill {
    let mut skill = existing.unwrap_or_else(|| Skill {
        name: finding.name.clone(),
        ..empty(id, finding.category.unwrap_or(Category::DomainKnowledge), finding.created_at)
    });
    if std::mem::take(&mut skill.withdrawn) {
        skill.name.clone_from(&finding.name);
        skill.category = finding.category.unwrap_or(Category::DomainKnowledge);
    }
    let before = skill.evidence.len();
    evidence::support(&mut skill.evidence, finding);
    if skill.evidence.len() != before {
        refresh(&mut skill, finding.created_at);
        skill.updated_at = skill.updated_at.max(finding.created_at);
    }
    skill
}

/// Changes the fields that are present. A change of name, category or level accepts the skill
/// unless `decision` says otherwise; `suggested` takes back what the person said of the skill as a
/// whole, not what they said of its findings.
pub fn change_skill(
    skill: &mut Skill,
    change: &SkillChange,
    at: Timestamp,
) -> Result<(), FieldError> {
    let name = change.name.as_deref().map(|name| field::name("name", name)).transpose()?;
    let level = change.level.map(|level| field::share("level", level)).transpose()?;
    let hours =
        change.hours_per_week.map(|hours| field::hours("hours_per_week", hours)).transpose()?;
    let before = skill.clone();
    skill.hours_per_week = hours.or(skill.hours_per_week);
    if change.decision == Some(Decision::Suggested)
        && !evidence::any_finding_edited(&skill.evidence)
    {
        restore(skill);
    }
    let edit = FindingEdit { name, category: change.category, level, replaced: None };
    let edited = edit != FindingEdit::default();
    if edited {
        change_fields(skill, &edit);
    }
    if let Some(decision) = change.decision.or(edited.then_some(Decision::Edited)) {
        let level = skill.level.unwrap_or(UNSTATED_LEVEL);
        evidence::set_own_word(&mut skill.evidence, skill.id.0, decision, level, at);
        refresh(skill, at);
    }
    if *skill != before {
        skill.updated_at = at;
        skill.withdrawn = false;
    }
    Ok(())
}

/// The person's word on a finding of this skill. See [`crate::decide`].
pub(crate) fn decide(
    finding: &mut Finding,
    skill: &mut Skill,
    decision: Decision,
    edit: FindingEdit,
    at: Timestamp,
) {
    let before = skill.clone();
    take_back(finding, skill);
    let replaced = Replaced {
        name: Some(skill.name.clone()),
        category: Some(skill.category),
        level: skill.level,
        hours_per_week: skill.hours_per_week,
    };
    settle(finding, decision, edit, replaced);
    evidence::decide(&mut skill.evidence, finding);
    if accepted(finding) {
        skill.hours_per_week = stated_hours(finding).or(skill.hours_per_week);
    }
    if let (Decision::Edited, Some(edit)) = (decision, &finding.edit) {
        change_fields(skill, edit);
    }
    refresh(skill, at);
    skill.withdrawn = false;
    if *skill != before {
        skill.updated_at = at;
    }
}

/// A suggestion of this skill is taken back. See [`crate::withdraw`].
pub(crate) fn withdraw(finding: &Finding, skill: &mut Skill, at: Timestamp) {
    let before = skill.clone();
    evidence::withdraw(&mut skill.evidence, finding);
    refresh(skill, at);
    let is_untouched = !skill.by_hand && skill.hours_per_week.is_none();
    skill.withdrawn =
        is_untouched && skill.evidence.is_empty() && skill.status == SkillStatus::Suggested;
    if *skill != before {
        skill.updated_at = at;
    }
}

/// Takes back what the finding's decision did to the fields.
fn take_back(finding: &Finding, skill: &mut Skill) {
    let Some(edit) = finding.edit.as_ref().filter(|_| accepted(finding)) else { return };
    let Some(replaced) = edit.replaced.clone() else { return };
    if let Some(name) = replaced.name {
        set_back(&mut skill.name, edit.name.clone(), name);
    }
    if let Some(category) = replaced.category {
        set_back(&mut skill.category, edit.category, category);
    }
    set_back(&mut skill.level, edit.level.map(Some), replaced.level);
    set_back(&mut skill.hours_per_week, stated_hours(finding).map(Some), replaced.hours_per_week);
    let others = skill.evidence.iter().filter(|one| one.finding_id != Some(finding.id));
    let is_original =
        skill.before_edit.as_ref().is_some_and(|original| *original == snapshot(skill));
    if is_original && !others.into_iter().any(|one| one.decision == Decision::Edited) {
        skill.before_edit = None;
    }
}

fn snapshot(skill: &Skill) -> SkillEdit {
    SkillEdit { name: skill.name.clone(), category: skill.category, level: skill.level }
}

/// Puts in what is present, keeping what was there before the first change.
fn change_fields(skill: &mut Skill, edit: &FindingEdit) {
    if skill.before_edit.is_none() {
        skill.before_edit = Some(snapshot(skill));
    }
    if let Some(name) = &edit.name {
        skill.name.clone_from(name);
    }
    skill.category = edit.category.unwrap_or(skill.category);
    skill.level = edit.level.or(skill.level);
}

/// Brings back what was there before the first change.
fn restore(skill: &mut Skill) {
    if let Some(original) = skill.before_edit.take() {
        skill.name = original.name;
        skill.category = original.category;
        skill.level = original.level;
    }
}

/// Derives the status and the moment of confirmation from what was said.
fn refresh(skill: &mut Skill, at: Timestamp) {
    let hand_kept = skill.by_hand
        && evidence::own_word(&skill.evidence).is_none_or(|one| one.decision != Decision::Rejected);
    let edited = skill.before_edit.is_some() || evidence::any_finding_edited(&skill.evidence);
    skill.status = match evidence::standing(&skill.evidence) {
        Standing::Accepted if edited => SkillStatus::Edited,
        _ if hand_kept && edited => SkillStatus::Edited,
        Standing::Accepted => SkillStatus::Confirmed,
        _ if hand_kept => SkillStatus::Confirmed,
        Standing::Open => SkillStatus::Suggested,
        Standing::Rejected => SkillStatus::Rejected,
    };
    skill.confirmed_at = (skill.by_hand || evidence::any_accepted(&skill.evidence))
        .then(|| skill.confirmed_at.unwrap_or(at));
}
