//! Who sent a request, by its access token.

use crate::{
    app::App,
    auth::{Access, TokenError},
    refusal::Refusal,
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use protocol::{ErrorCode, Problem};
use std::sync::Arc;

/// Who sent the request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller(pub(super) Access);

/// The token in the `Authorization` header.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// There is no token.
pub(super) fn no_token() -> Refusal {
    Problem::refused(ErrorCode::Unauthorized, "Sign in first.").into()
}

impl From<TokenError> for Refusal {
    fn from(error: TokenError) -> Self {
        let (code, title) = match error {
            TokenError::Invalid => (ErrorCode::Unauthorized, "The token is not valid."),
            TokenError::Expired => (ErrorCode::TokenExpired, "The token has expired."),
            TokenError::Revoked | TokenError::Reused(_) => {
                (ErrorCode::TokenRevoked, "The sign-in was ended.")
            }
            TokenError::Storage(error) => return error.into(),
        };
        Problem::refused(code, title).into()
    }
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &Arc<App>,
    ) -> Result<Self, Self::Rejection> {
        let token = bearer(&parts.headers).ok_or_else(no_token)?;
        Ok(Self(app.tokens.check(token).await?))
    }
}
