//! The caller's sessions and their messages. A session exists only with a first message.

mod branching;
mod ending;
mod speaking;

use super::{
    caller::Caller,
    mutation::Mutation,
    place::{Id, Wanted},
    reading::{self, Part},
};
use crate::{
    app::App,
    changes::put_session,
    jobs::NewJob,
    refusal::Refusal,
    storage::{Batch, Record, View},
};
use axum::{extract::State, response::Response};
use protocol::{
    Channel, ErrorCode, Problem, SessionId,
    records::{JobKind, Message, Session, SessionStatus},
    write::{CreateSession, PostMessage, Regenerate, ShowVersion, UpdateSession},
};
use std::sync::Arc;
use uuid::Uuid;

/// The session of the caller.
fn find(view: &View<'_>, id: SessionId) -> Result<Session, Problem> {
    view.get::<Session>(id.0)?.ok_or_else(|| Problem::not_found("session"))
}

/// The session, unless it is locked.
pub(super) fn find_open(view: &View<'_>, id: SessionId) -> Result<Session, Problem> {
    let session = find(view, id)?;
    if session.finalized_at.is_some() {
        let title = "The session is finalized and takes nothing more.";
        return Err(Problem::refused(ErrorCode::SessionFinalized, title));
    }
    Ok(session)
}

/// `GET /v1/sessions?before=&limit=`: newest first.
pub(super) async fn list(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Wanted(part): Wanted<Part>,
) -> Result<Response, Refusal> {
    let before: Option<SessionId> = match &part.before {
        Some(id) => Some(id.parse().map_err(|_| bad_cursor())?),
        None => None,
    };
    reading::read(&app, caller.user, Channel::User(caller.user), move |view| {
        let before = match before {
            Some(id) => find(view, id).map(|session| Some((session.place(), id.0)))?,
            None => None,
        };
        let items = view.page::<Session>(Uuid::nil(), before, part.limit() + 1)?;
        Ok(reading::page(items, part.limit(), |session| session.id.to_string()))
    })
    .await
}

fn bad_cursor() -> Refusal {
    Refusal::unreadable("The value of before is not one that a list gave.")
}

/// `GET /v1/sessions/{id}`
pub(super) async fn read(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Id(id): Id<SessionId>,
) -> Result<Response, Refusal> {
    reading::one::<Session>(&app, caller.user, id.0, "session").await
}

/// `GET /v1/sessions/{id}/messages?before=<ordinal>&limit=`: newest first.
pub(super) async fn messages(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Id(id): Id<SessionId>,
    Wanted(part): Wanted<Part>,
) -> Result<Response, Refusal> {
    let before: Option<i64> = match &part.before {
        Some(ordinal) => Some(ordinal.parse().map_err(|_| bad_cursor())?),
        None => None,
    };
    reading::read(&app, caller.user, Channel::Session(id), move |view| {
        find(view, id)?;
        let before = before.map(|ordinal| (ordinal, Uuid::nil()));
        let items = view.page::<Message>(id.0, before, part.limit() + 1)?;
        Ok(reading::page(items, part.limit(), |message| message.ordinal.to_string()))
    })
    .await
}

/// `POST /v1/sessions`
pub(super) async fn create(
    State(app): State<Arc<App>>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let body: CreateSession = mutation.json()?;
    profile::check_message(&body.first_message.text)?;
    let new = NewJob::new(&app, JobKind::InterviewTurn);
    let now = app.clock.now();
    let channel = Channel::Session(body.id);
    let plan = move |view: &View<'_>| speaking::create(view, &body, new, now);
    mutation.waking_workers().run(channel, plan).await
}

/// `POST /v1/sessions/{id}/messages`
pub(super) async fn post_message(
    State(app): State<Arc<App>>,
    Id(id): Id<SessionId>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let body: PostMessage = mutation.json()?;
    if !body.resume {
        let title = "Only the message that creates a session does not resume it.";
        return Err(Problem::invalid("resume", title).into());
    }
    profile::check_message(&body.message.text)?;
    let new = NewJob::new(&app, JobKind::InterviewTurn);
    let now = app.clock.now();
    let channel = Channel::Session(id);
    let plan = move |view: &View<'_>| speaking::say(view, id, &body, (new, now));
    mutation.waking_workers().run(channel, plan).await
}

/// `POST /v1/sessions/{id}/regenerate`
pub(super) async fn regenerate(
    State(app): State<Arc<App>>,
    Id(id): Id<SessionId>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let body: Regenerate = mutation.json()?;
    let new = NewJob::new(&app, JobKind::InterviewTurn);
    let plan = move |view: &View<'_>| branching::regenerate(view, id, &body, new);
    mutation.waking_workers().run_for_user(plan).await
}

/// `POST /v1/sessions/{id}/shown`
pub(super) async fn show_version(
    Id(id): Id<SessionId>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let body: ShowVersion = mutation.json()?;
    mutation.run_for_user(move |view| branching::show(view, id, body)).await
}

/// `PATCH /v1/sessions/{id}`
pub(super) async fn change(Id(id): Id<SessionId>, mutation: Mutation) -> Result<Response, Refusal> {
    let body: UpdateSession = profile::check_session(mutation.json()?)?;
    edit(
        mutation,
        move |view| find(view, id),
        move |session| {
            profile::change_session(session, &body);
        },
    )
    .await
}

/// `POST /v1/sessions/{id}/pause`: an answer under way is written to its end.
pub(super) async fn pause(Id(id): Id<SessionId>, mutation: Mutation) -> Result<Response, Refusal> {
    edit(
        mutation,
        move |view| find_open(view, id),
        |session| {
            session.status = SessionStatus::Paused;
        },
    )
    .await
}

/// `POST /v1/sessions/{id}/resume`
pub(super) async fn resume(Id(id): Id<SessionId>, mutation: Mutation) -> Result<Response, Refusal> {
    edit(
        mutation,
        move |view| find_open(view, id),
        |session| {
            if session.status == SessionStatus::Paused {
                session.status = match session.active_job {
                    Some(_) => SessionStatus::Working,
                    None => SessionStatus::Idle,
                };
            }
        },
    )
    .await
}

async fn edit(
    mutation: Mutation,
    find: impl FnOnce(&View<'_>) -> Result<Session, Problem> + Send + 'static,
    edit: impl FnOnce(&mut Session) + Send + 'static,
) -> Result<Response, Refusal> {
    mutation
        .run_for_user(move |view| {
            let before = find(view)?;
            let mut session = before.clone();
            edit(&mut session);
            let mut batch = Batch::default();
            if session != before {
                put_session(view, &mut batch, Some(&before), &mut session)?;
            }
            Ok(batch)
        })
        .await
}

/// `POST /v1/sessions/{id}/finalize`
pub(super) async fn finalize(
    State(app): State<Arc<App>>,
    Id(id): Id<SessionId>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let now = app.clock.now();
    mutation.run_for_user(move |view| ending::finalize(view, id, now)).await
}

/// `DELETE /v1/sessions/{id}`
pub(super) async fn delete(Id(id): Id<SessionId>, mutation: Mutation) -> Result<Response, Refusal> {
    mutation.run_for_user(move |view| ending::delete(view, id)).await
}
