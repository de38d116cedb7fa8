//! Takes events in: each one's effect and its position in the same transaction, each once. What the
//! effect was is handed back, so that the interface can be told after the commit.

use crate::{
    Store, StoreError, place,
    record::{self, Record},
    text::{self, Assembly, Joined},
};
use protocol::{
    Channel, ChannelPosition, ConstraintId, Envelope, Event, EventId, FindingId, JobId, MessageId,
    Problem, ProjectId, SessionId, SkillId, Timestamp,
    records::{Finding, Insight, Job, JobStep, Message, Session, SessionPatch, SessionSummary},
};
use rusqlite::Connection;

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Its position is taken in, and its effect unless that was there already.
    Done,
    /// It was here before; nothing changed.
    Repeated,
    /// Its name or shape is not known to this version; its position is taken in.
    Unknown,
    /// Something before it is missing; nothing changed.
    Gap,
}

/// Something that is different now.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A skill.
    Skill(SkillId),
    /// A finding.
    Finding(FindingId),
    /// A project.
    Project(ProjectId),
    /// A constraint.
    Constraint(ConstraintId),
    /// Direction, dependants, hours.
    State,
    /// Something was noticed.
    Insight(Insight),
    /// Fields of a session.
    Session(SessionPatch),
    /// A session changed that is not here: it must be read once.
    SessionWanted(SessionId),
    /// A session is gone.
    SessionRemoved(SessionId),
    /// A session is locked.
    Finalized {
        /// Which.
        id: SessionId,
        /// Since when.
        at: Timestamp,
        /// What it brought.
        summary: SessionSummary,
    },
    /// A message is here.
    Message {
        /// Where.
        session: SessionId,
        /// Which.
        id: MessageId,
    },
    /// A job was queued, started or ended.
    Job(Job),
    /// A job moves on.
    Progress {
        /// Which.
        job: JobId,
        /// What it does now.
        step: JobStep,
        /// 0 to 100.
        percent: u8,
    },
    /// A job's text is `text` from character `off` on.
    Chunk {
        /// Which.
        job: JobId,
        /// Where, in Unicode scalar values.
        off: u64,
        /// The text.
        text: String,
    },
    /// A job's text does not fit together: it must be read once.
    TextWanted(JobId),
    /// A job is done and its text was checked.
    Completed(JobId),
    /// A job ended without a result.
    Failed(JobId, Problem),
    /// A job was stopped.
    Cancelled(JobId),
}

/// What an event did.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// Where it came from.
    pub channel: Channel,
    /// Its number there.
    pub seq: u64,
    /// Its id.
    pub id: EventId,
    /// What became of it.
    pub outcome: Outcome,
    /// What is different now.
    pub change: Option<Change>,
}

impl Store {
    /// Take one event in.
    ///
    /// # Errors
    ///
    /// Database errors; then nothing was taken in.
    pub async fn apply(&self, envelope: Envelope) -> Result<Applied, StoreError> {
        self.cache().write(move |connection| apply(connection, &envelope)).await
    }

    /// Take events in, all in one transaction, in this order.
    ///
    /// # Errors
    ///
    /// Database errors; then none was taken in.
    pub async fn apply_all(&self, envelopes: Vec<Envelope>) -> Result<Vec<Applied>, StoreError> {
        self.cache()
            .write(move |connection| {
                envelopes.iter().map(|envelope| apply(connection, envelope)).collect()
            })
            .await
    }
}

fn apply(connection: &Connection, envelope: &Envelope) -> Result<Applied, StoreError> {
    let channel = envelope.channel;
    let (seq, id) = (envelope.seq, envelope.id);
    let answer = |outcome, change| Ok(Applied { channel, seq, id, outcome, change });
    let Some(stands) = place::get(connection, channel)? else {
        return answer(Outcome::Gap, None);
    };
    if stands.epoch != envelope.epoch || envelope.seq > stands.seq + 1 {
        return answer(Outcome::Gap, None);
    }
    if envelope.seq <= stands.seq {
        return answer(Outcome::Repeated, None);
    }
    let event = envelope.event.typed();
    let outcome = if event.is_some() { Outcome::Done } else { Outcome::Unknown };
    let change = match event {
        Some(event) => take_in(connection, channel, event)?,
        None => None,
    };
    place::put(
        connection,
        &ChannelPosition {
            channel,
            epoch: envelope.epoch,
            seq: envelope.seq,
            last: Some(envelope.id),
        },
        Some(envelope.at),
    )?;
    answer(outcome, change)
}

