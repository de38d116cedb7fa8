//! The HTTP interface: one file for each resource. A route reads its request, says what is to be
//! changed or read, and leaves the rest to storage.

mod auth;
mod caller;
mod constraints;
mod editing;
mod findings;
mod guard;
mod health;
mod imports;
mod jobs;
mod live;
mod mutation;
mod place;
mod projects;
mod reading;
mod rereading;
mod sessions;
mod skills;
mod socket;
mod state;

pub(crate) use socket::admit;

use crate::{app::App, refusal::Refusal};
use axum::{
    Router,
    http::StatusCode,
    middleware,
    routing::{get, patch, post, put},
};
use protocol::{ErrorCode, Problem};
use std::sync::Arc;
use tower_http::{catch_panic::CatchPanicLayer, trace::TraceLayer};

/// Largest body taken in, in bytes.
pub(crate) const BODY: usize = 1024 * 1024;

/// All routes.
pub(crate) fn all(app: &Arc<App>) -> Router {
    let v1 = Router::new()
        .merge(accounts(app))
        .merge(profile())
        .merge(sessions_and_jobs())
        .merge(channels());
    Router::new()
        .route("/healthz", get(health::read))
        .nest("/v1", v1)
        .fallback(no_such_route)
        .method_not_allowed_fallback(no_such_method)
        .layer(middleware::from_fn_with_state(Arc::clone(app), guard::keep_foreign_pages_out))
        .layer(CatchPanicLayer::custom(guard::panicked))
        .layer(TraceLayer::new_for_http())
        .with_state(Arc::clone(app))
}

fn accounts(app: &Arc<App>) -> Router<Arc<App>> {
    let counted = middleware::from_fn_with_state(Arc::clone(app), guard::count_sign_ins);
    Router::new()
        .route("/auth/embedded", post(auth::embedded))
        .route("/auth/register", post(auth::register))
        .route("/auth/login", post(auth::login))
        .layer(counted)
        .route("/auth/refresh", post(auth::refresh))
        .route("/auth/logout", post(auth::logout))
}

fn profile() -> Router<Arc<App>> {
    Router::new()
        .route("/state", get(state::read).patch(state::change))
        .route("/findings", get(findings::list))
        .route("/findings/decide", post(findings::decide))
        .route("/skills", get(skills::list))
        .route("/skills/{id}", put(skills::create).patch(skills::change).get(skills::read))
        .route("/projects", get(projects::list))
        .route("/projects/{id}", put(projects::create).patch(projects::change).get(projects::read))
        .route("/constraints", get(constraints::list))
        .route(
            "/constraints/{id}",
            put(constraints::create).patch(constraints::change).get(constraints::read),
        )
}

fn sessions_and_jobs() -> Router<Arc<App>> {
    let session = patch(sessions::change).get(sessions::read).delete(sessions::delete);
    Router::new()
        .route("/sessions", get(sessions::list).post(sessions::create))
        .route("/sessions/{id}", session)
        .route("/sessions/{id}/pause", post(sessions::pause))
        .route("/sessions/{id}/resume", post(sessions::resume))
        .route("/sessions/{id}/finalize", post(sessions::finalize))
        .route("/sessions/{id}/messages", get(sessions::messages).post(sessions::post_message))
        .route("/sessions/{id}/regenerate", post(sessions::regenerate))
        .route("/sessions/{id}/shown", post(sessions::show_version))
        .route("/sessions/{id}/rereading", get(rereading::preview).post(rereading::apply))
        .route("/imports", post(imports::create))
        .route("/jobs", get(jobs::list))
        .route("/jobs/{id}", get(jobs::read))
        .route("/jobs/{id}/text", get(jobs::text))
        .route("/jobs/{id}/cancel", post(jobs::cancel))
        .route("/jobs/{id}/retry", post(jobs::retry))
}

fn channels() -> Router<Arc<App>> {
    Router::new()
        .route("/socket", get(socket::open))
        .route("/stream", get(live::stream_one).post(live::stream))
        .route("/poll", post(live::poll))
        .route("/channels/{name}/events", get(live::poll_one))
}

async fn no_such_route() -> Refusal {
    Problem::not_found("resource").into()
}

async fn no_such_method() -> Refusal {
    let title = "The resource does not know this method.";
    let problem = Problem::refused(ErrorCode::BadRequest, title);
    Refusal::with_status(StatusCode::METHOD_NOT_ALLOWED, problem)
}
