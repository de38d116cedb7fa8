//! What a desktop remembers of the server: read whole once, then brought up to date by events.

use super::source::{Sound, Source};
use db::Disk;
use protocol::{
    Channel, Envelope, Event, JobId, SessionId, Timestamp,
    records::{Constraint, Finding, Job, LifeState, Message, Project, Session, Skill},
    rest::JobText,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    path::Path,
    sync::Arc,
};
use store::{Change, Outcome, SessionSnapshot, Store, UserSnapshot};

/// All that can be read of a copy, part by part.
pub(super) struct Picture(pub(super) BTreeMap<&'static str, String>);

/// A copy.
pub(super) struct Copy {
    store: Store,
    /// What is followed besides the person's own channel.
    sessions: BTreeSet<SessionId>,
    jobs: BTreeSet<JobId>,
}

fn text(part: &impl Debug) -> String {
    format!("{part:#?}")
}

impl Copy {
    /// Everything, as the server has it now.
    pub(super) async fn read(source: &Source) -> Self {
        let disk = Disk::scripted(Arc::default(), Arc::new(Sound));
        let store = Store::open(disk, Path::new("copy"), Timestamp::UNIX_EPOCH).await.unwrap();
        store.identify(source.server, source.user).await.unwrap();
        let mut copy = Self { store, sessions: BTreeSet::new(), jobs: BTreeSet::new() };
        let (state, at) = source.read::<LifeState>("/v1/state").await.unwrap();
        let (epoch, seq) = at.unwrap();
        let (skills, of_skills) = source.all::<Skill>("/v1/skills").await;
        let (projects, of_projects) = source.all::<Project>("/v1/projects").await;
        let (constraints, of_constraints) = source.all::<Constraint>("/v1/constraints").await;
        let (findings, of_findings) = source.all::<Finding>("/v1/findings").await;
        let (sessions, of_sessions) = source.all::<Session>("/v1/sessions").await;
        let (jobs, of_jobs) = source.all::<Job>("/v1/jobs").await;
        let all = [of_skills, of_projects, of_constraints, of_findings, of_sessions, of_jobs];
        let seq = all.into_iter().map(|(_, seq)| seq).min().unwrap().min(seq);
        let (of_sessions, of_jobs): (Vec<_>, Vec<_>) = (
            sessions.iter().map(|session| session.id).collect(),
            jobs.iter().map(|job| job.id).collect(),
        );
        let user = source.user;
        let snapshot = UserSnapshot {
            user,
            epoch,
            seq,
            last: None,
            broken: false,
            state,
            skills,
            projects,
            constraints,
            findings,
            sessions,
            jobs,
        };
        copy.store.replace_user(snapshot).await.unwrap();
        for id in of_sessions {
            copy.read_session(source, id).await;
        }
        for id in of_jobs {
            copy.read_job(source, id).await;
        }
        copy
    }

    /// A session that is new here, as far as it is still there.
    async fn read_session(&mut self, source: &Source, id: SessionId) {
        self.sessions.insert(id);
        let path = format!("/v1/sessions/{id}");
        let Some((session, _)) = source.read::<Session>(&path).await else { return };
        let (messages, (epoch, seq)) = source.all::<Message>(&format!("{path}/messages")).await;
        let snapshot = SessionSnapshot { epoch, seq, last: None, session, messages };
        self.store.replace_session(snapshot).await.unwrap();
    }

    async fn read_job(&mut self, source: &Source, id: JobId) {
        self.jobs.insert(id);
        let Some((read, at)) = source.read::<JobText>(&format!("/v1/jobs/{id}/text")).await else {
            return;
        };
        let (job, _) = source.read::<Job>(&format!("/v1/jobs/{id}")).await.unwrap();
        let (epoch, seq) = at.unwrap();
        self.store.replace_job(job, read, (epoch, seq, None)).await.unwrap();
    }

    /// Take in all events since, channel by channel, in an order that differs with `turn`; gives
    /// them.
    pub(super) async fn catch_up(&mut self, source: &Source, turn: u32) -> Vec<Event> {
        let mut channels = vec![Channel::User(source.user)];
        channels.extend(self.sessions.iter().copied().map(Channel::Session));
        channels.extend(self.jobs.iter().copied().map(Channel::Job));
        if turn % 2 == 1 {
            channels.reverse();
        }
        let mut events = Vec::new();
        for channel in channels {
            events.extend(self.take_in(source, channel).await);
        }
        events
    }

    async fn take_in(&mut self, source: &Source, channel: Channel) -> Vec<Event> {
        let Some(stands) = self.store.place(channel).await.unwrap() else { return Vec::new() };
        let Some(events) = source.events(channel, (stands.epoch, stands.seq)).await else {
            return Vec::new();
        };
        let known = events.iter().filter_map(|envelope: &Envelope| envelope.event.typed());
        let known: Vec<Event> = known.collect();
        for applied in self.store.apply_all(events).await.unwrap() {
            assert_eq!(applied.outcome, Outcome::Done, "{:?}", applied.change);
            match applied.change {
                Some(Change::Session(patch)) if !self.sessions.contains(&patch.id) => {
                    self.read_session(source, patch.id).await;
                }
                Some(Change::Job(job)) if !self.jobs.contains(&job.id) => {
                    self.read_job(source, job.id).await;
                }
                Some(Change::SessionRemoved(id)) => {
                    self.sessions.remove(&id);
                }
                Some(change @ (Change::SessionWanted(_) | Change::TextWanted(_))) => {
                    panic!("nothing was missing: {change:?}");
                }
                _ => {}
            }
        }
        known
    }

    /// All that can be read here.
    pub(super) async fn picture(&self) -> Picture {
        let store = &self.store;
        let (sessions, _) = store.sessions(None, usize::MAX).await.unwrap();
        let (mut messages, mut versions) = (Vec::new(), Vec::new());
        for session in &sessions {
            messages.push(store.messages(session.id, None, usize::MAX).await.unwrap().0);
            versions.push(store.every_message(session.id).await.unwrap());
        }
        let mut jobs = store.jobs().await.unwrap();
        let mut texts = Vec::new();
        for job in &mut jobs {
            texts.push(store.job_text(job.id).await.unwrap());
            if job.is_active() {
                // Its steps are told without the number of the record.
                job.version = 0;
            }
        }
        Picture(BTreeMap::from([
            ("sessions", text(&sessions)),
            ("messages", text(&messages)),
            ("versions", text(&versions)),
            ("findings", text(&store.findings(None).await.unwrap())),
            ("profile", text(&store.profile().await.unwrap())),
            ("jobs", text(&jobs)),
            ("texts", text(&texts)),
        ]))
    }
}
