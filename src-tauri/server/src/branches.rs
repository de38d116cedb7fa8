//! Which versions of a session's messages are shown, what a new message follows, and what the
//! interviewer had in mind there.

use crate::{
    agent::{Interview, Stand},
    storage::{Batch, StorageError, View},
};
use profile::Tree;
use protocol::{
    Channel, Event, MessageId,
    records::{Job, Message, Session},
};
use uuid::Uuid;

/// The messages of a session as a tree.
pub(crate) fn tree(view: &View<'_>, session: &Session) -> Result<Tree, StorageError> {
    Ok(Tree::new(session.message_count, view.forks(session.id)?, &session.chosen))
}

/// The message at `ordinal` and those it goes back to, newest first, at most `most`.
pub(crate) fn back(
    view: &View<'_>,
    session: &Session,
    (tree, ordinal): (&Tree, u64),
    most: usize,
) -> Result<Vec<Message>, StorageError> {
    let mut messages: Vec<Message> = Vec::new();
    for part in tree.up(ordinal) {
        let left = most - messages.len();
        let limit = u32::try_from(left).unwrap_or(u32::MAX);
        let found = view.page::<Message>(session.id.0, Some(after(*part.end())), limit)?;
        messages.extend(found.into_iter().take_while(|message| part.contains(&message.ordinal)));
        if messages.len() >= most {
            break;
        }
    }
    Ok(messages)
}

/// Show these versions; gives the messages as they are shown now. The session must be put afterwards.
pub(crate) fn choose(
    view: &View<'_>,
    batch: &mut Batch,
    session: &mut Session,
    chosen: Vec<u64>,
) -> Result<Tree, StorageError> {
    session.chosen.clone_from(&chosen);
    let tree = tree(view, session)?;
    session.shown_count = tree.shown_count();
    let (id, version) = (session.id, session.version + 1);
    batch.tell(Channel::Session(id), Event::MessageBranched { id, version, chosen });
    Ok(tree)
}

/// The message that the reply of a job will follow.
pub(crate) fn before_reply(view: &View<'_>, tree: &Tree, job: &Job) -> Result<u64, StorageError> {
    let replaced = job.replaces.map(|id| view.get::<Message>(id.0)).transpose()?.flatten();
    if let Some(replaced) = replaced {
        return Ok(tree.parent(replaced.ordinal));
    }
    let answered = view.get::<Message>(job.message_id.0)?;
    Ok(answered.map_or(tree.end(), |message| tree.end_of(message.ordinal)))
}

/// What the interviewer had in mind when the reply of a job is to be planned. What was said before
/// in reply to the same answer does not count, and is not said again.
pub(crate) fn plan_for(
    view: &View<'_>,
    session: &Session,
    interview: &Interview,
    job: &Job,
) -> Result<interview::Plan, StorageError> {
    let tree = tree(view, session)?;
    let from = before_reply(view, &tree, job)?;
    let mut plan = plan_at(view, session, interview, (&tree, from), Some(job.message_id))?;
    if job.replaces.is_some() {
        let stands = view.children::<Stand>(session.id.0)?;
        for stand in stands.iter().filter(|stand| stand.answers == job.message_id) {
            plan.avoid(&stand.plan);
        }
    }
    Ok(plan)
}

/// What the interviewer had in mind after the message at `ordinal`, replies to `but` left out.
pub(crate) fn plan_at(
    view: &View<'_>,
    session: &Session,
    interview: &Interview,
    (tree, ordinal): (&Tree, u64),
    but: Option<MessageId>,
) -> Result<interview::Plan, StorageError> {
    for part in tree.up(ordinal) {
        let mut end = *part.end();
        while let Some(stand) = view.page::<Stand>(session.id.0, Some(after(end)), 1)?.pop()
            && part.contains(&stand.ordinal)
        {
            if Some(stand.answers) != but {
                return Ok(stand.plan);
            }
            end = stand.ordinal - 1;
        }
    }
    Ok(interview.plan.clone())
}

/// The place before which a page ends with this ordinal.
fn after(ordinal: u64) -> (i64, Uuid) {
    (i64::try_from(ordinal).unwrap_or(i64::MAX).saturating_add(1), Uuid::nil())
}
