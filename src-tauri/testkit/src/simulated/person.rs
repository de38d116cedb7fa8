//! The person in a simulated world: works on all desktops by turns, keeps a book of what was said
//! and done, and takes care of what the outbox asks about.

mod branches;
mod care;
mod profile;

use super::{chance::Chance, machine::Machine, tally::Tally};
use protocol::{
    Command, IdempotencyKey, MessageId, Problem, Reply, SessionId,
    records::{Decision, FindingEdit, Job, JobStatus, PermissionMode, Session, SessionKind},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// What is known of something that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The desktop has it: it must arrive once.
    Kept,
    /// The program crashed before it said so: it may arrive once.
    Unsure,
    /// Given up before it was sent, or after it was refused: it must not arrive.
    GivenUp,
}

/// Something that was said.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) machine: usize,
    pub(crate) session: SessionId,
    pub(crate) text: String,
    pub(crate) key: Option<IdempotencyKey>,
    pub(crate) message: Option<MessageId>,
    pub(crate) fate: Fate,
    /// Whether its place in this book is its place in what was said there.
    pub(crate) is_in_order: bool,
}

/// What was said and done.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub(crate) said: Vec<Said>,
    /// How many messages were worded anew: no two get the same text.
    pub(crate) edits: usize,
    /// Every write that was ever seen waiting.
    pub(crate) kept: BTreeMap<IdempotencyKey, String>,
    /// Writes that were given up, or may have been together with another.
    pub(crate) given_up: BTreeSet<IdempotencyKey>,
    /// Sessions that were asked to be deleted.
    pub(crate) deleted: BTreeSet<SessionId>,
}

/// The person.
#[derive(Debug)]
pub(crate) struct Person {
    chance: Chance,
    tally: Arc<Tally>,
    machines: Vec<Arc<Machine>>,
    pub(crate) book: Book,
}

#[derive(Debug, Clone, Copy)]
enum Deed {
    BeginSession,
    Speak,
    Branch,
    Decide,
    Rename,
    Permit,
    Pause,
    Resume,
    Finalize,
    Delete,
    Skill,
    Project,
    Constraint,
    State,
    Stop,
    Repeat,
    Draft,
    Outbox,
    RetryNow,
    Look,
}

const DEEDS: &[(u32, Deed)] = &[
    (9, Deed::BeginSession),
    (30, Deed::Speak),
    (8, Deed::Branch),
    (12, Deed::Decide),
    (6, Deed::Rename),
    (3, Deed::Permit),
    (3, Deed::Pause),
    (4, Deed::Resume),
    (2, Deed::Finalize),
    (1, Deed::Delete),
    (9, Deed::Skill),
    (8, Deed::Project),
    (6, Deed::Constraint),
    (4, Deed::State),
    (5, Deed::Stop),
    (4, Deed::Repeat),
    (2, Deed::Draft),
    (6, Deed::Outbox),
    (3, Deed::RetryNow),
    (2, Deed::Look),
];

const ANSWERS: &[&str] = &[
    "I rebuilt our billing pipeline in Python and PostgreSQL.",
    "I lead a team of five engineers and mentor two juniors in Rust.",
    "On Sundays I build a small app for bird watchers, six hours a week.",
    "My student debt worries me.",
    "I want to become a staff engineer.",
    "Nothing much happened.",
    "I look after my mother, so I often have too little time.",
    "Ich arbeite seit Jahren als Krankenschwester. 🙂",
];
const NAMES: &[&str] = &["Baking", "Go", "Sailing", "Nähen", "Chess"];

impl Person {
    pub(crate) fn new(chance: Chance, tally: Arc<Tally>, machines: Vec<Arc<Machine>>) -> Self {
        Self { chance, tally, machines, book: Book::default() }
    }

    /// Do one thing on one of the desktops; `false` when it does not run.
    pub(crate) async fn act(&mut self) -> bool {
        let at = self.chance.below(self.machines.len());
        let deed = self.chance.weighted(DEEDS);
        self.act_on(at, deed).await
    }

    /// Say something or begin something where a fault waits for that, or anywhere.
    pub(crate) async fn provoke(&mut self) -> bool {
        let brewing = self.machines.iter().position(|it| it.disk.has_trap() || it.line.is_armed());
        let at = brewing.unwrap_or_else(|| self.chance.below(self.machines.len()));
        let deed = *self.chance.pick(&[Deed::BeginSession, Deed::Speak, Deed::Project]);
        self.act_on(at, deed).await
    }

    async fn act_on(&mut self, at: usize, deed: Deed) -> bool {
        if self.machines[at].run().is_none() {
            return false;
        }
        self.tally.count("commands");
        self.tally.count(format!("deed: {deed:?}"));
        if self.carry_out(at, deed).await.is_none() {
            self.tally.count("commands without an answer, because of a crash");
        }
        // What waits now must be seen on the server one day.
        self.note_outbox(at).await;
        true
    }

    async fn ask(&self, at: usize, command: Command) -> Option<Result<Reply, Problem>> {
        let name = self.machines[at].name;
        tracing::debug!(name, ?command, "the person");
        let answer = self.machines[at].ask(command).await;
        if let Some(Err(problem)) = &answer {
            self.tally.count(format!("refused at once: {:?}", problem.code));
        }
        answer
    }

