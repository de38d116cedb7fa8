//! What holds for every log of events and every heap of unsent work.

use crate::build::{
    Kept, envelope, finding, finding_id, follow_job, follow_session, job, job_id, kept, message,
    of_user, position, row, session, session_id, skill, skill_id, snapshot,
};
use profile::Target;
use proptest::prelude::*;
use protocol::{
    Channel, Envelope, Event, Write,
    app_event::MessageView,
    records::{Category, Decision, Finding, JobStatus, LifeState, Session, SessionPatch, Skill},
    write::{DecideFindings, NewSkill, SkillChange, StateChange},
};
use std::collections::BTreeMap;
use store::{Outcome, Profile, RowState, Store, UserSnapshot};

/// All that can be read.
#[derive(Debug, PartialEq)]
struct Everything {
    sessions: Vec<Session>,
    profile: Profile,
    findings: Vec<Finding>,
    messages: Vec<MessageView>,
    text: String,
    places: Vec<protocol::ChannelPosition>,
}

async fn everything(store: &Store) -> Everything {
    Everything {
        sessions: store.sessions(None, 100).await.unwrap().0,
        profile: store.profile().await.unwrap(),
        findings: store.findings(None).await.unwrap(),
        messages: store.messages(session_id(1), None, 100).await.unwrap().0,
        text: store.job_text(job_id()).await.unwrap(),
        places: store.places().await.unwrap(),
    }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(work)
}

async fn ready() -> Kept {
    let kept = kept().await;
    follow_session(&kept.store, 1).await;
    follow_job(&kept.store).await;
    kept
}

fn on_user() -> impl Strategy<Value = Event> {
    let n = 1_u8..4;
    prop_oneof![
        (n.clone(), 1_u64..9).prop_map(|(n, version)| Event::SkillUpdated(skill(n, version))),
        (n.clone(), 1_u64..9).prop_map(|(n, version)| Event::FindingUpdated(finding(n, version))),
        (n.clone(), 1_u64..9).prop_map(|(n, version)| {
            Event::SessionUpdated(SessionPatch::between(None, &session(n, version)))
        }),
        (n, 1_u64..9).prop_map(|(n, version)| {
            let title = Some(format!("Title {version}"));
            let patch = SessionPatch::empty(session_id(n), version, version);
            Event::SessionUpdated(SessionPatch { title, ..patch })
        }),
        (1_u64..9).prop_map(|version| Event::JobUpdated(job(JobStatus::Running, version))),
        (1_u64..9, any::<bool>()).prop_map(|(version, some)| {
            let direction = some.then(|| format!("Direction {version}"));
            Event::StateUpdated(LifeState { version, direction, ..LifeState::default() })
        }),
    ]
}

fn on_job() -> impl Strategy<Value = Event> {
    (1_u32..3, 0_u64..12, "[a-c]{1,4}").prop_map(|(generation, off, text)| Event::JobChunk {
        job: job_id(),
        r#gen: generation,
        off,
        text,
    })
}

/// A log of three channels, mixed.
fn log() -> impl Strategy<Value = Vec<Envelope>> {
    let said = (1_u8..20).prop_map(|n| {
        (Channel::Session(session_id(1)), Event::InterviewMessage(message(1, n, u64::from(n))))
    });
    let one = prop_oneof![
        on_user().prop_map(|event| (of_user(), event)),
        on_job().prop_map(|event| (Channel::Job(job_id()), event)),
        said,
    ];
    prop::collection::vec(one, 1..25).prop_map(|events| {
        let mut tops: BTreeMap<Channel, u64> = BTreeMap::new();
        let number = |(channel, event): (Channel, Event)| {
            let seq = tops.entry(channel).or_default();
            *seq += 1;
            envelope(channel, *seq, &event)
        };
        events.into_iter().map(number).collect()
    })
}

fn decision() -> impl Strategy<Value = Decision> {
    prop_oneof![
        Just(Decision::Confirmed),
        Just(Decision::Rejected),
        Just(Decision::Suggested),
        Just(Decision::Edited),
    ]
}

fn write() -> impl Strategy<Value = Write> {
    let n = 1_u8..4;
    prop_oneof![
        (prop::collection::vec(n.clone(), 1..3), decision()).prop_map(|(ns, decision)| {
            let ids = ns.into_iter().map(finding_id).collect();
            Write::DecideFindings(DecideFindings { ids, decision, edit: None })
        }),
        (n, "[A-Z][a-z]{2,6}", 0.0..1.0).prop_map(|(n, name, level)| {
            let body =
                SkillChange { name: Some(name), level: Some(level), ..SkillChange::default() };
            Write::UpdateSkill { id: skill_id(n), body }
        }),
        (5_u8..8, 0.0..1.0).prop_map(|(n, level)| {
            let body = NewSkill { name: format!("New {n}"), category: Category::Arts, level };
            Write::CreateSkill { id: skill_id(n), body }
        }),
        (0_u32..9).prop_map(|dependants| {
            let body = StateChange { dependants: Some(dependants), ..StateChange::default() };
            Write::UpdateState { body }
        }),
    ]
}

