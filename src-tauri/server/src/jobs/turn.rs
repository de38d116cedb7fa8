//! The two ends of a job: how it is queued with a message, and how it ends, with or without a reply.

use crate::{
    agent::{Interview, Stand, Turn},
    app::App,
    branches,
    changes::put_and_tell,
    storage::{Batch, View},
};
use profile::Tree;
use protocol::{
    Channel, ErrorCode, Event, JobId, MessageId, Problem, Timestamp,
    records::{
        Block, Job, JobKind, JobStatus, JobStep, Message, PermissionMode, Role, Session,
        SessionStatus,
    },
};
use sha2::{Digest, Sha256};

/// Messages among which the person's last word is looked for. After it come only cut-off answers.
const RECENT: usize = 50;

/// The ids of a job to be queued.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewJob {
    id: JobId,
    kind: JobKind,
    reply: MessageId,
    queued_at: Timestamp,
    without_model: bool,
    replaces: Option<MessageId>,
}

impl NewJob {
    /// A job of its own ids, queued now.
    pub(crate) fn new(app: &App, kind: JobKind) -> Self {
        let (id, reply) = (JobId(app.ids.next()), MessageId(app.ids.next()));
        Self { id, kind, reply, queued_at: app.clock.now(), without_model: false, replaces: None }
    }

    /// The same for the built-in interviewer, whatever model is chosen.
    pub(crate) fn without_model(self) -> Self {
        Self { without_model: true, ..self }
    }

    /// The same for another version of a reply, with this id.
    pub(crate) fn instead(self, replaces: MessageId, reply: MessageId) -> Self {
        Self { replaces: Some(replaces), reply, ..self }
    }
}

/// Queue the answer to a message. The session must be put afterwards.
pub(crate) fn queue(
    view: &View<'_>,
    batch: &mut Batch,
    session: &mut Session,
    message: &Message,
    new: NewJob,
) {
    let mut job = Job {
        id: new.id,
        version: 0,
        kind: new.kind,
        session_id: session.id,
        message_id: message.id,
        reply_id: new.reply,
        replaces: new.replaces,
        status: JobStatus::Queued,
        step: JobStep::Thinking,
        percent: 0,
        r#gen: 0,
        without_model: new.without_model,
        model: None,
        tools: Vec::new(),
        problem: None,
        created_at: new.queued_at,
        started_at: None,
        ended_at: None,
    };
    session.active_job.get_or_insert(job.id);
    session.status = SessionStatus::Working;
    session.error = None;
    batch.open(Channel::Job(job.id));
    put_and_tell(batch, view.owner(), &mut job);
}

/// Queue the answer to the message of an ended job once more. The session must be put afterwards.
///
/// # Errors
///
/// A refusal when that message has its answer or is no longer the last word of the person, and while
/// another answer of the session is under way.
pub(crate) fn retry(
    view: &View<'_>,
    batch: &mut Batch,
    session: &mut Session,
    ended: &Job,
    new: NewJob,
) -> Result<(), Problem> {
    let refuse = |title| Err(Problem::refused(ErrorCode::VersionConflict, title));
    if view.due::<Job>()?.iter().any(|job| job.session_id == session.id) {
        return refuse("Another answer of this session is under way.");
    }
    let new = NewJob { kind: ended.kind, replaces: ended.replaces, ..new };
    if let Some(message) = view.get::<Message>(ended.message_id.0)?
        && ended.replaces.is_some()
    {
        queue(view, batch, session, &message, new);
        return Ok(());
    }
    let jobs = view.everywhere::<Job>()?;
    let mut of_message = jobs.iter().filter(|job| job.message_id == ended.message_id);
    if of_message.any(|job| job.status == JobStatus::Completed) {
        return refuse("The message has its answer.");
    }
    let tree = branches::tree(view, session)?;
    let spoken = branches::back(view, session, (&tree, tree.end()), RECENT)?;
    let last = spoken.into_iter().find(|message| message.role == Role::User);
    let Some(message) = last.filter(|message| message.id == ended.message_id) else {
        return refuse("The conversation has gone on.");
    };
    if let Some(interview) = view.get::<Interview>(session.id.0)? {
        session.progress = branches::plan_for(view, session, &interview, ended)?.progress();
    }
    queue(view, batch, session, &message, new);
    Ok(())
}

/// How a turn ends.
#[derive(Debug, Clone)]
pub(crate) enum Ending {
    /// The reply is whole.
    Completed,
    /// Somebody stopped it; what was written is kept.
    Cancelled,
    /// It cannot be done.
    Failed(Problem),
}

