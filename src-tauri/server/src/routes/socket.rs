//! Opens the socket. Without a token it is refused before the upgrade; with a bad one it is opened
//! and closed with the code that tells why, which a client can read.

use super::caller::{bearer, no_token};
use crate::{
    app::App,
    auth::{Access, TokenError},
    realtime,
    refusal::Refusal,
};
use axum::{
    extract::{
        State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::HeaderMap,
    response::Response,
};
use protocol::frame::{SUBPROTOCOL, close};
use std::sync::Arc;

/// Read at a time, in bytes. Clients say little; each connection keeps so much memory, and clears it
/// at every look.
const READ: usize = 4 * 1024;

/// `GET /v1/socket`
pub(super) async fn open(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Refusal> {
    let admitted = admit(&app, &headers).await?;
    let Ok(upgrade) = upgrade else {
        return Err(Refusal::unreadable("This resource is a WebSocket."));
    };
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        // The machine judges the size; what is much larger is not even read.
        .max_message_size(4 * realtime::FRAME_IN)
        .max_frame_size(4 * realtime::FRAME_IN)
        .read_buffer_size(READ);
    let running = app.running.clone();
    Ok(upgrade
        .on_upgrade(move |socket| running.track_future(realtime::connect(app, admitted, socket))))
}

/// Who opens a socket, or the code to close it with.
pub(crate) type Admitted = Result<Access, u16>;

/// Look at the token. Without one, or when it cannot be looked at, there is no socket at all.
pub(crate) async fn admit(app: &App, headers: &HeaderMap) -> Result<Admitted, Refusal> {
    let token = bearer(headers).ok_or_else(no_token)?;
    match app.tokens.check(token).await {
        Ok(access) => Ok(Ok(access)),
        Err(TokenError::Storage(error)) => Err(error.into()),
        Err(TokenError::Expired) => Ok(Err(close::TOKEN_EXPIRED)),
        Err(_) => Ok(Err(close::TOKEN_REVOKED)),
    }
}