/// Exhaustive, so that a new event does not compile until it is handled.
fn take_in(
    connection: &Connection,
    channel: Channel,
    event: Event,
) -> Result<Option<Change>, StoreError> {
    Ok(match event {
        Event::SkillUpdated(skill) => newer(connection, &skill, Change::Skill(skill.id))?,
        Event::FindingUpdated(finding) => newer(connection, &finding, Change::Finding(finding.id))?,
        Event::ProjectUpdated(project) => newer(connection, &project, Change::Project(project.id))?,
        Event::ConstraintUpdated(constraint) => {
            newer(connection, &constraint, Change::Constraint(constraint.id))?
        }
        Event::StateUpdated(state) => newer(connection, &state, Change::State)?,
        Event::InsightReceived(insight) => {
            newer(connection, &insight, Change::Insight(insight.clone()))?
        }
        Event::JobUpdated(job) => {
            let job = as_far(connection, job)?;
            newer(connection, &job, Change::Job(job.clone()))?
        }
        // The person's own channel tells every change of every session, choices of versions among
        // them; the session's channel tells the same once more.
        Event::SessionUpdated(_) if matches!(channel, Channel::Session(_)) => None,
        Event::SessionUpdated(patch) => session(connection, patch)?,
        Event::MessageBranched { .. } => None,
        Event::SessionDeleted { id } => {
            remove_session(connection, id)?;
            Some(Change::SessionRemoved(id))
        }
        Event::InterviewMessage(said) => Some(message(connection, &said)?),
        Event::SessionFinalized { id, at, summary } => Some(Change::Finalized { id, at, summary }),
        Event::JobProgress { job, step, percent } => progress(connection, job, step, percent)?,
        Event::JobChunk { job, r#gen, off, text } => chunk(connection, job, (r#gen, off), &text)?,
        Event::JobCompleted { job, len, sha256 } => {
            let assembly = text::get(connection, job)?.unwrap_or_default();
            if assembly.is(len, &sha256) {
                text::close(connection, job)?;
                Some(Change::Completed(job))
            } else {
                Some(Change::TextWanted(job))
            }
        }
        Event::JobFailed { job, problem } => {
            text::close(connection, job)?;
            Some(Change::Failed(job, problem))
        }
        Event::JobCancelled { job } => {
            text::close(connection, job)?;
            Some(Change::Cancelled(job))
        }
    })
}

fn newer<R: Record>(
    connection: &Connection,
    record: &R,
    change: Change,
) -> Result<Option<Change>, StoreError> {
    Ok(record::put_newer(connection, record)?.then_some(change))
}

fn message(connection: &Connection, said: &Message) -> Result<Change, StoreError> {
    record::put(connection, said)?;
    Ok(Change::Message { session: said.session_id, id: said.id })
}

fn session(connection: &Connection, patch: SessionPatch) -> Result<Option<Change>, StoreError> {
    let Some(mut known) = record::get::<Session>(connection, &patch.id.to_string())? else {
        if let Some(session) = whole(patch.clone()) {
            is_back(connection, patch.id)?;
            record::put(connection, &session)?;
            return Ok(Some(Change::Session(patch)));
        }
        want(connection, patch.id)?;
        return Ok(Some(Change::SessionWanted(patch.id)));
    };
    if known.version >= patch.version {
        return Ok(None);
    }
    patch.clone().apply_to(&mut known);
    record::put(connection, &known)?;
    Ok(Some(Change::Session(patch)))
}

/// A session must be read, and is not forgotten until it was.
fn want(connection: &Connection, id: SessionId) -> Result<(), StoreError> {
    is_back(connection, id)?;
    connection
        .prepare_cached("INSERT OR IGNORE INTO wanted (session) VALUES (?1)")?
        .execute([id.to_string()])?;
    Ok(())
}

/// The session that a patch with every field makes.
fn whole(patch: SessionPatch) -> Option<Session> {
    Some(Session {
        id: patch.id,
        version: patch.version,
        kind: patch.kind?,
        status: patch.status?,
        title: patch.title?,
        titled_by_hand: patch.titled_by_hand?,
        project_id: patch.project_id?,
        permission: patch.permission?,
        voice: patch.voice?,
        progress: patch.progress?,
        message_count: patch.message_count?,
        shown_count: patch.shown_count.unwrap_or_default(),
        chosen: patch.chosen.unwrap_or_default(),
        last_seq: patch.last_seq,
        last_message_at: patch.last_message_at?,
        preview: patch.preview?,
        active_job: patch.active_job?,
        error: patch.error?,
        summary: patch.summary?,
        tokens: patch.tokens?,
        created_at: patch.created_at?,
        finalized_at: patch.finalized_at?,
    })
}

pub(crate) fn no_longer_want(connection: &Connection, id: SessionId) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM wanted WHERE session = ?1")?
        .execute([id.to_string()])?;
    Ok(())
}