/// End a turn. What was written becomes a message, the interview goes on from there; a reply that was
/// said to its end is whole, whatever became of the job since. The session must be put afterwards.
pub(crate) fn end(
    view: &View<'_>,
    batch: &mut Batch,
    session: &mut Session,
    (job, ending): (&mut Job, &Ending),
    now: Timestamp,
) -> Result<(), Problem> {
    let text = view.job_text(job.id)?.map(|(_, text)| text).unwrap_or_default();
    let turn = view.get::<Turn>(job.id.0)?;
    let is_said = turn.as_ref().is_some_and(|turn| turn.said);
    let ending = if is_said { &Ending::Completed } else { ending };
    if !text.is_empty() {
        let stopped = !matches!(ending, Ending::Completed);
        let mut tree = branches::tree(view, session)?;
        let mut reply = reply(job, session, &text, stopped, now);
        reply.follows = Tree::follows(reply.ordinal, branches::before_reply(view, &tree, job)?);
        tree.push(reply.ordinal, reply.follows);
        session.shown_count = tree.shown_count();
        if let Some(turn) = &turn {
            keep_stand(batch, turn, (job, &reply));
            if session.permission != PermissionMode::Observe {
                keep_asked(view, batch, turn, now)?;
            }
            if tree.is_shown(reply.ordinal) {
                session.progress = turn.progress;
            }
        }
        say(batch, session, reply);
    }
    if let Some(turn) = turn {
        batch.delete(&turn);
    }
    if let Some(used) = job.model {
        session.tokens = Some(session.tokens.unwrap_or_default().and(used.tokens));
    }
    batch.end_lease(job.id);
    job.ended_at = Some(now);
    (job.status, job.problem) = match ending {
        Ending::Completed => (JobStatus::Completed, None),
        Ending::Cancelled => (JobStatus::Cancelled, None),
        Ending::Failed(problem) => (JobStatus::Failed, Some(problem.clone())),
    };
    if matches!(ending, Ending::Completed) {
        job.percent = 100;
    }
    batch.tell(Channel::Job(job.id), end_event(job.id, ending, &text));
    put_and_tell(batch, view.owner(), job);
    free(view, session, job.id, ending)
}

/// Store a message as the session's next.
fn say(batch: &mut Batch, session: &mut Session, mut message: Message) {
    session.message_count = message.ordinal;
    session.last_message_at = message.created_at;
    batch.put(&mut message);
    batch.tell(Channel::Session(session.id), Event::InterviewMessage(message));
}

fn reply(job: &Job, session: &Session, text: &str, stopped: bool, now: Timestamp) -> Message {
    let text = Block::Text { text: text.to_owned() };
    Message {
        id: job.reply_id,
        session_id: session.id,
        ordinal: session.message_count + 1,
        follows: None,
        role: Role::Assistant,
        blocks: job.tools.iter().cloned().chain([text]).collect(),
        job_id: Some(job.id),
        stopped,
        created_at: now,
    }
}

/// The question was put, even if it was cut short: the next one will be another.
fn keep_stand(batch: &mut Batch, turn: &Turn, (job, reply): (&Job, &Message)) {
    batch.put(&mut Stand {
        message: reply.id,
        session: reply.session_id,
        ordinal: reply.ordinal,
        answers: job.message_id,
        version: 0,
        plan: turn.plan.clone(),
    });
}

/// What was asked for is known from now on, and counts in the physics.
fn keep_asked(
    view: &View<'_>,
    batch: &mut Batch,
    turn: &Turn,
    now: Timestamp,
) -> Result<(), Problem> {
    let mut state =
        view.get::<protocol::records::LifeState>(uuid::Uuid::nil())?.unwrap_or_default();
    let mut asked = state.asked;
    asked.direction |= turn.asked.direction;
    asked.constraints |= turn.asked.constraints;
    asked.dependants |= turn.asked.dependants;
    if asked != state.asked {
        state.asked = asked;
        state.updated_at = Some(now);
        put_and_tell(batch, view.owner(), &mut state);
    }
    Ok(())
}

fn end_event(job: JobId, ending: &Ending, text: &str) -> Event {
    match ending {
        Ending::Completed => Event::JobCompleted {
            job,
            len: u64::try_from(text.chars().count()).unwrap_or(u64::MAX),
            sha256: hexadecimal(&Sha256::digest(text.as_bytes())),
        },
        Ending::Cancelled => Event::JobCancelled { job },
        Ending::Failed(problem) => Event::JobFailed { job, problem: problem.clone() },
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

/// The session waits for the next job of its own, or for the person.
fn free(
    view: &View<'_>,
    session: &mut Session,
    ended: JobId,
    ending: &Ending,
) -> Result<(), Problem> {
    let due = view.due::<Job>()?;
    let next = due.iter().find(|job| job.session_id == session.id && job.id != ended);
    session.active_job = next.map(|job| job.id);
    if session.status == SessionStatus::Working {
        session.status = match (next, ending) {
            (Some(_), _) => SessionStatus::Working,
            (None, Ending::Failed(_)) => SessionStatus::Error,
            (None, Ending::Completed | Ending::Cancelled) => SessionStatus::Idle,
        };
    }
    if let Ending::Failed(problem) = ending {
        session.error = Some(problem.title.clone());
    }
    Ok(())
}
