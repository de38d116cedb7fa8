//! Locking a session with what it brought, and removing one.

use super::find;
use crate::{
    agent::{self, Interview, Stand, Turn},
    changes::put_session,
    jobs::{Ending, end},
    storage::{Batch, View},
};
use protocol::{
    Channel, Event, Problem, SessionId, Timestamp,
    records::{Finding, Job, Message, SessionStatus},
};

/// Lock a session and sum it up. An answer under way is stopped. Locked twice is locked once.
pub(super) fn finalize(view: &View<'_>, id: SessionId, now: Timestamp) -> Result<Batch, Problem> {
    let mut batch = Batch::default();
    let before = find(view, id)?;
    if before.finalized_at.is_some() {
        return Ok(batch);
    }
    let mut session = before.clone();
    for mut job in jobs(id, view.due()?) {
        end(view, &mut batch, &mut session, (&mut job, &Ending::Cancelled), now)?;
    }
    let after = agent::Eta::of(view, &mut agent::Profile::default(), now)?;
    let summary = agent::summary(view, &session, &[], after)?;
    session.status = SessionStatus::Finalized;
    session.active_job = None;
    session.error = None;
    session.finalized_at = Some(now);
    session.summary = Some(summary.clone());
    batch.tell(Channel::Session(id), Event::SessionFinalized { id, at: now, summary });
    put_session(view, &mut batch, Some(&before), &mut session)?;
    Ok(batch)
}

/// Remove a session with its messages, findings and jobs. What was made of them in the profile
/// stays.
pub(super) fn delete(view: &View<'_>, id: SessionId) -> Result<Batch, Problem> {
    let mut batch = Batch::default();
    batch.delete(&find(view, id)?);
    batch.delete_children::<Message>(id.0);
    batch.delete_children::<Finding>(id.0);
    batch.delete_children::<Stand>(id.0);
    if let Some(interview) = view.get::<Interview>(id.0)? {
        batch.delete(&interview);
    }
    for job in jobs(id, view.everywhere()?) {
        if let Some(turn) = view.get::<Turn>(job.id.0)? {
            batch.delete(&turn);
        }
        batch.delete(&job);
        batch.forget(Channel::Job(job.id));
    }
    batch.forget(Channel::Session(id));
    batch.tell(Channel::User(view.owner()), Event::SessionDeleted { id });
    Ok(batch)
}

fn jobs(id: SessionId, all: Vec<Job>) -> impl Iterator<Item = Job> {
    all.into_iter().filter(move |job| job.session_id == id)
}
