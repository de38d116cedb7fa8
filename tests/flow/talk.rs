//! How a person talks to a desktop, for the other tests.

use engine::Engine;
use protocol::{
    AppEvent, Command, JobId, MessageId, Reply, SessionId,
    app_event::{MessageView, OutboxStatus, SkillView},
    records::{Decision, EscapeIndex, Finding, FindingKind, JobStatus, Role, Session, SessionKind},
    reply::{Bootstrap, Diagnostics},
};
use std::collections::BTreeMap;
use testkit::Desktop;

/// Answers with skills, projects and constraints in them.
pub(crate) const ANSWERS: [&str; 4] = [
    "Last week I rebuilt our billing pipeline in Python and PostgreSQL. Invoices took nine hours \
     to compute; I profiled the queries, added indexes and cut it to twenty minutes.",
    "I lead a team of five engineers. I have been mentoring two juniors in Rust and code review \
     for a year, and I run the weekly planning.",
    "I also build a small app for bird watchers on Sundays, about six hours a week. I design the \
     screens in Figma and write the backend in Go.",
    "My student debt worries me, and I often have too little time because I look after my \
     mother. I want to become a staff engineer in data infrastructure.",
];

pub(crate) async fn new_session(desktop: &Desktop) -> SessionId {
    match desktop.ask(Command::NewSession { kind: SessionKind::Intake, id: None }).await {
        Reply::DraftSession { id, .. } => id,
        other => panic!("not a new session: {other:?}"),
    }
}

pub(crate) async fn send(
    desktop: &Desktop,
    session_id: SessionId,
    text: &str,
    resume: bool,
) -> MessageView {
    let (kind, text) = (SessionKind::Intake, text.to_owned());
    match desktop.ask(Command::SendMessage { session_id, kind, text, resume }).await {
        Reply::Message { view } => view,
        other => panic!("not a message: {other:?}"),
    }
}

pub(crate) async fn messages(engine: &Engine, session_id: SessionId) -> Vec<MessageView> {
    let asked = Command::ListMessages { session_id, before: None, limit: 200 };
    match engine.dispatch(asked).await {
        Ok(Reply::Messages { messages, more: false }) => messages,
        other => panic!("not all messages: {other:?}"),
    }
}

pub(crate) async fn session(engine: &Engine, id: SessionId) -> Option<Session> {
    match engine.dispatch(Command::GetSession { id }).await {
        Ok(Reply::Session { session }) => session.map(|session| *session),
        other => panic!("not a session: {other:?}"),
    }
}

pub(crate) async fn findings(engine: &Engine, session_id: SessionId) -> Vec<Finding> {
    match engine.dispatch(Command::ListFindings { session_id }).await {
        Ok(Reply::Findings { findings }) => findings,
        other => panic!("not findings: {other:?}"),
    }
}

pub(crate) async fn skills(engine: &Engine) -> Vec<SkillView> {
    match engine.dispatch(Command::ListSkills).await {
        Ok(Reply::Skills { skills }) => skills,
        other => panic!("not skills: {other:?}"),
    }
}

pub(crate) async fn bootstrap(engine: &Engine) -> Bootstrap {
    match engine.dispatch(Command::Bootstrap).await {
        Ok(Reply::Bootstrap { bootstrap }) => *bootstrap,
        other => panic!("not a bootstrap: {other:?}"),
    }
}

pub(crate) async fn diagnostics(engine: &Engine) -> Diagnostics {
    match engine.dispatch(Command::GetDiagnostics).await {
        Ok(Reply::Diagnostics { diagnostics }) => diagnostics,
        other => panic!("not diagnostics: {other:?}"),
    }
}

pub(crate) async fn draft(engine: &Engine, session_id: SessionId) -> String {
    match engine.dispatch(Command::GetDraft { session_id }).await {
        Ok(Reply::Draft { text }) => text,
        other => panic!("not a draft: {other:?}"),
    }
}

pub(crate) async fn outbox(engine: &Engine) -> OutboxStatus {
    bootstrap(engine).await.outbox
}

