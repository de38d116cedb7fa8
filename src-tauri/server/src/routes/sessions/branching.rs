//! Other versions of messages: a reply made anew, and which version is shown. Nothing is overwritten.

use super::{
    find_open,
    speaking::{OPENING, taken},
};
use crate::{
    agent::Interview,
    branches,
    changes::put_session,
    jobs::{NewJob, queue},
    storage::{Batch, View},
};
use profile::Tree;
use protocol::{
    ErrorCode, MessageId, Problem, SessionId,
    records::{Block, Job, Message, Role, Session},
    write::{Regenerate, ShowVersion},
};

/// What a new version of an answer follows.
///
/// # Errors
///
/// A refusal when it is no answer of this session, or a passage of a file.
pub(super) fn before_answer(
    view: &View<'_>,
    session: &Session,
    tree: &Tree,
    answer: MessageId,
) -> Result<u64, Problem> {
    let message = message(view, session.id, answer)?;
    if message.role != Role::User || is_passage(&message) {
        return Err(Problem::invalid("replaces", "Only an answer can be given once more."));
    }
    Ok(tree.parent(message.ordinal))
}

/// Have another version of a reply made. The same wish twice is the same wish.
pub(super) fn regenerate(
    view: &View<'_>,
    id: SessionId,
    body: &Regenerate,
    new: NewJob,
) -> Result<Batch, Problem> {
    let mut batch = Batch::default();
    let jobs = view.everywhere::<Job>()?;
    if jobs.iter().any(|job| job.reply_id == body.reply && job.replaces == Some(body.message)) {
        return Ok(batch);
    }
    let before = find_open(view, id)?;
    if view.has::<Message>(body.reply.0)? {
        return Err(taken());
    }
    let reply = message(view, id, body.message)?;
    let tree = branches::tree(view, &before)?;
    let answered = answered(view, &before, &tree, &reply)?;
    let mut session = before.clone();
    let chosen = tree.showing_newest(tree.parent(reply.ordinal));
    branches::choose(view, &mut batch, &mut session, chosen)?;
    queue(view, &mut batch, &mut session, &answered, new.instead(body.message, body.reply));
    put_session(view, &mut batch, Some(&before), &mut session)?;
    Ok(batch)
}

/// The answer to which something is the reply.
fn answered(
    view: &View<'_>,
    session: &Session,
    tree: &Tree,
    reply: &Message,
) -> Result<Message, Problem> {
    let refuse = || Problem::invalid("message", "Only a reply to an answer can be made anew.");
    if reply.role != Role::Assistant {
        return Err(refuse());
    }
    if let Some(job) = reply.job_id.map(|job| view.get::<Job>(job.0)).transpose()?.flatten() {
        let answer = view.get::<Message>(job.message_id.0)?;
        return answer.filter(|message| !is_passage(message)).ok_or_else(refuse);
    }
    let said = branches::back(view, session, (tree, reply.ordinal), usize::from(u16::MAX))?;
    let answer = said.into_iter().find(|message| message.role == Role::User);
    answer.filter(|message| !is_passage(message)).ok_or_else(refuse)
}

/// Show a version of a message, with what came after it.
pub(super) fn show(view: &View<'_>, id: SessionId, body: ShowVersion) -> Result<Batch, Problem> {
    let mut batch = Batch::default();
    let before = find_open(view, id)?;
    let (wanted, newest) = (message(view, id, body.message)?, message(view, id, body.newest)?);
    let tree = branches::tree(view, &before)?;
    if tree.versions(wanted.ordinal).last() != Some(&newest.ordinal) {
        let title = "The message has another version by now.";
        return Err(Problem::refused(ErrorCode::VersionConflict, title));
    }
    let mut session = before.clone();
    let chosen = tree.showing(wanted.ordinal);
    if chosen == before.chosen {
        return Ok(batch);
    }
    let tree = branches::choose(view, &mut batch, &mut session, chosen)?;
    if tree.parent(wanted.ordinal) == OPENING {
        profile::name_after(&mut session, &wanted.text());
    }
    if let Some(interview) = view.get::<Interview>(id.0)? {
        let end = (&tree, tree.end());
        session.progress = branches::plan_at(view, &session, &interview, end, None)?.progress();
    }
    put_session(view, &mut batch, Some(&before), &mut session)?;
    Ok(batch)
}

/// A message of this session.
fn message(view: &View<'_>, session: SessionId, id: MessageId) -> Result<Message, Problem> {
    let found = view.get::<Message>(id.0)?.filter(|message| message.session_id == session);
    found.ok_or_else(|| Problem::not_found("message"))
}

/// Whether it is of a file, and not said by the person.
fn is_passage(message: &Message) -> bool {
    message.blocks.iter().any(|block| matches!(block, Block::Attachment { .. }))
}
