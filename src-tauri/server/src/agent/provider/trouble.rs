//! What can go wrong with a language model, as the person is told it.

use genai::Error;
use protocol::{ErrorCode, Problem};
use reqwest::{
    StatusCode,
    header::{HeaderMap, RETRY_AFTER},
};
use thiserror::Error as ThisError;

/// Why a model gave nothing, or nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ThisError)]
pub(crate) enum Trouble {
    /// Nobody answers at the address.
    #[error("no model answers at the address")]
    Unreachable,
    /// The key is missing, wrong, or has no right to the model.
    #[error("the model's server wants another key")]
    Refused,
    /// There is no such model, or the address leads to something else.
    #[error("the model's server does not know the model or does not understand the request")]
    Unknown,
    /// Too many requests, no more credit, or out of order for now.
    #[error("the model's server has too much to do")]
    Busy {
        /// When to come again, in milliseconds, where the server says it.
        retry_after_ms: Option<u64>,
    },
    /// It broke off before its end.
    #[error("the model broke off in the middle of its answer")]
    Interrupted,
    /// Nothing came in time.
    #[error("the model did not answer in time")]
    Silent,
    /// What came cannot be used.
    #[error("what the model gave cannot be used")]
    Garbled,
}

impl Trouble {
    fn code(self) -> ErrorCode {
        match self {
            Self::Unreachable => ErrorCode::ModelUnreachable,
            Self::Refused => ErrorCode::ModelRefused,
            Self::Unknown => ErrorCode::ModelUnknown,
            Self::Busy { .. } => ErrorCode::ModelBusy,
            Self::Interrupted => ErrorCode::ModelInterrupted,
            Self::Silent => ErrorCode::ModelSilent,
            Self::Garbled => ErrorCode::ModelGarbled,
        }
    }

    /// What an error of the model's library means; `begun` when words had come before it. The
    /// error itself may hold what the person wrote, and goes no further.
    pub(crate) fn of(error: &Error, begun: bool) -> Self {
        if let Some((status, headers)) = answer_of(error) {
            return Self::of_status(status, headers);
        }
        match error {
            Error::ChatResponse { .. } if !begun => Self::Busy { retry_after_ms: None },
            Error::RequiresApiKey { .. } | Error::NoAuthData { .. } => Self::Refused,
            Error::StreamParse { .. }
            | Error::SerdeJson(_)
            | Error::JsonValueExt(_)
            | Error::InvalidJsonResponseElement { .. }
            | Error::ChatResponseGeneration { .. } => Self::Garbled,
            _ if begun => Self::Interrupted,
            _ => Self::Unreachable,
        }
    }

    fn of_status(status: StatusCode, headers: Option<&HeaderMap>) -> Self {
        match status.as_u16() {
            401 | 403 => Self::Refused,
            402 | 408 | 429 | 500.. => {
                let after = headers.and_then(|headers| headers.get(RETRY_AFTER));
                let seconds = after.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
                Self::Busy { retry_after_ms: seconds.map(|seconds| seconds.saturating_mul(1_000)) }
            }
            _ => Self::Unknown,
        }
    }
}

/// The HTTP status behind an error, wherever the library keeps it.
fn answer_of(error: &Error) -> Option<(StatusCode, Option<&HeaderMap>)> {
    match error {
        Error::HttpError { status, headers, .. } => Some((*status, Some(headers))),
        Error::WebModelCall { webc_error, .. } | Error::WebAdapterCall { webc_error, .. } => {
            Some((webc_error.status()?, webc_error.headers()))
        }
        Error::WebStream { error, .. } => answer_of(error.downcast_ref::<Error>()?),
        _ => None,
    }
}

impl From<Trouble> for Problem {
    fn from(trouble: Trouble) -> Self {
        let retry_after_ms = match trouble {
            Trouble::Busy { retry_after_ms } => retry_after_ms,
            _ => None,
        };
        let mut title = trouble.to_string();
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        Self { retry_after_ms, ..Self::temporary(trouble.code(), format!("{title}.")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_what_to_mend() {
        let of = |status: u16| Trouble::of_status(StatusCode::from_u16(status).unwrap(), None);
        assert_eq!(of(401), Trouble::Refused);
        assert_eq!(of(404), Trouble::Unknown);
        assert_eq!(of(307), Trouble::Unknown);
        assert_eq!(of(429), Trouble::Busy { retry_after_ms: None });
        assert_eq!(of(503), Trouble::Busy { retry_after_ms: None });
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, "7".parse().unwrap());
        let busy = Trouble::of_status(StatusCode::TOO_MANY_REQUESTS, Some(&headers));
        let problem = Problem::from(busy);
        assert_eq!((problem.code, problem.retry_after_ms), (ErrorCode::ModelBusy, Some(7_000)));
        assert!(problem.retryable && problem.code.is_of_model());
        assert_eq!(problem.title, "The model's server has too much to do.");
    }
}
