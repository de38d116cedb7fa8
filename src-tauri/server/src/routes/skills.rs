//! The skills of the caller.

use super::{caller::Caller, editing, mutation::Mutation, place::Id, reading};
use crate::{app::App, refusal::Refusal};
use axum::{extract::State, response::Response};
use protocol::{
    SkillId,
    records::Skill,
    write::{NewSkill, SkillChange},
};
use std::sync::Arc;

/// `GET /v1/skills`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
) -> Result<Response, Refusal> {
    reading::all::<Skill>(&app, caller.user).await
}

/// `GET /v1/skills/{id}`
pub(super) async fn read(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Id(id): Id<SkillId>,
) -> Result<Response, Refusal> {
    reading::one::<Skill>(&app, caller.user, id.0, "skill").await
}

/// `PUT /v1/skills/{id}`
pub(super) async fn create(
    State(app): State<Arc<App>>,
    Id(id): Id<SkillId>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let body: NewSkill = mutation.json()?;
    editing::create(mutation, profile::new_skill(id, &body, app.clock.now())).await
}

/// `PATCH /v1/skills/{id}`
pub(super) async fn change(
    State(app): State<Arc<App>>,
    Id(id): Id<SkillId>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let change: SkillChange = mutation.json()?;
    let now = app.clock.now();
    editing::change(mutation, id.0, "skill", move |skill: &mut Skill| {
        profile::change_skill(skill, &change, now)
    })
    .await
}
