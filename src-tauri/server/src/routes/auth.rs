//! Signing in and out. These are not idempotent by key: signing in twice gives two sign-ins, and a
//! refresh token says itself which successor it has.

use super::mutation::{to_the_end, whole_body};
use crate::{
    app::App,
    auth::{self, TokenError},
    refusal::Refusal,
};
use axum::{
    Json,
    extract::{Request, State},
    http::StatusCode,
};
use protocol::{
    ErrorCode, Problem, UserId,
    rest::{EmbeddedSignIn, Refresh, SignIn, Tokens},
};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use std::sync::Arc;

async fn body<T: DeserializeOwned>(request: Request) -> Result<T, Refusal> {
    let bytes = whole_body(request).await?;
    serde_json::from_slice(&bytes).map_err(|_| Refusal::unreadable("The body cannot be read."))
}

fn wrong() -> Refusal {
    Problem::refused(ErrorCode::WrongCredentials, "The name or the password is wrong.").into()
}

/// A server inside a program serves that program alone.
fn only_without_secret(app: &App) -> Result<(), Refusal> {
    if app.embedded_secret.is_none() {
        return Ok(());
    }
    let title = "This server has no accounts.";
    Err(Problem::refused(ErrorCode::Forbidden, title).into())
}

/// `POST /v1/auth/embedded`
pub(super) async fn embedded(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Json<Tokens>, Refusal> {
    let given: EmbeddedSignIn = body(request).await?;
    let known = app.embedded_secret.as_ref().is_some_and(|s| auth::same_secret(s, &given.secret));
    if !known {
        return Err(wrong());
    }
    let user = app.storage.embedded_account().await?;
    Ok(Json(app.tokens.sign_in(user, given.device).await?))
}

fn check_bounds(given: &SignIn) -> Result<(), Refusal> {
    let name = given.name.trim().chars().count();
    if !(1..=200).contains(&name) || given.name.chars().any(char::is_control) {
        return Err(Problem::invalid("name", "A name has 1 to 200 characters.").into());
    }
    if !(8..=1_000).contains(&given.password.chars().count()) {
        return Err(Problem::invalid("password", "A password has 8 to 1,000 characters.").into());
    }
    Ok(())
}

/// `POST /v1/auth/register`
pub(super) async fn register(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Json<Tokens>, Refusal> {
    only_without_secret(&app)?;
    let given: SignIn = body(request).await?;
    check_bounds(&given)?;
    let name = given.name.trim().to_owned();
    let password = auth::hash_password(SecretString::from(given.password)).await?;
    let user = UserId(app.ids.next());
    if !app.storage.add_account(user, Some((name, password))).await? {
        return Err(Problem::refused(ErrorCode::NameTaken, "The name is taken.").into());
    }
    Ok(Json(app.tokens.sign_in(user, given.device).await?))
}

/// `POST /v1/auth/login`
pub(super) async fn login(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Json<Tokens>, Refusal> {
    only_without_secret(&app)?;
    let given: SignIn = body(request).await?;
    check_bounds(&given)?;
    let account = app.storage.account(given.name.trim().to_owned()).await?;
    let (user, hash) = account.unzip();
    let right = auth::check_password(SecretString::from(given.password), hash).await?;
    match user.filter(|_| right) {
        Some(user) => Ok(Json(app.tokens.sign_in(user, given.device).await?)),
        None => Err(wrong()),
    }
}

/// `POST /v1/auth/refresh`
pub(super) async fn refresh(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Json<Tokens>, Refusal> {
    let given: Refresh = body(request).await?;
    let refreshing = {
        let app = Arc::clone(&app);
        async move {
            let refreshed = app.tokens.refresh(&given.refresh_token).await;
            if let Err(TokenError::Reused(family)) = &refreshed {
                app.hub.revoke(*family);
            }
            refreshed
        }
    };
    Ok(Json(to_the_end(&app, refreshing).await??))
}

/// `POST /v1/auth/logout`
pub(super) async fn logout(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let given: Refresh = body(request).await?;
    let signing_out = {
        let app = Arc::clone(&app);
        async move {
            let ended = app.tokens.sign_out(&given.refresh_token).await;
            if let Ok(Some(family)) = &ended {
                app.hub.revoke(family.id);
            }
            ended
        }
    };
    to_the_end(&app, signing_out).await??;
    Ok(StatusCode::NO_CONTENT)
}
