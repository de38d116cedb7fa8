//! The desktop's records against the server's, and its words against its deeds.

use super::{Records, Verdict};
use crate::desktop::{Cache, Life, Step};
use protocol::{AppEvent, Channel};
use std::collections::{BTreeMap, BTreeSet};

/// Every record of the server must be here as it is there, and no other may be.
pub(super) fn records(server: &Records, cache: &Cache) -> Verdict {
    let mut verdict = Verdict::default();
    let mut wrong = |(kind, id): &(String, String), what: &str| {
        verdict.tally.missing += 1;
        verdict.wrong.push(format!("{kind} {id} {what}"));
    };
    for (key, record) in server {
        match cache.records.get(key) {
            None => wrong(key, "is not here"),
            Some(held) if held != record => wrong(key, "is not as on the server"),
            Some(_) => {}
        }
    }
    let kinds: BTreeSet<&str> = server.keys().map(|(kind, _)| kind.as_str()).collect();
    for key in cache.records.keys() {
        if kinds.contains(key.0.as_str()) && !server.contains_key(key) {
            wrong(key, "is not on the server");
        }
    }
    verdict
}

/// What it said it applied must be what its cache noted, each once; and what it told its window
/// must never go back.
pub(super) fn words(lives: &[Life], steps: &BTreeMap<Channel, Vec<Step>>) -> Verdict {
    let mut verdict = Verdict::default();
    let noted: BTreeSet<String> =
        steps.values().flatten().filter_map(|step| step.event).map(|id| id.to_string()).collect();
    let mut said = BTreeSet::new();
    for life in lives {
        for line in life.applied.iter().filter(|line| line.outcome == "Done") {
            if !said.insert(line.id.clone()) {
                verdict.tally.duplicated += 1;
                verdict.wrong.push(format!("{} of {} was said twice", line.seq, line.channel));
            }
            if !noted.contains(&line.id) {
                verdict.tally.missing += 1;
                let what = format!("{} of {} was said and not stored", line.seq, line.channel);
                verdict.wrong.push(what);
            }
        }
        verdict.add(told(&life.told));
    }
    if lives.iter().all(|life| !life.killed) && said.len() < noted.len() {
        let silent = noted.len() - said.len();
        verdict.tally.missing += u64::try_from(silent).unwrap_or(u64::MAX);
        verdict.wrong.push(format!("{silent} events were stored and not said"));
    }
    verdict
}

/// The versions of one life's announcements.
fn told(events: &[AppEvent]) -> Verdict {
    let mut verdict = Verdict::default();
    let mut newest: BTreeMap<String, u64> = BTreeMap::new();
    for event in events {
        let (name, version) = match event {
            AppEvent::SkillUpdated { skill } => (skill.skill.id.to_string(), skill.skill.version),
            AppEvent::ProjectUpdated { project } => (project.id.to_string(), project.version),
            AppEvent::ConstraintUpdated { constraint } => {
                (constraint.id.to_string(), constraint.version)
            }
            AppEvent::SessionUpdated { patch } => (patch.id.to_string(), patch.version),
            AppEvent::StateUpdated { state } => (String::from("state"), state.version),
            AppEvent::Resynced => {
                newest.clear();
                continue;
            }
            _ => continue,
        };
        let known = newest.entry(name).or_default();
        if version < *known {
            verdict.tally.out_of_order += 1;
            verdict.wrong.push(format!("version {version} was told after {known}"));
        }
        *known = version.max(*known);
    }
    verdict
}
