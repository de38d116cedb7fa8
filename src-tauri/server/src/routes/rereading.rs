//! A session read again: what would be different, and making it so.

use super::{
    caller::Caller,
    mutation::Mutation,
    place::{Id, Wanted},
    reading,
};
use crate::{agent::rereading, app::App, refusal::Refusal};
use axum::{extract::State, response::Response};
use protocol::{Channel, Problem, SessionId, rereading::ApplyRereading};
use serde::Deserialize;
use std::{sync::Arc, time::Duration};
use tokio::time::Instant;

/// Messages are read for one request as long as this; the rest is for the next one.
const READING: Duration = Duration::from_secs(5);
/// A model has this long for one message, so that whoever asks still waits for the answer.
const MODEL: Duration = Duration::from_secs(20);

/// What is to be read, and by whom.
#[derive(Debug, Deserialize)]
pub(super) struct Part {
    #[serde(default)]
    after: u64,
    #[serde(default)]
    without_model: bool,
}

/// `GET /v1/sessions/{id}/rereading?after=&without_model=`
pub(super) async fn preview(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Id(id): Id<SessionId>,
    Wanted(part): Wanted<Part>,
) -> Result<Response, Refusal> {
    let said = app.storage.read(caller.user, move |view| rereading::heard(view, id, part.after));
    let (said, voice) = said.await?;
    let model = app.models.of(&voice).filter(|_| !part.without_model);
    let since = Instant::now();
    let (mut read, mut last, mut next) = (Vec::new(), None, None);
    for heard in said {
        if let Some(last) = last.filter(|_| since.elapsed() >= READING) {
            next = Some(last);
            break;
        }
        last = Some(heard.message.ordinal);
        let found = heard.find(model.as_deref(), MODEL).await.map_err(Problem::from)?;
        read.push((heard, found));
    }
    let now = app.clock.now();
    reading::read(&app, caller.user, Channel::User(caller.user), move |view| {
        let mut part = rereading::compare(view, id, &read, now)?;
        part.next = next;
        Ok(part)
    })
    .await
}

/// `POST /v1/sessions/{id}/rereading`
pub(super) async fn apply(
    State(app): State<Arc<App>>,
    Id(id): Id<SessionId>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let body: ApplyRereading = mutation.json()?;
    profile::check_rereading(&body)?;
    let now = app.clock.now();
    mutation.run_for_user(move |view| rereading::apply(view, id, body, now)).await
}
