//! How an error leaves the server: problem details with the status that belongs to its code.

use crate::storage::StorageError;
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use profile::FieldError;
use protocol::{ErrorCode, Problem};

/// A problem with its HTTP status.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    status: StatusCode,
    problem: Problem,
}

impl Refusal {
    /// A problem whose status is not the usual one of its code.
    pub(crate) fn with_status(status: StatusCode, problem: Problem) -> Self {
        Self { status, problem }
    }

    /// A request that could not be read.
    pub(crate) fn unreadable(title: &str) -> Self {
        Problem::refused(ErrorCode::BadRequest, title).into()
    }

    /// Something without which the server would not work.
    pub(crate) fn fault() -> Self {
        Problem::refused(ErrorCode::Internal, "The server has a fault.").into()
    }
}

fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::BadRequest => StatusCode::BAD_REQUEST,
        ErrorCode::InvalidField | ErrorCode::MessageEmpty | ErrorCode::IdempotencyConflict => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        ErrorCode::MessageTooLong | ErrorCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorCode::Unauthorized
        | ErrorCode::TokenExpired
        | ErrorCode::TokenRevoked
        | ErrorCode::WrongCredentials => StatusCode::UNAUTHORIZED,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::NameTaken
        | ErrorCode::SessionFinalized
        | ErrorCode::VersionConflict
        | ErrorCode::Cancelled => StatusCode::CONFLICT,
        ErrorCode::RateLimited | ErrorCode::OutboxFull => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
        ErrorCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Stalled | ErrorCode::ModelSilent => StatusCode::GATEWAY_TIMEOUT,
        ErrorCode::ModelUnreachable
        | ErrorCode::ModelRefused
        | ErrorCode::ModelUnknown
        | ErrorCode::ModelBusy
        | ErrorCode::ModelInterrupted
        | ErrorCode::ModelGarbled => StatusCode::BAD_GATEWAY,
        ErrorCode::StorageDamaged | ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self { status: status(problem.code), problem }
    }
}

impl From<FieldError> for Refusal {
    fn from(error: FieldError) -> Self {
        Problem::from(error).into()
    }
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        Problem::from(error).into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(&self.problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(wait) = self.problem.retry_after_ms {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.div_ceil(1_000)));
        }
        response
    }
}
