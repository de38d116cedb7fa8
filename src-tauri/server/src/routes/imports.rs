//! Imports: a session whose first messages are passages of files, and the job that reads them.

use super::mutation::Mutation;
use crate::{
    agent,
    app::App,
    changes::put_session,
    jobs::{NewJob, queue},
    refusal::Refusal,
    storage::{Batch, View},
};
use axum::{extract::State, response::Response};
use protocol::{
    Channel, ErrorCode, Event, Problem, Timestamp,
    import::NewImport,
    records::{JobKind, Message, Session},
};
use std::sync::Arc;

/// `POST /v1/imports`
pub(super) async fn create(
    State(app): State<Arc<App>>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let body: NewImport = mutation.json()?;
    profile::check_import(&body)?;
    let new = NewJob::new(&app, JobKind::Import);
    let now = app.clock.now();
    let channel = Channel::Session(body.id);
    let plan = move |view: &View<'_>| import(view, &body, new, now);
    mutation.waking_workers().run(channel, plan).await
}

/// The session with all passages. The same import twice is the same import.
fn import(
    view: &View<'_>,
    body: &NewImport,
    new: NewJob,
    now: Timestamp,
) -> Result<Batch, Problem> {
    let mut batch = Batch::default();
    let mut messages: Vec<Message> = profile::imported_messages(body, now).collect();
    if is_stored(view, body, &messages)? {
        return Ok(batch);
    }
    let mut session = profile::imported_session(body, now);
    agent::begin(view, &mut batch, &mut session, now)?;
    for message in &mut messages {
        batch.put(message);
        batch.tell(Channel::Session(session.id), Event::InterviewMessage(message.clone()));
    }
    let last = messages.last().ok_or_else(|| Problem::invalid("passages", "There are none."))?;
    queue(view, &mut batch, &mut session, last, new);
    put_session(view, &mut batch, None, &mut session)?;
    Ok(batch)
}

/// Whether this very import is stored.
///
/// # Errors
///
/// A refusal when one of its ids belongs to something else.
fn is_stored(view: &View<'_>, body: &NewImport, messages: &[Message]) -> Result<bool, Problem> {
    let mut same = 0;
    for message in messages {
        if let Some(stored) = view.get::<Message>(message.id.0)? {
            same += 1;
            if stored.session_id != body.id || stored.blocks != message.blocks {
                return Err(taken());
            }
        }
    }
    match (view.has::<Session>(body.id.0)?, same) {
        (false, 0) => Ok(false),
        (true, same) if same == messages.len() => Ok(true),
        _ => Err(taken()),
    }
}

fn taken() -> Problem {
    Problem::refused(ErrorCode::VersionConflict, "The id belongs to something else.")
}
