//! Looks for model servers on this machine, at the ports they take unless told otherwise.

use crate::agent::http;
use futures_util::{StreamExt, future::join_all};
use protocol::models::{LocalModels, ModelKind};
use serde_json::Value;
use std::time::Duration;

/// Ollama, LM Studio, llama.cpp, vLLM, Jan, and what stands beside them.
pub(super) const USUAL: &[u16] = &[11434, 1234, 8080, 8000, 1337, 5001, 8081];

/// A server on this machine that takes longer is not looked at.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// The longest list of models, in bytes.
const LONGEST: usize = 1024 * 1024;
/// So many models are told.
const MOST: usize = 200;

/// The model servers at these ports of the loopback address, in their order.
pub(super) async fn find(ports: &[u16]) -> Vec<LocalModels> {
    let Ok(http) = http::builder().no_proxy().timeout(PATIENCE).build() else { return Vec::new() };
    let found = join_all(ports.iter().map(|port| at(&http, *port))).await;
    found.into_iter().flatten().collect()
}

/// What answers at a port, as what it can be spoken to best.
async fn at(http: &reqwest::Client, port: u16) -> Option<LocalModels> {
    let root = format!("http://127.0.0.1:{port}");
    let (ollama, open_ai) = tokio::join!(
        list(http, format!("{root}/api/tags"), "/models", "/name"),
        list(http, format!("{root}/v1/models"), "/data", "/id"),
    );
    let (kind, base_url, models) = match (ollama, open_ai) {
        (Some(models), _) => (ModelKind::Ollama, root, models),
        (None, Some(models)) => (ModelKind::OpenAi, format!("{root}/v1"), models),
        (None, None) => return None,
    };
    Some(LocalModels { kind, base_url, models })
}

/// The names in the list that a server gives at an address.
async fn list(http: &reqwest::Client, url: String, items: &str, name: &str) -> Option<Vec<String>> {
    let answer = http.get(url).send().await.ok()?;
    if !answer.status().is_success() {
        return None;
    }
    let mut body = Vec::new();
    let mut bytes = answer.bytes_stream();
    while let Some(more) = bytes.next().await {
        body.extend_from_slice(&more.ok()?);
        if body.len() > LONGEST {
            return None;
        }
    }
    let body: Value = serde_json::from_slice(&body).ok()?;
    let items = body.pointer(items)?.as_array()?;
    let names = items.iter().filter_map(|item| item.pointer(name)?.as_str());
    Some(names.take(MOST).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Json, Router, routing::get};
    use serde_json::json;

    async fn serve(router: Router) -> u16 {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        port
    }

    fn gives(path: &str, body: Value) -> Router {
        Router::new().route(path, get(|| async move { Json(body) }))
    }

    #[tokio::test]
    async fn servers_are_told_apart_by_what_they_answer() {
        let llama = serve(gives("/v1/models", json!({ "data": [{ "id": "tiny" }] }))).await;
        let ollama = serve(gives("/api/tags", json!({ "models": [{ "name": "big:7b" }] }))).await;
        let other = serve(gives("/", json!("a web page"))).await;
        let found = find(&[llama, other, ollama]).await;
        let told: Vec<_> = found
            .iter()
            .map(|one| (one.kind, one.models.join(" "), one.base_url.clone()))
            .collect();
        let expected = [
            (ModelKind::OpenAi, "tiny".to_owned(), format!("http://127.0.0.1:{llama}/v1")),
            (ModelKind::Ollama, "big:7b".to_owned(), format!("http://127.0.0.1:{ollama}")),
        ];
        assert_eq!(told, expected);
    }
}
