//! What happens around every route: foreign pages are kept out, and a panic is a plain fault.

use crate::{app::App, listening::Remote, refusal::Refusal};
use axum::{
    extract::{Request, State},
    http::HeaderMap,
    middleware::Next,
    response::{IntoResponse, Response},
};
use protocol::{ErrorCode, Problem};
use std::{any::Any, net::IpAddr, sync::Arc};

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

/// Refuse an address from which too many try to sign in. Who speaks for others on this machine says
/// for whom.
pub(super) async fn count_sign_ins(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(Remote(remote)) = request.extensions().get::<Remote>().copied() else {
        return next.run(request).await;
    };
    // A listener for both families sees 127.0.0.1 as ::ffff:127.0.0.1.
    let remote = remote.to_canonical();
    let told = if remote.is_loopback() { forwarded(request.headers()) } else { None };
    match app.limits.sign_in(told.unwrap_or(remote)) {
        Ok(()) => next.run(request).await,
        Err(problem) => Refusal::from(problem).into_response(),
    }
}

/// The address that a proxy saw.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

/// A route panicked: a bug, and nothing of it goes out.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
pub(super) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<&str>().copied().unwrap_or("no text");
    tracing::error!(text, "a route panicked");
    Refusal::fault().into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, http::StatusCode, routing::get};
    use tower::ServiceExt;
    use tower_http::catch_panic::CatchPanicLayer;

    #[tokio::test]
    async fn a_panic_is_a_fault_without_its_text() {
        async fn broken() {
            panic!("with a secret");
        }
        let router = Router::new().route("/", get(broken)).layer(CatchPanicLayer::custom(panicked));
        let request = Request::builder().uri("/").body(Body::empty()).unwrap();
        let answer = router.oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        let body = axum::body::to_bytes(answer.into_body(), 10_000).await.unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("secret"));
    }
}
