//! The constraints of the caller.

use super::{caller::Caller, editing, mutation::Mutation, place::Id, reading};
use crate::{app::App, refusal::Refusal};
use axum::{extract::State, response::Response};
use protocol::{
    ConstraintId,
    records::Constraint,
    write::{ConstraintChange, NewConstraint},
};
use std::sync::Arc;

/// `GET /v1/constraints`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
) -> Result<Response, Refusal> {
    reading::all::<Constraint>(&app, caller.user).await
}

/// `GET /v1/constraints/{id}`
pub(super) async fn read(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Id(id): Id<ConstraintId>,
) -> Result<Response, Refusal> {
    reading::one::<Constraint>(&app, caller.user, id.0, "constraint").await
}

/// `PUT /v1/constraints/{id}`
pub(super) async fn create(
    State(app): State<Arc<App>>,
    Id(id): Id<ConstraintId>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let body: NewConstraint = mutation.json()?;
    editing::create(mutation, profile::new_constraint(id, &body, app.clock.now())).await
}

/// `PATCH /v1/constraints/{id}`
pub(super) async fn change(
    State(app): State<Arc<App>>,
    Id(id): Id<ConstraintId>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let change: ConstraintChange = mutation.json()?;
    let now = app.clock.now();
    editing::change(mutation, id.0, "constraint", move |constraint: &mut Constraint| {
        profile::change_constraint(constraint, &change, now)
    })
    .await
}
