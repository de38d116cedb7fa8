//! The projects of the caller.

use super::{caller::Caller, editing, mutation::Mutation, place::Id, reading};
use crate::{app::App, refusal::Refusal};
use axum::{extract::State, response::Response};
use protocol::{
    ProjectId,
    records::Project,
    write::{NewProject, ProjectChange},
};
use std::sync::Arc;

/// `GET /v1/projects`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
) -> Result<Response, Refusal> {
    reading::all::<Project>(&app, caller.user).await
}

/// `GET /v1/projects/{id}`
pub(super) async fn read(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Id(id): Id<ProjectId>,
) -> Result<Response, Refusal> {
    reading::one::<Project>(&app, caller.user, id.0, "project").await
}

/// `PUT /v1/projects/{id}`
pub(super) async fn create(
    State(app): State<Arc<App>>,
    Id(id): Id<ProjectId>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let body: NewProject = mutation.json()?;
    editing::create(mutation, profile::new_project(id, &body, app.clock.now())).await
}

/// `PATCH /v1/projects/{id}`
pub(super) async fn change(
    State(app): State<Arc<App>>,
    Id(id): Id<ProjectId>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let change: ProjectChange = mutation.json()?;
    let now = app.clock.now();
    editing::change(mutation, id.0, "project", move |project: &mut Project| {
        profile::change_project(project, &change, now)
    })
    .await
}