    /// `None` when the desktop crashes.
    async fn carry_out(&mut self, at: usize, deed: Deed) -> Option<()> {
        match deed {
            Deed::BeginSession => self.begin_session(at).await,
            Deed::Speak => match self.session(at).await? {
                Some(session) => self.speak(at, session.id, true).await,
                None => self.begin_session(at).await,
            },
            Deed::Branch => self.branch(at).await,
            Deed::Decide => self.decide(at).await,
            Deed::Stop | Deed::Repeat => self.job(at, deed).await,
            Deed::Outbox => self.care(at).await,
            Deed::Look => self.ask(at, Command::GetDiagnostics).await.map(drop),
            Deed::RetryNow => self.ask(at, Command::RetryNow).await.map(drop),
            Deed::Skill | Deed::Project | Deed::Constraint | Deed::State => {
                let command = self.profile(at, deed).await?;
                self.ask(at, command).await.map(drop)
            }
            Deed::Rename
            | Deed::Permit
            | Deed::Pause
            | Deed::Resume
            | Deed::Finalize
            | Deed::Delete
            | Deed::Draft => {
                let Some(Session { id, .. }) = self.session(at).await? else { return Some(()) };
                let command = self.session_deed(id, deed);
                self.ask(at, command).await.map(drop)
            }
        }
    }

    fn session_deed(&mut self, id: SessionId, deed: Deed) -> Command {
        match deed {
            Deed::Rename => {
                Command::RenameSession { id, title: format!("Title {}", self.chance.below(100)) }
            }
            Deed::Permit => {
                let modes = [PermissionMode::Ask, PermissionMode::Auto, PermissionMode::Observe];
                Command::SetPermission { id, permission: *self.chance.pick(&modes) }
            }
            Deed::Pause => Command::PauseSession { id },
            Deed::Finalize => Command::FinalizeSession { id },
            Deed::Delete => {
                self.book.deleted.insert(id);
                Command::DeleteSession { id }
            }
            Deed::Draft => {
                let text = format!("draft {}", self.chance.below(100));
                Command::SaveDraft { session_id: id, text }
            }
            _ => Command::ResumeSession { id },
        }
    }

    async fn sessions(&self, at: usize) -> Option<Vec<Session>> {
        match self.ask(at, Command::ListSessions { before: None, limit: 20 }).await? {
            Ok(Reply::Sessions { sessions, .. }) => Some(sessions),
            _ => Some(Vec::new()),
        }
    }

    /// One of the last sessions.
    async fn session(&self, at: usize) -> Option<Option<Session>> {
        let sessions = self.sessions(at).await?;
        let few = sessions.len().min(4);
        Some((few > 0).then(|| sessions[self.chance.below(few)].clone()))
    }

    async fn begin_session(&mut self, at: usize) -> Option<()> {
        let kind = SessionKind::Intake;
        match self.ask(at, Command::NewSession { kind, id: None }).await? {
            Ok(Reply::DraftSession { id, .. }) => self.speak(at, id, false).await,
            _ => Some(()),
        }
    }

    async fn speak(&mut self, at: usize, session_id: SessionId, resume: bool) -> Option<()> {
        let text = self.words();
        let kind = SessionKind::Intake;
        self.tally.count("messages said");
        let command = Command::SendMessage { session_id, kind, text: text.clone(), resume };
        self.say(at, session_id, text, command).await
    }

    /// Words that were not said before.
    fn words(&mut self) -> String {
        let number = self.book.said.len();
        format!("{} ({number})", self.chance.pick(ANSWERS))
    }

    /// Say something, and keep it in the book.
    async fn say(
        &mut self,
        at: usize,
        session_id: SessionId,
        text: String,
        command: Command,
    ) -> Option<()> {
        let mut said = Said {
            machine: at,
            session: session_id,
            text,
            key: None,
            message: None,
            fate: Fate::Unsure,
            is_in_order: true,
        };
        let answer = self.ask(at, command).await;
        match &answer {
            Some(Ok(Reply::Message { view })) => {
                said.fate = Fate::Kept;
                (said.key, said.message) = (view.key, Some(view.message.id));
            }
            Some(Err(_)) => said.fate = Fate::GivenUp,
            _ => {}
        }
        self.book.said.push(said);
        answer.map(drop)
    }

    async fn decide(&mut self, at: usize) -> Option<()> {
        let Some(Session { id: session_id, .. }) = self.session(at).await? else { return Some(()) };
        let answer = self.ask(at, Command::ListFindings { session_id }).await?;
        let Ok(Reply::Findings { findings }) = answer else { return Some(()) };
        if findings.is_empty() {
            return Some(());
        }
        let first = self.chance.pick(&findings).id;
        let mut ids = vec![first];
        if self.chance.one_in(3) {
            let others = findings.iter().map(|finding| finding.id).filter(|id| *id != first);
            ids.extend(others.take(2));
        }
        let decision = self.chance.weighted(&[
            (5, Decision::Confirmed),
            (2, Decision::Rejected),
            (1, Decision::Suggested),
            (1, Decision::Edited),
        ]);
        let edit = (decision == Decision::Edited).then(|| FindingEdit {
            name: Some((*self.chance.pick(NAMES)).to_owned()),
            ..FindingEdit::default()
        });
        if edit.is_some() {
            ids.truncate(1);
        }
        self.ask(at, Command::DecideFindings { ids, decision, edit }).await.map(drop)
    }

    async fn job(&mut self, at: usize, deed: Deed) -> Option<()> {
        let Ok(Reply::Jobs { jobs }) = self.ask(at, Command::ListJobs).await? else {
            return Some(());
        };
        let runs = |job: &Job| matches!(job.status, JobStatus::Queued | JobStatus::Running);
        let wanted: Vec<&Job> =
            jobs.iter().filter(|job| runs(job) == matches!(deed, Deed::Stop)).collect();
        if wanted.is_empty() {
            return Some(());
        }
        let job = *self.chance.pick(&wanted);
        let (id, session_id) = (job.id, job.session_id);
        let command = match deed {
            Deed::Stop => Command::StopJob { id, session_id },
            _ => Command::RetryJob { id, session_id, without_model: false },
        };
        self.ask(at, command).await.map(drop)
    }
}
