//! Writes to a real server over plain HTTP, past the proxy, and reads from it: the other end of what
//! a desktop follows. Every write goes again with its key until the server has said yes.

use anyhow::{Context, Result, bail};
use protocol::{
    DeviceId, IdempotencyKey, Ids, SystemIds, Write,
    rest::{Accepted, IDEMPOTENCY_KEY, SignIn, Tokens},
};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::Value;
use std::{
    net::SocketAddr,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::time::{Instant, sleep};

/// How long a server may be away.
const PATIENCE: Duration = Duration::from_mins(5);
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(50);
/// Less than after which the server closes a connection on which nothing is asked: a request that it
/// meets is lost.
const IDLE: Duration = Duration::from_secs(10);
/// An answer that takes longer does not come.
const ANSWER: Duration = Duration::from_secs(10);

/// A person with an account who writes and reads from elsewhere.
#[derive(Debug)]
pub struct Author {
    http: Client,
    server: SocketAddr,
    name: String,
    password: String,
    tokens: Mutex<Tokens>,
    again: AtomicU64,
    refused_for_room: AtomicU64,
}

impl Author {
    /// Make an account.
    pub async fn sign_up(server: SocketAddr, name: &str, password: &str) -> Result<Self> {
        // There is no TLS here, but the client wants to know how it would be done. Once is enough.
        rustls::crypto::ring::default_provider().install_default().ok();
        let http = Client::builder().no_proxy().timeout(ANSWER).pool_idle_timeout(IDLE).build()?;
        let tokens = enter(&http, server, "register", (name, password)).await?;
        let (name, password) = (name.to_owned(), password.to_owned());
        Ok(Self {
            http,
            server,
            name,
            password,
            tokens: Mutex::new(tokens),
            again: AtomicU64::default(),
            refused_for_room: AtomicU64::default(),
        })
    }

    /// How many writes had to be sent again.
    pub fn sent_again(&self) -> u64 {
        self.again.load(Ordering::Relaxed)
    }

    /// How many tries were refused because the server's disk was full.
    pub fn refused_for_room(&self) -> u64 {
        self.refused_for_room.load(Ordering::Relaxed)
    }

    /// Send a write until it is accepted.
    pub async fn write(&self, write: &Write) -> Result<(IdempotencyKey, Accepted)> {
        let key = IdempotencyKey(SystemIds.next());
        let until = Instant::now() + PATIENCE;
        loop {
            let answer = match self.send(write, key).await {
                Ok(answer) => answer,
                Err(error) if Instant::now() > until => return Err(error.into()),
                Err(_) => {
                    self.again.fetch_add(1, Ordering::Relaxed);
                    sleep(PAUSE).await;
                    continue;
                }
            };
            let status = answer.status();
            if status.is_success() {
                // An answer that breaks off may have been a yes: the same again tells.
                if let Ok(accepted) = answer.json().await {
                    return Ok((key, accepted));
                }
            } else if status == StatusCode::UNAUTHORIZED {
                self.enter_again().await;
            } else {
                let text = answer.text().await.unwrap_or_default();
                if !may_succeed_later(&text) || Instant::now() > until {
                    bail!("a write was refused with {status}: {text}");
                }
                if status == StatusCode::INSUFFICIENT_STORAGE {
                    self.refused_for_room.fetch_add(1, Ordering::Relaxed);
                }
            }
            self.again.fetch_add(1, Ordering::Relaxed);
            sleep(PAUSE).await;
        }
    }

    async fn send(&self, write: &Write, key: IdempotencyKey) -> reqwest::Result<Response> {
        let request = write.request();
        let method = Method::from_bytes(request.method.as_bytes()).unwrap_or_default();
        self.http
            .request(method, format!("http://{}{}", self.server, request.path))
            .bearer_auth(self.token())
            .header(IDEMPOTENCY_KEY, key.to_string())
            .body(request.body)
            .send()
            .await
    }

    fn token(&self) -> String {
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.access_token.clone()
    }

    /// The server may be away; then the next try shows it.
    async fn enter_again(&self) {
        let as_before = (self.name.as_str(), self.password.as_str());
        if let Ok(tokens) = enter(&self.http, self.server, "login", as_before).await {
            *self.tokens.lock().unwrap_or_else(PoisonError::into_inner) = tokens;
        }
    }

    /// Read a resource.
    pub async fn get(&self, path: &str) -> Result<Value> {
        let until = Instant::now() + PATIENCE;
        let answer = loop {
            let ask = self.http.get(format!("http://{}{path}", self.server));
            let answer = ask.bearer_auth(self.token()).send().await?;
            // A token may be good for seconds only, and a slow machine use them up on the way.
            if answer.status() != StatusCode::UNAUTHORIZED || Instant::now() > until {
                break answer;
            }
            self.enter_again().await;
        };
        let status = answer.status();
        let body = answer.text().await?;
        if !status.is_success() {
            bail!("{path} answers {status}: {body}");
        }
        Ok(serde_json::from_str(&body)?)
    }

    /// Read a list, all its pages.
    pub async fn get_all(&self, path: &str) -> Result<Vec<Value>> {
        let mut found = Vec::new();
        let mut before = String::new();
        loop {
            let page = self.get(&format!("{path}?limit=200{before}")).await?;
            let items = page["items"].as_array().context("a list has items")?;
            found.extend(items.iter().cloned());
            match page["before"].as_str() {
                Some(cursor) => before = format!("&before={cursor}"),
                None => return Ok(found),
            }
        }
    }
}

/// An answer that breaks off says nothing.
fn may_succeed_later(problem: &str) -> bool {
    serde_json::from_str(problem).map_or(true, |problem: Value| problem["retryable"] == true)
}

async fn enter(
    http: &Client,
    server: SocketAddr,
    door: &str,
    (name, password): (&str, &str),
) -> Result<Tokens> {
    let device = DeviceId(SystemIds.next());
    let body = SignIn { name: name.to_owned(), password: password.to_owned(), device };
    let answer = http.post(format!("http://{server}/v1/auth/{door}")).json(&body).send().await?;
    let status = answer.status();
    if !status.is_success() {
        bail!("{door} answers {status}");
    }
    Ok(answer.json().await?)
}
