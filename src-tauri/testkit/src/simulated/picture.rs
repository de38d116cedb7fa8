//! All that one party knows of the person's records: a desktop as it answers, a screen as it was told,
//! or the server.

use engine::Engine;
use protocol::{
    AppEvent, Command, ConstraintId, FindingId, JobId, MessageId, Problem, ProjectId, Reply,
    SessionId, SkillId,
    app_event::MessageView,
    records::{
        Constraint, Finding, Job, JobStatus, LifeState, Message, Project, Session, SessionStatus,
        Skill,
    },
};
use std::{collections::BTreeMap, fmt::Debug};

/// More than any simulated person has.
const MOST: u32 = 200;

/// Records by id.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Picture {
    pub(crate) state: LifeState,
    pub(crate) sessions: BTreeMap<SessionId, Session>,
    pub(crate) messages: BTreeMap<(SessionId, MessageId), MessageView>,
    pub(crate) findings: BTreeMap<FindingId, Finding>,
    pub(crate) skills: BTreeMap<SkillId, Skill>,
    pub(crate) projects: BTreeMap<ProjectId, Project>,
    pub(crate) constraints: BTreeMap<ConstraintId, Constraint>,
    pub(crate) jobs: BTreeMap<JobId, Job>,
    /// Messages in versions that are not shown; only the server tells them.
    pub(crate) hidden: Vec<Message>,
}

fn by<K: Ord, T>(all: Vec<T>, key: impl Fn(&T) -> K) -> BTreeMap<K, T> {
    all.into_iter().map(|one| (key(&one), one)).collect()
}

impl Picture {
    /// Ask an engine for everything.
    pub(crate) async fn of(engine: &Engine) -> Result<Self, Problem> {
        let mut picture = Self::default();
        if let Reply::Bootstrap { bootstrap } = engine.dispatch(Command::Bootstrap).await? {
            picture.state = bootstrap.state;
        }
        let sessions = Command::ListSessions { before: None, limit: MOST };
        if let Reply::Sessions { sessions, .. } = engine.dispatch(sessions).await? {
            picture.sessions = by(sessions, |session| session.id);
        }
        for session_id in picture.sessions.keys().copied().collect::<Vec<_>>() {
            let messages = Command::ListMessages { session_id, before: None, limit: MOST };
            if let Reply::Messages { messages, .. } = engine.dispatch(messages).await? {
                let messages = by(messages, |view| (session_id, view.message.id));
                picture.messages.extend(messages);
            }
            let findings = Command::ListFindings { session_id };
            if let Reply::Findings { findings } = engine.dispatch(findings).await? {
                picture.findings.extend(by(findings, |finding| finding.id));
            }
        }
        if let Reply::Skills { skills } = engine.dispatch(Command::ListSkills).await? {
            picture.skills = by(skills.into_iter().map(|view| view.skill).collect(), |one| one.id);
        }
        if let Reply::Projects { projects } = engine.dispatch(Command::ListProjects).await? {
            picture.projects = by(projects, |one| one.id);
        }
        let constraints = engine.dispatch(Command::ListConstraints).await?;
        if let Reply::Constraints { constraints } = constraints {
            picture.constraints = by(constraints, |one| one.id);
        }
        if let Reply::Jobs { jobs } = engine.dispatch(Command::ListJobs).await? {
            picture.jobs = by(jobs, |one| one.id);
        }
        Ok(picture)
    }

    /// Every message in every version, as far as it is told.
    pub(crate) fn every_message(&self) -> impl Iterator<Item = &Message> {
        self.messages.values().map(|view| &view.message).chain(&self.hidden)
    }

    /// How many records there are of those that grow in number with use.
    pub(crate) fn records(&self) -> u32 {
        let Self { messages, findings, .. } = self;
        u32::try_from(messages.len() + findings.len()).unwrap_or(u32::MAX)
    }

