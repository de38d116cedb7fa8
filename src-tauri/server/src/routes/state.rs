//! Direction, dependants and hours of the caller.

use super::{caller::Caller, mutation::Mutation, reading};
use crate::{app::App, changes::put_and_tell, refusal::Refusal, storage::Batch};
use axum::{extract::State, response::Response};
use protocol::{Channel, records::LifeState, write::StateChange};
use std::sync::Arc;
use uuid::Uuid;

/// `GET /v1/state`
pub(super) async fn read(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
) -> Result<Response, Refusal> {
    reading::read(&app, caller.user, Channel::User(caller.user), |view| {
        Ok(view.get::<LifeState>(Uuid::nil())?.unwrap_or_default())
    })
    .await
}

/// `PATCH /v1/state`
pub(super) async fn change(
    State(app): State<Arc<App>>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let change: StateChange = mutation.json()?;
    let now = app.clock.now();
    let plan = move |view: &crate::storage::View<'_>| {
        let mut state = view.get::<LifeState>(Uuid::nil())?.unwrap_or_default();
        profile::change_state(&mut state, &change, now)?;
        let mut batch = Batch::default();
        put_and_tell(&mut batch, view.owner(), &mut state);
        Ok(batch)
    };
    mutation.run_for_user(plan).await
}
