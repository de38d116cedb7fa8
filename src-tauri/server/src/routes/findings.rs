//! What was found in sessions, and the person's word on it.

use super::{caller::Caller, mutation::Mutation, place::Wanted, reading};
use crate::{
    agent::{self, Eta, Profile, Word},
    app::App,
    changes::{put_and_tell, put_session},
    refusal::Refusal,
    storage::{Batch, View},
};
use axum::{extract::State, response::Response};
use protocol::{
    Channel, Problem, SessionId, Timestamp,
    records::{Decision, Finding, Session},
    rest::Page,
    write::DecideFindings,
};
use serde::Deserialize;
use std::{collections::BTreeSet, sync::Arc};

const MOST: usize = 200;

/// Where to look.
#[derive(Debug, Deserialize)]
pub(super) struct Place {
    session: Option<SessionId>,
}

/// `GET /v1/findings?session=`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    Caller(caller): Caller,
    Wanted(place): Wanted<Place>,
) -> Result<Response, Refusal> {
    reading::read(&app, caller.user, Channel::User(caller.user), move |view| {
        let items: Vec<Finding> = match place.session {
            None => view.everywhere()?,
            Some(id) if view.has::<Session>(id.0)? => view.children(id.0)?,
            Some(_) => return Err(Problem::not_found("session")),
        };
        Ok(Page { items, before: None })
    })
    .await
}

/// `POST /v1/findings/decide`
pub(super) async fn decide(
    State(app): State<Arc<App>>,
    mutation: Mutation,
) -> Result<Response, Refusal> {
    let body: DecideFindings = mutation.json()?;
    if !(1..=MOST).contains(&body.ids.len()) {
        return Err(Problem::invalid("ids", "1 to 200 findings can be decided at once.").into());
    }
    match (&body.edit, body.decision) {
        (Some(edit), Decision::Edited) => profile::check_edit(edit)?,
        (None, Decision::Edited) => {
            return Err(Problem::invalid("edit", "Say what was changed.").into());
        }
        (_, Decision::Suggested | Decision::Confirmed | Decision::Rejected) => {}
    }
    let now = app.clock.now();
    mutation.run_for_user(move |view| plan(view, &body, now)).await
}

fn plan(view: &View<'_>, body: &DecideFindings, now: Timestamp) -> Result<Batch, Problem> {
    let mut batch = Batch::default();
    let mut profile = Profile::default();
    let mut decided = Vec::new();
    let mut ids = body.ids.clone();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let mut finding =
            view.get::<Finding>(id.0)?.ok_or_else(|| Problem::not_found("finding"))?;
        let word = Word { decision: body.decision, edit: body.edit.as_ref(), at: now };
        profile.decide(view, &mut finding, word)?;
        put_and_tell(&mut batch, view.owner(), &mut finding);
        decided.push(finding);
    }
    sum_up_again(view, &mut batch, &mut profile, &decided, now)?;
    profile.put(view, &mut batch);
    Ok(batch)
}

/// What finished sessions brought, with what is decided now: one may finish a session first and
/// decide afterwards.
fn sum_up_again(
    view: &View<'_>,
    batch: &mut Batch,
    profile: &mut Profile,
    decided: &[Finding],
    now: Timestamp,
) -> Result<(), Problem> {
    let sessions: BTreeSet<SessionId> =
        decided.iter().map(|finding| finding.quote.session_id).collect();
    for id in sessions {
        let Some(before) = view.get::<Session>(id.0)?.filter(|it| it.summary.is_some()) else {
            continue;
        };
        let after = Eta::of(view, profile, now)?;
        let summary = agent::summary(view, &before, decided, after)?;
        let mut session = Session { summary: Some(summary), ..before.clone() };
        put_session(view, batch, Some(&before), &mut session)?;
    }
    Ok(())
}
