//! A request that changes something: who sent it, its idempotency key, and its exact bytes.

use super::{BODY, caller::Caller};
use crate::{
    app::App,
    refusal::Refusal,
    storage::{Batch, Idempotency, View},
};
use axum::{
    Json, RequestExt,
    body::{Bytes, to_bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use protocol::{
    Channel, ErrorCode, IdempotencyKey, Problem, UserId,
    rest::{Accepted, IDEMPOTENCY_KEY, IDEMPOTENCY_REPLAYED},
};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;

/// How long a body may take to come.
const BODY_TIME: Duration = Duration::from_secs(30);

/// A request that changes something.
#[derive(Debug)]
pub(super) struct Mutation {
    app: Arc<App>,
    caller: Caller,
    key: IdempotencyKey,
    fingerprint: [u8; 32],
    body: Bytes,
    wakes_workers: bool,
}

impl Mutation {
    /// Who wants the change.
    pub(super) fn user(&self) -> UserId {
        self.caller.0.user
    }

    /// Whether there is no body.
    pub(super) fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// The body.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        // The error's text could hold parts of the body; only the place is told.
        serde_json::from_slice(&self.body).map_err(|error| {
            let title = format!("The body cannot be read at column {}.", error.column());
            Refusal::unreadable(&title)
        })
    }

    /// What is changed is a job: those who work on jobs look again after it.
    pub(super) fn waking_workers(self) -> Self {
        Self { wakes_workers: true, ..self }
    }

    /// Make the change; its effect shows on `channel`. Once begun it comes to its end, and is told,
    /// even if the client hangs up meanwhile.
    pub(super) async fn run(
        self,
        channel: Channel,
        plan: impl FnOnce(&View<'_>) -> Result<Batch, Problem> + Send + 'static,
    ) -> Result<Response, Refusal> {
        let user = self.user();
        let attempt = Idempotency { key: self.key, fingerprint: self.fingerprint, channel };
        let (app, wakes_workers) = (Arc::clone(&self.app), self.wakes_workers);
        let changing = async move {
            let changed = app.change(user, Some(attempt), plan).await;
            if wakes_workers {
                app.work.notify_one();
            }
            changed
        };
        let committed = to_the_end(&self.app, changing).await??;
        let position = committed.result.ok_or_else(Refusal::fault)?;
        let mut response = Json(Accepted { position }).into_response();
        if committed.replayed {
            response.headers_mut().insert(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true"));
        }
        Ok(response)
    }

    /// Make a change that shows on the user's channel.
    pub(super) async fn run_for_user(
        self,
        plan: impl FnOnce(&View<'_>) -> Result<Batch, Problem> + Send + 'static,
    ) -> Result<Response, Refusal> {
        let channel = Channel::User(self.user());
        self.run(channel, plan).await
    }
}

/// Go on even if the client hangs up meanwhile: what was committed must also be told, and what has
/// ended in the database must end everywhere.
pub(super) async fn to_the_end<T: Send + 'static>(
    app: &App,
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, Refusal> {
    app.running.spawn(work).await.map_err(|_| Refusal::fault())
}

fn key(headers: &HeaderMap) -> Result<IdempotencyKey, Refusal> {
    let refuse = |title: &str| {
        let problem = Problem::refused(ErrorCode::IdempotencyConflict, title);
        Refusal::with_status(StatusCode::BAD_REQUEST, problem)
    };
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else {
        return Err(refuse("The header Idempotency-Key is missing."));
    };
    let parsed = value.to_str().ok().and_then(|value| value.parse().ok());
    parsed.ok_or_else(|| refuse("The header Idempotency-Key is not a UUID."))
}

/// The whole body, if it is not larger than allowed and comes in time.
pub(super) async fn whole_body(request: Request) -> Result<Bytes, Refusal> {
    let Ok(body) = timeout(BODY_TIME, to_bytes(request.into_body(), BODY)).await else {
        let problem = Problem::temporary(ErrorCode::BadRequest, "The body came too slowly.");
        return Err(Refusal::with_status(StatusCode::REQUEST_TIMEOUT, problem));
    };
    body.map_err(|_| {
        Problem::refused(ErrorCode::TooLarge, "The body is larger than 1 MiB or was cut off.")
            .into()
    })
}

impl FromRequest<Arc<App>> for Mutation {
    type Rejection = Refusal;

    async fn from_request(mut request: Request, app: &Arc<App>) -> Result<Self, Refusal> {
        let caller = request.extract_parts_with_state::<Caller, _>(app).await?;
        app.limits.command(caller.0.user, caller.0.device)?;
        let key = key(request.headers())?;
        let mut hash = Sha256::new();
        hash.update(request.method().as_str());
        hash.update([0]);
        // Inside a nested router the path is shortened; equal routes shorten equally.
        hash.update(request.uri().path());
        hash.update([0]);
        let body = whole_body(request).await?;
        hash.update(&body);
        let (app, fingerprint) = (Arc::clone(app), hash.finalize().into());
        Ok(Self { app, caller, key, fingerprint, body, wakes_workers: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use futures_util::stream;

    #[tokio::test(start_paused = true)]
    async fn a_body_that_never_ends_is_not_waited_for() {
        let drops = stream::unfold((), async |()| {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Some((Ok::<_, std::convert::Infallible>(Bytes::from_static(b" ")), ()))
        });
        let refused = whole_body(Request::new(Body::from_stream(drops))).await.unwrap_err();
        assert_eq!(refused.into_response().status(), StatusCode::REQUEST_TIMEOUT);
    }
}
