//! Plays a person's transcript through the interview with what extraction finds in it, as the
//! server does, and keeps what was said.

use crate::people::{Profile, session};
use extraction::Extractor;
use interview::{Plan, Topic, Turn};
use protocol::{
    ConstraintId, MessageId, ProjectId, SkillId, Timestamp, UserId,
    ids::hashed,
    records::{FindingKind, FindingTarget, SessionKind},
    write::{ProjectChange, SkillChange, StateChange},
};

/// One answer and the reply to it.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) topic: Topic,
    pub(crate) answer: String,
    pub(crate) turn: Turn,
}

fn target(kind: FindingKind, normal: &str) -> FindingTarget {
    let id = profile::target_id(UserId(hashed(&["user"])), kind, normal);
    match kind {
        FindingKind::Skill => FindingTarget::Skill(SkillId(id)),
        FindingKind::Project => FindingTarget::Project(ProjectId(id)),
        FindingKind::Constraint => FindingTarget::Constraint(ConstraintId(id)),
        FindingKind::Direction => FindingTarget::Direction,
    }
}

/// Takes what is found in `answer` into the profile.
fn hear(person: &mut Profile, name: &str, topic: Topic, answer: &str) {
    let at = Timestamp::UNIX_EPOCH;
    let message = MessageId(hashed(&["message", answer]));
    person.findings.clear();
    for found in Extractor::builtin().extract(answer) {
        let target = target(found.kind, &found.normal);
        let finding = extraction::to_finding(found, session(name), message, target, at);
        match target {
            FindingTarget::Skill(id) => {
                let old = person.skills.iter().position(|known| known.id == id);
                let old = old.map(|place| person.skills.remove(place));
                person.skills.push(profile::support_skill(old, &finding, id));
            }
            FindingTarget::Project(id) => {
                let old = person.projects.iter().position(|known| known.id == id);
                let old = old.map(|place| person.projects.remove(place));
                person.projects.push(profile::support_project(old, &finding, id));
            }
            FindingTarget::Constraint(id) => {
                let old = person.constraints.iter().position(|known| known.id == id);
                let old = old.map(|place| person.constraints.remove(place));
                person.constraints.push(profile::support_constraint(old, &finding, id));
            }
            FindingTarget::Direction => {}
        }
        person.findings.push(finding);
    }
    take_facts(person, topic, answer);
}

fn take_facts(person: &mut Profile, topic: Topic, answer: &str) {
    let at = Timestamp::UNIX_EPOCH;
    let hours = || extraction::facts(answer, extraction::Topic::WeeklyHours).weekly_hours;
    match topic {
        Topic::Dependants => {
            let dependants = extraction::facts(answer, extraction::Topic::Dependants).dependants;
            let change = StateChange { dependants, ..StateChange::default() };
            profile::change_state(&mut person.state, &change, at)
                .expect("facts read are in bounds");
        }
        Topic::WeeklyHours => {
            let change = StateChange { weekly_hours: hours(), ..StateChange::default() };
            profile::change_state(&mut person.state, &change, at)
                .expect("facts read are in bounds");
        }
        Topic::SkillHours { skill } => {
            let change = SkillChange { hours_per_week: hours(), ..SkillChange::default() };
            for known in person.skills.iter_mut().filter(|known| known.id == skill) {
                profile::change_skill(known, &change, at).expect("facts read are in bounds");
            }
        }
        Topic::ProjectHours { project } | Topic::ProjectFit { project } => {
            let fit = matches!(topic, Topic::ProjectFit { .. });
            let change = ProjectChange {
                weekly_hours: if fit { None } else { hours() },
                alignment: if fit { interview::alignment(answer) } else { None },
                ..ProjectChange::default()
            };
            for known in person.projects.iter_mut().filter(|known| known.id == project) {
                profile::change_project(known, &change, at).expect("facts read are in bounds");
            }
        }
        _ => {}
    }
}

/// Plays a session in which `answer` gives the person's words, until it ends or they fall silent.
pub(crate) fn play(
    name: &str,
    mut answer: impl FnMut(Topic) -> Option<String>,
) -> (String, Vec<Said>) {
    let mut person = Profile::default();
    let mut plan = Plan::new(session(name), SessionKind::Intake);
    let mut said: Vec<Said> = Vec::new();
    while !plan.progress().finished {
        assert!(said.len() <= 40, "an interview ends within 40 answers");
        let topic = plan.topic();
        let Some(text) = answer(topic) else { break };
        hear(&mut person, name, topic, &text);
        let turn = person.next(&plan, &text);
        plan = turn.plan.clone();
        person.state.asked = turn.asked;
        said.push(Said { topic, answer: text, turn });
    }
    (interview::opening(session(name), SessionKind::Intake), said)
}
