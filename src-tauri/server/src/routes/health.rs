//! Whether the server is there, and which.

use crate::app::App;
use axum::{Json, extract::State};
use protocol::rest::Health;
use std::sync::Arc;

/// `GET /healthz`
pub(super) async fn read(State(app): State<Arc<App>>) -> Json<Health> {
    Json(Health { server_id: app.server_id, version: env!("CARGO_PKG_VERSION").to_owned() })
}
