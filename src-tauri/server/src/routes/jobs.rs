//! The caller's jobs.

use super::{caller::Caller, mutation::Mutation, place::Id, reading, sessions::find_open};
use crate::{
    app::App,
    changes::put_session,
    jobs::{self, Ending, NewJob, end},
    refusal::Refusal,
    storage::{Batch, View},
};
use axum::{extract::State, response::Response};
use protocol::{
    Channel, JobId, Problem, Timestamp,
    records::{Job, JobKind, JobStatus, Session},
    rest::{JobText, Page},
    write::RetryJob,
};
use std::sync::Arc;
use uuid::Uuid;

/// Jobs given in a list.
const LISTED: u32 = 50;

/// `GET /v1/jobs`: newest first.
pub(super) async fn list(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
) -> Result<Response, Refusal> {
    reading::read(&app, caller.user, Channel::User(caller.user), |view| {
        let mut items = view.page::<Job>(Uuid::nil(), None, LISTED)?;
        for job in view.due::<Job>()? {
            if items.iter().all(|listed| listed.id != job.id) {
                items.push(job);
            }
        }
        Ok(Page { items, before: None })
    })
    .await
}

/// `GET /v1/jobs/{id}`
pub(super) async fn read(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Id(id): Id<JobId>,
) -> Result<Response, Refusal> {
    reading::one::<Job>(&app, caller.user, id.0, "job").await
}

fn is_open(job: &Job) -> bool {
    matches!(job.status, JobStatus::Queued | JobStatus::Running)
}

/// `GET /v1/jobs/{id}/text`
pub(super) async fn text(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Id(id): Id<JobId>,
) -> Result<Response, Refusal> {
    reading::read(&app, caller.user, Channel::Job(id), move |view| {
        let job = view.get::<Job>(id.0)?.ok_or_else(|| Problem::not_found("job"))?;
        let (generation, text) = view.job_text(id)?.unwrap_or((job.r#gen, String::new()));
        Ok(JobText { r#gen: generation, text, open: is_open(&job) })
    })
    .await
}

/// `POST /v1/jobs/{id}/cancel`: the text so far is kept. A job that has ended stays as it is.
pub(super) async fn cancel(
    State(app): State<Arc<App>>,
    Id(id): Id<JobId>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let now = app.clock.now();
    mutation.waking_workers().run_for_user(move |view| plan(view, id, now)).await
}

/// `POST /v1/jobs/{id}/retry`: the answer once more, as a new job of the same kind. Without a body it is made as
/// answers are made now.
pub(super) async fn retry(
    State(app): State<Arc<App>>,
    Id(id): Id<JobId>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let new = NewJob::new(&app, JobKind::InterviewTurn);
    let body: RetryJob = if mutation.is_empty() { RetryJob::default() } else { mutation.json()? };
    let new = if body.without_model { new.without_model() } else { new };
    mutation.waking_workers().run_for_user(move |view| plan_retry(view, id, new)).await
}

fn plan_retry(view: &View<'_>, id: JobId, new: NewJob) -> Result<Batch, Problem> {
    let ended = view.get::<Job>(id.0)?.ok_or_else(|| Problem::not_found("job"))?;
    let before = find_open(view, ended.session_id)?;
    let (mut batch, mut session) = (Batch::default(), before.clone());
    jobs::retry(view, &mut batch, &mut session, &ended, new)?;
    put_session(view, &mut batch, Some(&before), &mut session)?;
    Ok(batch)
}

fn plan(view: &View<'_>, id: JobId, now: Timestamp) -> Result<Batch, Problem> {
    let mut job = view.get::<Job>(id.0)?.ok_or_else(|| Problem::not_found("job"))?;
    let mut batch = Batch::default();
    if !is_open(&job) {
        return Ok(batch);
    }
    let before =
        view.get::<Session>(job.session_id.0)?.ok_or_else(|| Problem::not_found("session"))?;
    let mut session = before.clone();
    end(view, &mut batch, &mut session, (&mut job, &Ending::Cancelled), now)?;
    put_session(view, &mut batch, Some(&before), &mut session)?;
    Ok(batch)
}
