//! Reads that back a channel: the body and the position it was read at, from one moment.

use crate::{
    app::App,
    refusal::Refusal,
    storage::{Record, View},
};
use axum::{
    Json,
    http::HeaderValue,
    response::{IntoResponse, Response},
};
use protocol::{
    Channel, Problem, UserId,
    rest::{CHANNEL_EVENT, CHANNEL_POSITION, Page},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

const LIMIT: u32 = 200;
const DEFAULT_LIMIT: u32 = 100;

/// Which part of a list.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Part {
    /// Only what comes before this in the list's order.
    pub(super) before: Option<String>,
    limit: Option<u32>,
}

impl Part {
    /// How many, 1 to 200.
    pub(super) fn limit(&self) -> u32 {
        self.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, LIMIT)
    }
}

/// Read at one moment and answer with the position of `channel` at that moment.
pub(super) async fn read<T: Serialize + Send + 'static>(
    app: &App,
    user: UserId,
    channel: Channel,
    work: impl FnOnce(&View<'_>) -> Result<T, Problem> + Send + 'static,
) -> Result<Response, Refusal> {
    let reading = app.storage.read(user, move |view| {
        let body = work(view)?;
        let position = view.position(channel)?.ok_or_else(|| Problem::not_found("channel"))?;
        Ok::<_, Problem>((body, position))
    });
    let (body, position) = reading.await?;
    let mut response = Json(body).into_response();
    let value = format!("{}:{}", position.epoch, position.seq);
    let value = HeaderValue::try_from(value).map_err(|_| Refusal::fault())?;
    response.headers_mut().insert(CHANNEL_POSITION, value);
    if let Some(last) = position.last {
        let value = HeaderValue::try_from(last.to_string()).map_err(|_| Refusal::fault())?;
        response.headers_mut().insert(CHANNEL_EVENT, value);
    }
    Ok(response)
}

/// All records of a kind of the caller.
pub(super) async fn all<R: Record + Send + 'static>(
    app: &Arc<App>,
    user: UserId,
) -> Result<Response, Refusal> {
    read(app, user, Channel::User(user), |view| Ok(Page { items: view.all::<R>()?, before: None }))
        .await
}

/// One record of the caller.
pub(super) async fn one<R: Record + Send + 'static>(
    app: &Arc<App>,
    user: UserId,
    id: Uuid,
    what: &'static str,
) -> Result<Response, Refusal> {
    read(app, user, Channel::User(user), move |view| {
        view.get::<R>(id)?.ok_or_else(|| Problem::not_found(what))
    })
    .await
}

/// A page of at most `limit` of `items`, which hold one more when there are more; `cursor` makes
/// the `before` of the next page from the last.
pub(super) fn page<T>(mut items: Vec<T>, limit: u32, cursor: impl Fn(&T) -> String) -> Page<T> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let before = items.last().filter(|_| more).map(cursor);
    Page { items, before }
}