    /// Take in what was announced; `false` when all must be read again.
    pub(crate) fn take(&mut self, event: AppEvent) -> bool {
        match event {
            AppEvent::StateUpdated { state } => self.state = state,
            AppEvent::SkillUpdated { skill } => {
                self.skills.insert(skill.skill.id, skill.skill);
            }
            AppEvent::FindingUpdated { finding } => drop(self.findings.insert(finding.id, finding)),
            AppEvent::ProjectUpdated { project } => drop(self.projects.insert(project.id, project)),
            AppEvent::ConstraintUpdated { constraint } => {
                drop(self.constraints.insert(constraint.id, constraint));
            }
            AppEvent::SessionUpdated { patch } => {
                let Some(session) = self.sessions.get_mut(&patch.id) else { return false };
                patch.apply_to(session);
            }
            AppEvent::SessionFinalized { id, at, summary } => {
                let Some(session) = self.sessions.get_mut(&id) else { return false };
                session.status = SessionStatus::Finalized;
                // What was counted since may have come before.
                if session.finalized_at.is_none() {
                    session.summary = Some(summary);
                }
                session.finalized_at = Some(at);
            }
            AppEvent::SessionRemoved { id } => {
                self.sessions.remove(&id);
                self.messages.retain(|(session, _), _| *session != id);
                self.findings.retain(|_, finding| finding.quote.session_id != id);
            }
            AppEvent::InterviewMessage { view } => {
                let place = (view.message.session_id, view.message.id);
                self.messages.insert(place, view);
            }
            AppEvent::MessageRemoved { session_id, id } => {
                self.messages.remove(&(session_id, id));
            }
            AppEvent::JobUpdated { job } => drop(self.jobs.insert(job.id, job)),
            AppEvent::JobProgress { job, step, percent } => {
                let Some(job) = self.jobs.get_mut(&job) else { return false };
                job.status = JobStatus::Running;
                (job.step, job.percent) = (step, percent);
            }
            AppEvent::JobCompleted { job } => return self.job_ended(job, JobStatus::Completed),
            AppEvent::JobFailed { job, .. } => return self.job_ended(job, JobStatus::Failed),
            AppEvent::JobCancelled { job } => return self.job_ended(job, JobStatus::Cancelled),
            AppEvent::Resynced | AppEvent::MessageBranched { .. } => return false,
            AppEvent::LinkChanged { .. }
            | AppEvent::OutboxChanged { .. }
            | AppEvent::PhysicsUpdated { .. }
            | AppEvent::InsightReceived { .. }
            | AppEvent::JobChunk { .. }
            | AppEvent::ConnectionLogged { .. }
            | AppEvent::ResumingChanged { .. }
            | AppEvent::HostRequested { .. } => {}
        }
        true
    }

    fn job_ended(&mut self, id: JobId, status: JobStatus) -> bool {
        let job = self.jobs.get_mut(&id);
        job.map(|job| job.status = status).is_some()
    }

    /// The first thing in which another picture differs from this one, if any. Of jobs, only how
    /// they stand counts, of those that both know: the ended ones are kept for a while only.
    pub(crate) fn difference(&self, other: &Self) -> Option<String> {
        let state = (self.state != other.state)
            .then(|| format!("state: {:?} is {:?}", self.state, other.state));
        state
            .or_else(|| unlike("session", &self.sessions, &other.sessions))
            .or_else(|| unlike("message", &self.messages, &other.messages))
            .or_else(|| unlike("finding", &self.findings, &other.findings))
            .or_else(|| unlike("skill", &self.skills, &other.skills))
            .or_else(|| unlike("project", &self.projects, &other.projects))
            .or_else(|| unlike("constraint", &self.constraints, &other.constraints))
            .or_else(|| self.jobs_differ(other))
    }

    fn jobs_differ(&self, other: &Self) -> Option<String> {
        self.jobs.iter().find_map(|(id, job)| {
            let stands = other.jobs.get(id)?.status;
            (job.status != stands).then(|| format!("job {id}: {:?} is {stands:?}", job.status))
        })
    }
}

fn unlike<K: Ord + Debug, T: PartialEq + Debug>(
    what: &str,
    these: &BTreeMap<K, T>,
    those: &BTreeMap<K, T>,
) -> Option<String> {
    let all = these.keys().chain(those.keys());
    all.filter(|key| these.get(key) != those.get(key))
        .map(|key| {
            let (this, that) = (these.get(key), those.get(key));
            format!("{what} {key:?}:\n    {this:?}\n    is\n    {that:?}")
        })
        .next()
}