/// The messages of a session once its last one is the interviewer's and there are `count`.
pub(crate) async fn answered(
    desktop: &mut Desktop,
    id: SessionId,
    count: usize,
) -> Vec<MessageView> {
    desktop
        .eventually(async |engine| {
            let messages = messages(engine, id).await;
            let last = messages.last()?.message.role;
            (messages.len() >= count && last == Role::Assistant).then_some(messages)
        })
        .await
}

/// A session with the first `count` of [`ANSWERS`], each answered by the interviewer and all its
/// effects here.
pub(crate) async fn interviewed(desktop: &mut Desktop, count: usize) -> SessionId {
    let id = new_session(desktop).await;
    for (n, answer) in ANSWERS.iter().enumerate().take(count) {
        send(desktop, id, answer, n > 0).await;
        answered(desktop, id, 2 * n + 3).await;
    }
    settled(desktop).await;
    id
}

/// Until nothing is unsent and no job runs.
pub(crate) async fn settled(desktop: &mut Desktop) {
    desktop
        .eventually(async |engine| {
            let Ok(Reply::Jobs { jobs }) = engine.dispatch(Command::ListJobs).await else {
                panic!("not jobs");
            };
            let runs = |status| matches!(status, JobStatus::Queued | JobStatus::Running);
            let idle = jobs.iter().all(|job| !runs(job.status));
            let sent = outbox(engine).await.pending == 0;
            (idle && sent && diagnostics(engine).await.unsettled == 0).then_some(())
        })
        .await;
}

/// Confirm every skill found in a session; gives how many.
pub(crate) async fn confirm_skills(desktop: &Desktop, id: SessionId) -> usize {
    let findings = findings(&desktop.engine, id).await;
    let of_skills = findings.iter().filter(|finding| finding.kind == FindingKind::Skill);
    let ids: Vec<_> = of_skills.map(|finding| finding.id).collect();
    let count = ids.len();
    assert!(count > 0, "there is something to confirm");
    let decision = Decision::Confirmed;
    desktop.ask(Command::DecideFindings { ids, decision, edit: None }).await;
    count
}

/// The next index that counts confirmed skills.
pub(crate) async fn index_with_skills(desktop: &mut Desktop) -> EscapeIndex {
    desktop
        .until(|event| match event {
            AppEvent::PhysicsUpdated { index } if index.confirmed_skills > 0 => Some(index),
            _ => None,
        })
        .await
}

pub(crate) fn texts(messages: &[MessageView]) -> Vec<(MessageId, String)> {
    messages.iter().map(|view| (view.message.id, view.message.text())).collect()
}

/// The texts of jobs, put together from announcements as an interface would.
#[derive(Debug, Default)]
pub(crate) struct Streamed {
    jobs: BTreeMap<JobId, (Vec<char>, usize, bool)>,
}

impl Streamed {
    /// Take an announcement in.
    pub(crate) fn hear(&mut self, event: &AppEvent) {
        match event {
            AppEvent::JobChunk { job, off, text } => {
                let (known, chunks, _) = self.jobs.entry(*job).or_default();
                let off = usize::try_from(*off).unwrap();
                assert!(off <= known.len(), "no hole in the text");
                known.truncate(off);
                known.extend(text.chars());
                *chunks += 1;
            }
            AppEvent::JobCompleted { job } => self.jobs.entry(*job).or_default().2 = true,
            _ => {}
        }
    }

    /// The longest text so far.
    pub(crate) fn longest(&self) -> String {
        let longest = self.jobs.values().max_by_key(|(text, ..)| text.len());
        longest.map(|(text, ..)| text.iter().collect()).unwrap_or_default()
    }

    pub(crate) fn text(&self, job: JobId) -> String {
        self.jobs[&job].0.iter().collect()
    }

    pub(crate) fn chunks(&self, job: JobId) -> usize {
        self.jobs[&job].1
    }

    pub(crate) fn ended(&self, job: JobId) -> bool {
        self.jobs.get(&job).is_some_and(|(.., ended)| *ended)
    }
}
