//! Parts of changes that several routes and workers share: a record with its event, and a session
//! with what changed in it.

use crate::storage::{Batch, Record, View};
use protocol::{
    Channel, Event, Problem, UserId,
    records::{Constraint, Finding, Job, LifeState, Project, Session, SessionPatch, Skill},
};

/// A record whose every change is told on the user's channel.
pub(crate) trait Told: Record + Clone {
    /// That it is now so.
    fn told(&self) -> Event;
}

macro_rules! told {
    ($($record:ident => $event:ident;)*) => {$(
        impl Told for $record {
            fn told(&self) -> Event {
                Event::$event(self.clone())
            }
        }
    )*};
}

told! {
    Skill => SkillUpdated;
    Project => ProjectUpdated;
    Constraint => ConstraintUpdated;
    Finding => FindingUpdated;
    LifeState => StateUpdated;
    Job => JobUpdated;
}

/// Store a record and tell its owner.
pub(crate) fn put_and_tell<R: Told>(batch: &mut Batch, owner: UserId, record: &mut R) {
    batch.put(record);
    batch.tell(Channel::User(owner), record.told());
}

/// Store a session and tell what changed in it. What this batch tells on the session's channel
/// must have been told before.
pub(crate) fn put_session(
    view: &View<'_>,
    batch: &mut Batch,
    before: Option<&Session>,
    session: &mut Session,
) -> Result<(), Problem> {
    let channel = Channel::Session(session.id);
    let top = view.position(channel)?.map_or(0, |position| position.seq);
    session.last_seq = top + batch.told(channel);
    batch.put(session);
    let patch = SessionPatch::between(before, session);
    batch.tell(Channel::User(view.owner()), Event::SessionUpdated(patch));
    Ok(())
}
