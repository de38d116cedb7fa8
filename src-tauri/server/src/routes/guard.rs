//! What happens around every route: foreign pages are kept out, and a panic is a plain fault.

use crate::{app::App, refusal::Refusal};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use protocol::{ErrorCode, Problem};
use std::{any::Any, sync::Arc};

/// Refuse requests to another name or from another page.
pub(super) async fn keep_foreign_pages_out(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    if app.names.allow(request.headers()) {
        return next.run(request).await;
    }
    let title = "The request was meant for, or came from, another site.";
    Refusal::from(Problem::refused(ErrorCode::Forbidden, title)).into_response()
}

/// A route panicked: a bug, and nothing of it goes out.
pub(super) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<&str>().copied().unwrap_or("no text");
    tracing::error!(text, "a route panicked");
    Refusal::fault().into_response()
}
