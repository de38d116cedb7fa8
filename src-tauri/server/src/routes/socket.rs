//! Opens the socket. Without a token it is refused before the upgrade; with a bad one it is opened
//! and closed with the code that tells why, which a client can read.

use super::caller::{bearer, no_token};
use crate::{app::App, auth::TokenError, realtime, refusal::Refusal};
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

/// `GET /v1/socket`
pub(super) async fn open(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Refusal> {
    let token = bearer(&headers).ok_or_else(no_token)?;
    let checked = app.tokens.check(token).await;
    let Ok(upgrade) = upgrade else {
        checked?;
        return Err(Refusal::unreadable("This resource is a WebSocket."));
    };
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        // The machine judges the size; what is much larger is not even read.
        .max_message_size(4 * realtime::FRAME_IN)
        .max_frame_size(4 * realtime::FRAME_IN);
    let running = app.running.clone();
    Ok(match checked {
        Ok(access) => upgrade
            .on_upgrade(move |socket| running.track_future(realtime::serve(app, access, socket))),
        Err(TokenError::Storage(error)) => return Err(error.into()),
        Err(error) => {
            let code = match error {
                TokenError::Expired => close::TOKEN_EXPIRED,
                _ => close::TOKEN_REVOKED,
            };
            upgrade.on_upgrade(move |socket| running.track_future(realtime::refuse(socket, code)))
        }
    })
}