/// A session was removed. A read of it that began before must not bring it back.
fn is_gone_now(connection: &Connection, id: SessionId) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO gone (session) VALUES (?1)")?
        .execute([id.to_string()])?;
    Ok(())
}

/// The server speaks of a session again that was removed: an older state of its data was put back.
pub(crate) fn is_back(connection: &Connection, id: SessionId) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM gone WHERE session = ?1")?.execute([id.to_string()])?;
    Ok(())
}

/// Whether a session was removed and has not come back.
pub(crate) fn is_gone(connection: &Connection, id: SessionId) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM gone WHERE session = ?1")?;
    Ok(statement.exists([id.to_string()])?)
}

/// A session and what belongs to it. What was made of it in the profile stays, quotes and all.
pub(crate) fn remove_session(connection: &Connection, id: SessionId) -> Result<(), StoreError> {
    let parent = id.to_string();
    for job in record::list::<Job>(connection, Some(&parent))? {
        text::forget(connection, job.id)?;
        place::forget(connection, Channel::Job(job.id))?;
    }
    for kind in [Message::KIND, Finding::KIND, Job::KIND] {
        record::delete_of_parent(connection, kind, &parent)?;
    }
    record::delete(connection, Session::KIND, &parent)?;
    no_longer_want(connection, id)?;
    is_gone_now(connection, id)?;
    place::forget(connection, Channel::Session(id))
}

fn progress(
    connection: &Connection,
    id: JobId,
    step: JobStep,
    percent: u8,
) -> Result<Option<Change>, StoreError> {
    let known = record::get::<Job>(connection, &id.to_string())?;
    // The person's channel may have told its end already.
    let Some(mut job) = known.filter(Job::is_active) else { return Ok(None) };
    job.step = step;
    job.percent = percent;
    record::put(connection, &job)?;
    Ok(Some(Change::Progress { job: id, step, percent }))
}

/// A job as its own channel has told it already: that channel may be ahead of the person's.
fn as_far(connection: &Connection, job: Job) -> Result<Job, StoreError> {
    let Some(known) = record::get::<Job>(connection, &job.id.to_string())? else { return Ok(job) };
    let behind = job.is_active() && known.r#gen == job.r#gen && known.percent > job.percent;
    Ok(if behind { Job { step: known.step, percent: known.percent, ..job } } else { job })
}

fn chunk(
    connection: &Connection,
    job: JobId,
    (generation, off): (u32, u64),
    chunk: &str,
) -> Result<Option<Change>, StoreError> {
    let known = text::get(connection, job)?;
    let mut assembly = known.unwrap_or(Assembly { generation, ..Assembly::default() });
    Ok(match assembly.join(generation, off, chunk) {
        Joined::Grown { off, text } => {
            text::put(connection, job, &assembly)?;
            Some(Change::Chunk { job, off, text })
        }
        Joined::Same => None,
        Joined::Lost => Some(Change::TextWanted(job)),
    })
}
