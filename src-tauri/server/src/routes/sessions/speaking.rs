//! A message as one change: the message, its session, the job that answers it, and what is told.

use super::{branching::before_answer, find_open};
use crate::{
    agent, branches,
    changes::put_session,
    jobs::{NewJob, queue},
    storage::{Batch, View},
};
use profile::Tree;
use protocol::{
    Channel, ErrorCode, Event, Problem, SessionId, Timestamp,
    ids::opening_id,
    records::{Block, Message, Role, Session},
    write::{CreateSession, NewMessage, PostMessage},
};

/// The place of the opening question.
pub(super) const OPENING: u64 = 1;

/// A new session with the opening question and the person's answer. The same create twice is the
/// same create.
pub(super) fn create(
    view: &View<'_>,
    body: &CreateSession,
    new: NewJob,
    now: Timestamp,
) -> Result<Batch, Problem> {
    let mut batch = Batch::default();
    if view.has::<Session>(body.id.0)? {
        return same_message(view, body.id, &body.first_message, batch);
    }
    refuse_taken(view, &body.first_message)?;
    let mut session = profile::new_session(body, now);
    let mut opening = Message {
        id: opening_id(body.id),
        session_id: body.id,
        ordinal: OPENING,
        follows: None,
        role: Role::Assistant,
        blocks: vec![Block::Text { text: interview::opening(body.id, body.kind) }],
        job_id: None,
        stopped: false,
        created_at: now,
    };
    let mut message = profile::new_message(body.id, &body.first_message, 2, now);
    session.message_count = message.ordinal;
    agent::begin(view, &mut batch, &mut session, now)?;
    let channel = Channel::Session(body.id);
    for message in [&mut opening, &mut message] {
        batch.put(message);
        batch.tell(channel, Event::InterviewMessage(message.clone()));
    }
    queue(view, &mut batch, &mut session, &message, new);
    put_session(view, &mut batch, None, &mut session)?;
    Ok(batch)
}

/// One more message of the person, or another version of one. A paused session goes on.
pub(super) fn say(
    view: &View<'_>,
    id: SessionId,
    PostMessage { message: body, replaces, .. }: &PostMessage,
    (new, now): (NewJob, Timestamp),
) -> Result<Batch, Problem> {
    let mut batch = Batch::default();
    if view.get::<Message>(body.id.0)?.is_some_and(|message| message.session_id == id) {
        return same_message(view, id, body, batch);
    }
    let before = find_open(view, id)?;
    refuse_taken(view, body)?;
    let mut session = before.clone();
    let mut message = profile::new_message(id, body, session.message_count + 1, now);
    let mut tree = branches::tree(view, &before)?;
    let parent = match replaces {
        Some(answer) => before_answer(view, &before, &tree, *answer)?,
        None => tree.end(),
    };
    message.follows = Tree::follows(message.ordinal, parent);
    session.message_count = message.ordinal;
    session.last_message_at = now;
    batch.put(&mut message);
    batch.tell(Channel::Session(id), Event::InterviewMessage(message.clone()));
    if replaces.is_some() {
        let chosen = tree.showing_newest(parent);
        tree = branches::choose(view, &mut batch, &mut session, chosen)?;
        if parent == OPENING {
            profile::name_after(&mut session, &body.text);
        }
    }
    tree.push(message.ordinal, message.follows);
    session.shown_count = tree.shown_count();
    queue(view, &mut batch, &mut session, &message, new);
    put_session(view, &mut batch, Some(&before), &mut session)?;
    Ok(batch)
}

pub(super) fn taken() -> Problem {
    Problem::refused(ErrorCode::VersionConflict, "The id belongs to something else.")
}

/// A message id that another message has.
fn refuse_taken(view: &View<'_>, body: &NewMessage) -> Result<(), Problem> {
    if view.has::<Message>(body.id.0)? { Err(taken()) } else { Ok(()) }
}

/// Nothing is to be done if the very message is stored.
fn same_message(
    view: &View<'_>,
    id: SessionId,
    body: &NewMessage,
    nothing: Batch,
) -> Result<Batch, Problem> {
    let stored = view.get::<Message>(body.id.0)?;
    let same = stored.is_some_and(|stored| stored.session_id == id && stored.text() == body.text);
    if same { Ok(nothing) } else { Err(taken()) }
}
