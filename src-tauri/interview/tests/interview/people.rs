//! Profiles that grow as canned answers mention things, and a way to play a session with them.

use interview::{Known, Plan, Topic, Turn};
use protocol::{
    ConstraintId, EvidenceId, FindingId, MessageId, ProjectId, SessionId, SkillId, Timestamp,
    ids::hashed,
    records::{
        Category, Constraint, ConstraintKind, ConstraintStatus, Decision, Evidence, EvidenceKind,
        Finding, FindingKind, FindingTarget, LifeState, Project, ProjectStatus, ProjectWeight,
        Quote, SessionKind, Skill, SkillStatus,
    },
};

pub(crate) fn session(name: &str) -> SessionId {
    SessionId(hashed(&["session", name]))
}

fn evidence(kind: EvidenceKind, level: f64) -> Evidence {
    Evidence {
        id: EvidenceId(hashed(&["evidence", &level.to_string()])),
        finding_id: None,
        kind,
        level,
        at: Timestamp::UNIX_EPOCH,
        quote: None,
        decision: Decision::Suggested,
    }
}

pub(crate) fn skill(name: &str, category: Category) -> Skill {
    Skill {
        id: SkillId(hashed(&["skill", name])),
        version: 1,
        name: name.to_owned(),
        category,
        status: SkillStatus::Suggested,
        level: None,
        hours_per_week: None,
        by_hand: false,
        before_edit: None,
        confirmed_at: None,
        last_used_at: None,
        evidence: vec![evidence(EvidenceKind::SelfClaim, 0.6)],
        withdrawn: false,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
    }
}

pub(crate) fn project(name: &str) -> Project {
    Project {
        id: ProjectId(hashed(&["project", name])),
        version: 1,
        name: name.to_owned(),
        status: ProjectStatus::Suggested,
        progress: None,
        weight: ProjectWeight::Normal,
        weekly_hours: None,
        alignment: None,
        skill_ids: Vec::new(),
        evidence: Vec::new(),
        withdrawn: false,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
    }
}

pub(crate) fn constraint(name: &str, kind: ConstraintKind) -> Constraint {
    Constraint {
        id: ConstraintId(hashed(&["constraint", name])),
        version: 1,
        kind,
        name: name.to_owned(),
        severity: 0.5,
        status: ConstraintStatus::Suggested,
        evidence: Vec::new(),
        withdrawn: false,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
    }
}

fn finding(kind: FindingKind, target: FindingTarget, words: &str) -> Finding {
    Finding {
        id: FindingId(hashed(&["finding", words])),
        version: 1,
        kind,
        name: words.to_owned(),
        category: None,
        constraint_kind: None,
        level: None,
        hours_per_week: None,
        evidence: EvidenceKind::SelfClaim,
        probability: 0.7,
        quote: Quote {
            session_id: session("any"),
            message_id: MessageId(hashed(&["message"])),
            start: 0,
            end: 1,
            text: words.to_owned(),
        },
        target,
        decision: Decision::Suggested,
        edit: None,
        withdrawn: false,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

/// What a word in an answer brings: (word, name).
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub(crate) skills: &'static [(&'static str, &'static str, Category)],
    pub(crate) projects: &'static [(&'static str, &'static str)],
    pub(crate) constraints: &'static [(&'static str, &'static str, ConstraintKind)],
}

/// What is known of a person, growing with their answers.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    pub(crate) lexicon: Lexicon,
    pub(crate) skills: Vec<Skill>,
    pub(crate) projects: Vec<Project>,
    pub(crate) constraints: Vec<Constraint>,
    pub(crate) state: LifeState,
    pub(crate) findings: Vec<Finding>,
}

impl Profile {
    pub(crate) fn hears(&mut self, topic: Topic, answer: &str) {
        self.findings.clear();
        for (word, name, category) in self.lexicon.skills {
            if answer.contains(word) {
                let new = skill(name, *category);
                let target = FindingTarget::Skill(new.id);
                self.findings.push(finding(FindingKind::Skill, target, word));
                if self.skills.iter().all(|known| known.id != new.id) {
                    self.skills.push(new);
                }
            }
        }
        for (word, name) in self.lexicon.projects {
            let new = project(name);
            if answer.contains(word) && self.projects.iter().all(|known| known.id != new.id) {
                self.projects.push(new);
            }
        }
        for (word, name, kind) in self.lexicon.constraints {
            let new = constraint(name, *kind);
            if answer.contains(word) {
                let target = FindingTarget::Constraint(new.id);
                self.findings.push(finding(FindingKind::Constraint, target, word));
                self.constraints.push(new);
            }
        }
        match topic {
            Topic::ProjectHours { project } => {
                for known in self.projects.iter_mut().filter(|known| known.id == project) {
                    known.weekly_hours = Some(6.0);
                }
            }
            Topic::ProjectFit { project } => {
                for known in self.projects.iter_mut().filter(|known| known.id == project) {
                    known.alignment = interview::alignment(answer);
                }
            }
            _ => {}
        }
    }

    pub(crate) fn next(&self, plan: &Plan, answer: &str) -> Turn {
        let known = Known {
            skills: &self.skills,
            projects: &self.projects,
            constraints: &self.constraints,
            state: &self.state,
            findings: &self.findings,
            now: Timestamp::UNIX_EPOCH,
        };
        interview::next(plan, answer, &known)
    }
}

/// Everything said in a session: the topic asked, the answer, and the turn that followed.
pub(crate) fn play(
    name: &str,
    kind: SessionKind,
    profile: &mut Profile,
    answer: impl Fn(Topic, usize) -> String,
) -> Vec<(Topic, String, Turn)> {
    let mut plan = Plan::new(session(name), kind);
    let mut said: Vec<(Topic, String, Turn)> = Vec::new();
    while !plan.progress().finished {
        let topic = plan.topic();
        let text = answer(topic, said.len());
        profile.hears(topic, &text);
        let turn = profile.next(&plan, &text);
        plan = turn.plan.clone();
        profile.state.asked = turn.asked;
        said.push((topic, text, turn));
        assert!(said.len() <= 40, "an interview ends within 40 answers");
    }
    said
}