/// A server as simple as can be: it carries writes out in order by the rules of `profile`.
struct Server {
    skills: BTreeMap<protocol::SkillId, Skill>,
    findings: BTreeMap<protocol::FindingId, Finding>,
    state: LifeState,
    log: Vec<Event>,
}

impl Server {
    fn new() -> Self {
        Self {
            skills: (1..4).map(|n| (skill_id(n), skill(n, 1))).collect(),
            findings: (1..4).map(|n| (finding_id(n), finding(n, 1))).collect(),
            state: LifeState::default(),
            log: Vec::new(),
        }
    }

    fn carry_out(&mut self, write: &Write, at: protocol::Timestamp) {
        match write {
            Write::DecideFindings(body) => {
                for id in &body.ids {
                    let mut finding = self.findings[id].clone();
                    let protocol::records::FindingTarget::Skill(target) = finding.target else {
                        unreachable!("these findings are about skills")
                    };
                    let mut skill = self.skills[&target].clone();
                    let edit = body.edit.as_ref();
                    profile::decide(
                        &mut finding,
                        Target::Skill(&mut skill),
                        body.decision,
                        edit,
                        at,
                    );
                    finding.version += 1;
                    self.log.push(Event::FindingUpdated(finding.clone()));
                    self.findings.insert(*id, finding);
                    self.put(skill);
                }
            }
            Write::UpdateSkill { id, body } => {
                let mut skill = self.skills[id].clone();
                profile::change_skill(&mut skill, body, at).unwrap();
                self.put(skill);
            }
            Write::CreateSkill { id, body } => {
                if !self.skills.contains_key(id) {
                    self.put(profile::new_skill(*id, body, at).unwrap());
                }
            }
            Write::UpdateState { body } => {
                profile::change_state(&mut self.state, body, at).unwrap();
                self.state.version += 1;
                self.log.push(Event::StateUpdated(self.state.clone()));
            }
            _ => unreachable!("no other write is made here"),
        }
    }

    fn put(&mut self, mut skill: Skill) {
        skill.version += 1;
        self.log.push(Event::SkillUpdated(skill.clone()));
        self.skills.insert(skill.id, skill);
    }
}

/// Without versions, which only the server counts.
fn unversioned(mut profile: Profile, mut findings: Vec<Finding>) -> (Profile, Vec<Finding>) {
    profile.state.version = 0;
    for skill in &mut profile.skills {
        skill.version = 0;
    }
    profile.skills.sort_by_key(|skill| skill.id);
    for finding in &mut findings {
        finding.version = 0;
    }
    (profile, findings)
}

async fn shown(store: &Store) -> (Profile, Vec<Finding>) {
    unversioned(store.profile().await.unwrap(), store.findings(None).await.unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_log_applied_twice_is_a_log_applied_once(log in log()) {
        run(async {
            let kept = ready().await;
            kept.store.apply_all(log.clone()).await.unwrap();
            let once = everything(&kept.store).await;
            let again = kept.store.apply_all(log).await.unwrap();
            assert!(again.iter().all(|applied| applied.outcome == Outcome::Repeated));
            assert_eq!(everything(&kept.store).await, once);
        });
    }

    #[test]
    fn it_does_not_matter_how_a_log_is_cut_into_batches(log in log(), cuts in prop::collection::vec(1_usize..6, 25)) {
        run(async {
            let whole = ready().await;
            whole.store.apply_all(log.clone()).await.unwrap();
            let cut = ready().await;
            let mut rest = log;
            for size in cuts {
                let tail = rest.split_off(size.min(rest.len()));
                cut.store.apply_all(rest).await.unwrap();
                rest = tail;
            }
            assert_eq!(everything(&cut.store).await, everything(&whole.store).await);
        });
    }

    #[test]
    fn what_is_shown_before_the_server_answers_is_what_the_server_makes_of_it(
        writes in prop::collection::vec(write(), 1..8),
    ) {
        run(async {
            let kept = kept().await;
            let mut server = Server::new();
            let skills = server.skills.values().cloned().collect();
            let findings = server.findings.values().cloned().collect();
            kept.store.replace_user(UserSnapshot { skills, findings, ..snapshot() }).await.unwrap();
            let mut keys = Vec::new();
            for (n, write) in (0_u8..).zip(&writes) {
                let kept_row = kept.store.enqueue(row(n, write.clone())).await.unwrap();
                keys.push((kept_row.key, kept_row.created_at));
            }
            let before = shown(&kept.store).await;
            for (write, (key, at)) in writes.iter().zip(keys) {
                server.carry_out(write, at);
                let top = u64::try_from(server.log.len()).unwrap();
                let accepted = RowState::Accepted(position(of_user(), top));
                kept.store.mark(key, accepted).await.unwrap();
            }
            assert_eq!(shown(&kept.store).await, before, "accepted, not yet come back");
            for (seq, event) in (1..).zip(&server.log) {
                kept.store.apply(envelope(of_user(), seq, event)).await.unwrap();
            }
            kept.store.settle().await.unwrap();
            assert_eq!(kept.store.outbox().await.unwrap(), []);
            assert_eq!(shown(&kept.store).await, before, "come back");
        });
    }
}
